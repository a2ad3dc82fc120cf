import { fork } from 'node:child_process'
import type { EngineProcess } from '../supervisor.ts'
import type { FromEngine } from './messages.ts'

/** Starts the built engine in a child process of plain Node. Its log goes to our standard error. */
export function forkEngine(entry: string): EngineProcess & { readonly disconnect: () => void } {
  const child = fork(entry, [], {
    // Structured clone, so that columns cross as bytes.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  return {
    pid: child.pid,
    post: (message) => {
      if (child.connected) child.send(message)
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as FromEngine)),
    onExit: (listener) => {
      child.once('exit', (code, signal) => listener(signal ?? `exit code ${code ?? 'unknown'}`))
      child.once('error', (error) => listener(error.message))
    },
    kill: () => child.kill('SIGKILL'),
    disconnect: () => child.disconnect(),
  }
}
