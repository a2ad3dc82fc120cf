import { invariant } from '#shared/errors.ts'
import type { EmitterPort } from '#shared/wire-port.ts'
import { forbidNetwork } from '../offline-guard.ts'
import type { ToEngine } from './messages.ts'
import { runEngine, type HostLink } from './run-engine.ts'

/** The port Electron gives a utility process to its parent. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: EmitterPort[] }) => void): void
}

function linkToParent(): HostLink {
  const { parentPort } = process as { parentPort?: ParentPort }
  if (parentPort !== undefined)
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data, ports }) => listener(data as ToEngine, ports)),
      // Electron ends a utility process together with its parent.
      onGone: () => undefined,
    }
  invariant(process.send !== undefined, 'the engine is started by a host, which it talks to')
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', (data) => listener(data as ToEngine, [])),
    onGone: (listener) => process.on('disconnect', listener),
  }
}

forbidNetwork()
// The terminal sends Ctrl+C to the whole group; the host decides when the engine ends.
process.on('SIGINT', () => undefined)
runEngine(linkToParent(), () => process.exit())
