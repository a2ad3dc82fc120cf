/**
 * `npm start`: opens the workbench, on the generated sample, or with `-- --live F --backtest F` on one's own files. Where
 * nobody watches (no terminal, or `-- --batch`), and with options only a review knows, it reviews instead, writes the report
 * and ends. Everything goes through the launcher, which builds the program first when that is needed.
 */
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { openDesktop } from './desktop.mjs'

const ROOT = resolve(import.meta.dirname, '..')
const LAUNCHER = join(ROOT, 'resources', 'bin', 'parity.mjs')
const SAMPLE = join(ROOT, '.parity', 'sample')
const SAMPLE_PROJECT = join(ROOT, '.parity', 'sample.parity')
/** The sample project as the build makes it. */
const BUILT_SAMPLE = join(ROOT, 'out', 'sample.parity')
// npm moves to the project's folder; the files were named from where npm was called.
const CALLED_FROM = process.env.INIT_CWD ?? process.cwd()
const REPORT = join(ROOT, '.parity', 'report')

/** Options of one's own files, which the workbench takes and a review too. */
const FILES = /^--(live|backtest|market|equity|orders|cash|positions|capital)(=|$)/
/** Options that only make sense with the workbench open. */
const WORKBENCH = /^--(port|open|sample|no-browser)(=|$)/

/** Runs one parity command in this terminal and ends with its exit code unless it succeeded. */
function parity(...args) {
  const { status, error } = spawnSync(process.execPath, [LAUNCHER, ...args], { stdio: 'inherit', cwd: CALLED_FROM })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}

/** True where somebody watches, or asks for what only the workbench has; never for an option only a review has. */
function opensWorkbench(args) {
  const options = args.filter((arg) => arg.startsWith('--'))
  const known = options.every((option) => FILES.test(option) || WORKBENCH.test(option))
  return known && (process.stdout.isTTY === true || options.some((option) => WORKBENCH.test(option)))
}

/** Opens the workbench and ends as it ends. The terminal's Ctrl+C reaches it by itself; other signals are passed on. */
function serve(args) {
  const hasOwn = args.some((arg) => FILES.test(arg) || /^--open(=|$)/.test(arg))
  const sample = hasOwn ? [] : ['--sample', '--open', SAMPLE_PROJECT]
  const child = spawn(process.execPath, [LAUNCHER, 'serve', ...args, ...sample], { stdio: 'inherit', cwd: CALLED_FROM })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal))
  }
  child.once('exit', (code) => process.exit(code ?? 1))
}

function sampleArguments() {
  console.log('No files were given, so the generated sample is reviewed. Your own: npm start -- --live F --backtest F')
  parity('sample', SAMPLE)
  const file = (name) => join(SAMPLE, `${name}.csv`)
  const roles = {
    live: 'live',
    backtest: 'backtest',
    market: 'quotes',
    cash: 'cash',
    equity: 'equity',
    orders: 'orders',
  }
  return Object.entries(roles).flatMap(([role, name]) => [`--${role}`, file(name)])
}

/** Opens the desktop's window where its runtime is there or can be had and nothing but a project is asked for; else a browser tab. */
async function openWorkbench(args) {
  if (args.length > 0 || process.stdout.isTTY !== true) return serve(args)
  parity('--version')
  if (!existsSync(SAMPLE_PROJECT) && existsSync(BUILT_SAMPLE)) {
    mkdirSync(dirname(SAMPLE_PROJECT), { recursive: true })
    copyFileSync(BUILT_SAMPLE, SAMPLE_PROJECT)
  }
  const desktop = openDesktop(existsSync(SAMPLE_PROJECT) ? [SAMPLE_PROJECT] : [])
  if (desktop !== null) process.exit(await desktop)
  console.log('The desktop window needs the Electron runtime, which is not here; the workbench opens in a browser tab.')
  return serve(args)
}

function review(given) {
  const args = given.length > 0 ? given : sampleArguments()
  const saysWhere = args.some((arg) => arg === '--out' || arg.startsWith('--out='))
  parity('review', ...args, ...(saysWhere ? [] : ['--out', REPORT]))
  if (!saysWhere) console.log(`\nReport: ${relative(CALLED_FROM, join(REPORT, 'review.html'))}`)
}

const args = process.argv.slice(2)
const batch = args.includes('--batch')
const given = args.filter((arg) => arg !== '--batch')
if (batch || !opensWorkbench(given)) review(given)
else await openWorkbench(given)
