/**
 * `npm start`: reviews the generated sample; `npm start -- --live F --backtest F ...` reviews one's own files.
 * Everything goes through the launcher, which builds the program first when that is needed.
 */
import { spawnSync } from 'node:child_process'
import { join, relative, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const LAUNCHER = join(ROOT, 'resources', 'bin', 'parity.mjs')
const SAMPLE = join(ROOT, '.parity', 'sample')
// npm moves to the project's folder; the files were named from where npm was called.
const CALLED_FROM = process.env.INIT_CWD ?? process.cwd()
const REPORT = join(ROOT, '.parity', 'report')

/** Runs one parity command in this terminal and ends with its exit code unless it succeeded. */
function parity(...args) {
  const { status, error } = spawnSync(process.execPath, [LAUNCHER, ...args], { stdio: 'inherit', cwd: CALLED_FROM })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
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

const given = process.argv.slice(2)
const args = given.length > 0 ? given : sampleArguments()
const saysWhere = args.some((arg) => arg === '--out' || arg.startsWith('--out='))
parity('review', ...args, ...(saysWhere ? [] : ['--out', REPORT]))
if (!saysWhere) console.log(`\nReport: ${relative(CALLED_FROM, join(REPORT, 'review.html'))}`)
