import { utilityProcess, type MessagePortMain } from 'electron'
import type { FromEngine } from '../engine/messages.ts'
import type { EngineProcess } from '../supervisor.ts'

/** What the engine process is called in the system's process list and in Electron's. */
export const ENGINE_NAME = 'parity-engine'
/** The only variables the engine needs: where homes and temporary files are, and its limits. Nothing secret is passed on. */
const PASSED_ON = [
  'PARITY_DAILY_CONFIG',
  'SystemRoot',
  'HOME',
  'USERPROFILE',
  'TMPDIR',
  'TEMP',
  'TMP',
  'PATH',
  'LANG',
  'PARITY_MEMORY_MB',
  'PARITY_THREADS',
]

/** Starts the built engine in a utility process of Electron. Call after ready. What it writes to standard error is given to `log`. */
export function forkUtility(entry: string, log: (text: string) => void): EngineProcess {
  const child = utilityProcess.fork(entry, [], { serviceName: ENGINE_NAME, stdio: 'pipe', env: environment() })
  // A pipe nobody reads fills up and stops the child.
  child.stdout?.resume()
  child.stderr?.on('data', (chunk: Buffer) => log(chunk.toString()))
  return {
    get pid() {
      return child.pid
    },
    post: (message, ports) => child.postMessage(message, ports as MessagePortMain[] | undefined),
    onMessage: (listener) => child.on('message', (message: unknown) => listener(message as FromEngine)),
    onExit: (listener) => child.once('exit', (code) => listener(`exit code ${code}`)),
    kill: () => child.kill(),
  }
}

function environment(): Record<string, string> {
  const known = PASSED_ON.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  // Days are counted in UTC; a library that asks for the zone must hear the same.
  return Object.fromEntries([...known, ['TZ', 'UTC']])
}
