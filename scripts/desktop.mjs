/**
 * Finds Electron's runtime, fetches it once where that is possible, and opens the desktop with it. Nothing here is needed to
 * build, check or test: many machines cannot reach the site the runtime comes from, and the browser host serves them.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(import.meta.dirname, '..')
const PACKAGE = join(ROOT, 'node_modules', 'electron')
const FAILED = join(ROOT, '.parity', 'no-electron')
const INSTALL_WITHIN_MS = 60_000

/** Returns the path of Electron's executable, or null when its runtime is not installed. $ELECTRON_OVERRIDE_DIST_PATH names a folder to look in instead. */
export function findElectron() {
  const pathFile = join(PACKAGE, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return existing(join(override, name ?? 'electron'))
  return name === null ? null : existing(join(PACKAGE, 'dist', name))
}

function existing(path) {
  return existsSync(path) ? path : null
}

/**
 * Returns the path of Electron's executable, fetching the runtime for at most 60 s when it is missing; null when it cannot be
 * had. A failure is remembered, so that only the first start waits for it; `again` forgets that.
 */
export function provideElectron({ again = false } = {}) {
  if (again) rmSync(FAILED, { force: true })
  const found = findElectron()
  if (found !== null) return found
  if (existsSync(FAILED) || !existsSync(join(PACKAGE, 'install.js'))) return null
  console.log('The Electron runtime is not installed; trying to fetch it, for at most a minute.')
  const { status } = spawnSync(process.execPath, [join(PACKAGE, 'install.js')], {
    stdio: ['ignore', 'inherit', 'ignore'],
    timeout: INSTALL_WITHIN_MS,
    killSignal: 'SIGKILL',
    env: environment(),
  })
  const installed = status === 0 ? findElectron() : null
  if (installed === null) {
    mkdirSync(dirname(FAILED), { recursive: true })
    writeFileSync(FAILED, 'The Electron runtime could not be fetched. `npm run desktop:install` tries again.\n')
  }
  return installed
}

/**
 * Opens the built desktop with these arguments, such as a project file. Returns a promise of its exit code, or null when the
 * Electron runtime cannot be had: start the browser host then.
 */
export function openDesktop(args = []) {
  const electron = provideElectron()
  if (electron === null) return null
  const child = spawn(electron, [ROOT, ...args], { stdio: 'inherit', env: environment() })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => done(code ?? 1))
  })
}

/** Editors that are Electron programs themselves set this for their children; it would make Electron a plain Node. */
function environment() {
  const rest = { ...process.env }
  delete rest.ELECTRON_RUN_AS_NODE
  return rest
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const installed = provideElectron({ again: true })
  console.log(
    installed === null
      ? 'The Electron runtime cannot be fetched from here. Everything works in a browser tab: npm start.'
      : `Electron is installed: ${installed}`,
  )
  process.exitCode = installed === null ? 1 : 0
}
