import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { median } from './bench.ts'

/** A program with the same model. `target` is the most its speed may be of ours. */
export interface Peer {
  readonly name: string
  readonly target: number
  /** Runs it now, on one core, and returns M draws/s. */
  readonly run: () => number
}

/** Each run of a peer is the middle of so many in one process. */
const REPEATS = '3'

/** Copies the baselines ($PARITY_BASELINES, else beside the project) to a folder of their own and makes their data; those that cannot run here are left out. */
export function preparePeers(
  temporary: string,
  size: readonly number[],
): { readonly peers: readonly Peer[]; readonly close: () => void } {
  const folder = process.env['PARITY_BASELINES'] ?? resolve('../shared/baselines')
  const work = mkdtempSync(join(temporary, 'peers-'))
  const close = () => rmSync(work, { recursive: true })
  if (!existsSync(join(folder, 'c_scalar.c'))) return { peers: [], close }
  cpSync(folder, work, { recursive: true })
  mkdirSync(join(work, 'data'), { recursive: true })
  execFileSync(process.execPath, ['mkdata.mjs', ...size.map(String)], { cwd: work })
  const peers: Peer[] = [
    { name: 'blocked numpy', target: 0.333, run: () => rateOf(work, 'python3', ['np_sim.py', 'sfc', REPEATS]) },
    { name: 'scalar C -O3', target: 1.43, run: () => rateOf(work, './c_scalar', ['1', '1', REPEATS]) },
  ]
  compile(work)
  return { peers: peers.filter(canRun), close }
}

function compile(work: string): void {
  const options = ['-w', '-O3', '-march=native', '-fno-math-errno', 'c_scalar.c', '-o', 'c_scalar', '-lm', '-lpthread']
  try {
    execFileSync('gcc', options, { cwd: work })
  } catch (error) {
    console.warn('scalar C is left out:', error instanceof Error ? error.message : error)
  }
}

function canRun(peer: Peer): boolean {
  try {
    return peer.run() > 0
  } catch {
    return false
  }
}

/** Runs a program that prints a JSON line for each repeat, and returns the median of Mdraws_s. */
function rateOf(work: string, command: string, parameters: readonly string[]): number {
  const lines = execFileSync(command, parameters, { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .trim()
    .split('\n')
  return median(lines.map((line) => (JSON.parse(line) as { Mdraws_s: number }).Mdraws_s))
}
