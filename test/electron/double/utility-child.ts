/** Loaded first in a process the double forks as a utility process: gives it `process.parentPort`, and hides Node's own channel. */
import { EventEmitter } from 'node:events'
import type { ParentPort } from 'electron'
import { ChannelDouble, cloneMessage, type PortDouble } from './message-port.ts'
import type { ToMain, ToUtility } from './utility-messages.ts'

const sendToMain = process.send?.bind(process)
const send = (message: ToMain) => {
  if (process.connected) sendToMain?.(message, undefined, undefined, () => undefined)
}
const ports = new Map<number, PortDouble>()

/** Ports arrive silent, as every MessagePortMain does. */
function receivePort(id: number): PortDouble {
  const { port1, port2 } = new ChannelDouble()
  port2.handOver({ send: (message) => send({ kind: 'port', id, message }), close: () => send({ kind: 'close', id }) })
  ports.set(id, port2)
  return port1
}

class ParentPortDouble extends EventEmitter implements Pick<ParentPort, 'postMessage'> {
  readonly #waiting: unknown[] = []

  postMessage(message: unknown): void {
    send({ kind: 'message', message: cloneMessage(message) })
  }

  /** Messages that came before the process listens are kept. */
  deliver(event: { data: unknown; ports: PortDouble[] }): void {
    if (!this.emit('message', event)) this.#waiting.push(event)
  }

  override on(name: string, listener: (...args: never[]) => void): this {
    super.on(name, listener as (...args: unknown[]) => void)
    if (name === 'message') setImmediate(() => this.#waiting.splice(0).forEach((event) => this.emit('message', event)))
    return this
  }
}

const parentPort = new ParentPortDouble()
process.on('message', (message: ToUtility) => {
  if (message.kind === 'message') parentPort.deliver({ data: message.message, ports: message.ports.map(receivePort) })
  else if (message.kind === 'port') ports.get(message.id)?.fromAway(message.message)
  else ports.get(message.id)?.close()
})
process.on('disconnect', () => process.exit(1))
Object.defineProperty(process, 'parentPort', { value: parentPort })
Object.defineProperty(process, 'send', { value: undefined })
