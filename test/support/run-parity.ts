import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './planted-folder.ts'

const LAUNCHER = join(ROOT, 'resources/bin/parity.mjs')
export const PROGRAM = join(ROOT, 'out/main/cli.js')

/** How a run of the batch command ended. */
export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Runs as another user; only root may. */
  readonly uid?: number
  /** Given the running process at once. */
  readonly started?: (child: ChildProcess) => void
}

let built = false

/** Builds the batch command when it is missing or older than its sources, as the launcher does. Slow the first time. */
export function buildParity(): void {
  if (built) return
  const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, '--version'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the batch command cannot be built: ${stderr}`)
  built = true
}

/** Runs the built batch command in its own process and waits for its end. */
export async function runParity(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  buildParity()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    ...(options.uid !== undefined && { uid: options.uid }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  options.started?.(child)
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() })
    })
  })
}
