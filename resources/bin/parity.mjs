#!/usr/bin/env node
/**
 * Starts the batch command: builds it first when the sources are newer, and runs it under a Node that is new enough,
 * this one or the one among the optional dependencies. Must itself run on any Node since 18.
 */
import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const PROGRAM = join(ROOT, 'out', 'main', 'cli.js')
const BUILDER = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
const LOCK = join(ROOT, 'out', '.building')
const BUG = 1

/** Returns a Node with node:sqlite unflagged (22.13 or later): the running one, else the one installed beside the packages. */
function findNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 13)) return process.execPath
  const system = process.platform === 'win32' ? 'win' : process.platform
  const executable = process.platform === 'win32' ? 'node.exe' : 'node'
  const bundled = join(ROOT, 'node_modules', `node-${system}-${process.arch}`, 'bin', executable)
  if (existsSync(bundled)) return bundled
  stop(`Node ${process.versions.node} is too old: install Node 22.13 or later, or run npm ci, which brings one.`)
}

/** Returns when the newest file under `path` was changed, milliseconds since 1970; 0 when there is none. */
function changedAt(path) {
  const status = statSync(path, { throwIfNoEntry: false })
  if (status === undefined) return 0
  if (!status.isDirectory()) return status.mtimeMs
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))))
}

/** True when the program is missing or older than what it is built from. An installed program has no sources. */
function isStale() {
  const sources = ['src/shared', 'src/domain', 'src/workers', 'src/main', 'package.json', 'electron.vite.config.ts']
  // Only the workbench has a page; the other commands need not wait for it.
  if (process.argv[2] === 'serve') sources.push('src/renderer')
  return Math.max(...sources.map((source) => changedAt(join(ROOT, source)))) > changedAt(PROGRAM)
}

/** Builds under a lock, since a second build would empty the folder under the first. Returns what went wrong, or null. */
function build(node) {
  mkdirSync(dirname(LOCK), { recursive: true })
  while (!takeLock()) sleep(100)
  try {
    if (!isStale()) return null
    const began = new Date()
    const options = { cwd: ROOT, encoding: 'utf8' }
    const { status, stdout, stderr } = spawnSync(node, [BUILDER, 'build', '--logLevel', 'warn'], options)
    if (status !== 0 || !existsSync(PROGRAM)) return `the build failed:\n${stdout}${stderr}`
    // A source saved while the build ran is newer than what was built.
    utimesSync(PROGRAM, began, began)
    return null
  } finally {
    rmSync(LOCK, { force: true })
  }
}

/** Makes the lock appear with our process id already in it; a lock whose process is gone is removed, to be tried again. */
function takeLock() {
  const mine = `${LOCK}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    linkSync(mine, LOCK)
    return true
  } catch {
    if (existsSync(LOCK) && !isAlive(Number(readFileSync(LOCK, 'utf8')))) rmSync(LOCK, { force: true })
    return false
  } finally {
    rmSync(mine, { force: true })
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

function stop(message) {
  console.error(`parity: ${message}`)
  process.exit(BUG)
}

/** Runs the program with our input, output and signals, and ends as it ends. */
function run(node) {
  // `npm run parity` moves to the project's folder; the files were named from where npm was called.
  const cwd = process.env.npm_lifecycle_event === 'parity' ? process.env.INIT_CWD : undefined
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', PROGRAM, ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl-C to the whole group: passing it on would count as a second one.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal))
  }
  child.once('error', (error) => stop(`cannot start ${node}: ${error.message}`))
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

const node = findNode()
const failure = existsSync(BUILDER) && isStale() ? build(node) : null
if (failure !== null) stop(failure)
if (!existsSync(PROGRAM))
  stop('the program is not built, and its builder is not installed. Run npm ci, then npm run build.')
run(node)
