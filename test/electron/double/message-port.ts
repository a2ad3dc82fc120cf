import { EventEmitter } from 'node:events'
import type { MessageChannelMain, MessagePortMain } from 'electron'

/** Where a port's messages go once it has been handed to another process. */
interface Away {
  send(message: unknown): void
  close(): void
}

/** Copies a message as Electron does; shared memory cannot leave its process. */
export function cloneMessage(message: unknown): unknown {
  if (holdsSharedMemory(message)) throw new Error('An object could not be cloned.')
  return structuredClone(message)
}

function holdsSharedMemory(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof SharedArrayBuffer) return true
  if (ArrayBuffer.isView(value)) return value.buffer instanceof SharedArrayBuffer
  return Object.values(value).some(holdsSharedMemory)
}

/** Refuses what Electron refuses to transfer: everything but its own ports, buffers too. */
export function portsOf(transfer: readonly unknown[] = []): PortDouble[] {
  return transfer.map((port, index) => {
    if (port instanceof PortDouble) return port
    throw new TypeError(`Port at index ${index} is not a valid port`)
  })
}

/** MessagePortMain: silent until started, its events carry `{data, ports}`, closing one end closes the other. */
export class PortDouble extends EventEmitter implements Pick<MessagePortMain, 'postMessage' | 'start' | 'close'> {
  peer: PortDouble | null = null
  #waiting: unknown[] = []
  #isStarted = false
  #isClosed = false
  #away: Away | null = null

  postMessage(message: unknown, transfer?: readonly unknown[]): void {
    if (this.#away !== null) throw new Error('Cannot post a message: the port was handed over.')
    if (portsOf(transfer).length > 0) throw new Error('The double hands no ports over ports.')
    const copy = cloneMessage(message)
    if (!this.#isClosed) this.peer?.deliver(copy)
  }

  start(): void {
    this.#isStarted = true
    for (const message of this.#waiting.splice(0)) this.deliver(message)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#away === null) setImmediate(() => this.emit('close'))
    else this.#away.close()
    this.peer?.close()
  }

  /** Brings a message from the far end to this one. */
  deliver(message: unknown): void {
    if (this.#isClosed) return
    if (this.#away !== null) this.#away.send(message)
    else if (this.#isStarted) setImmediate(() => this.emit('message', { data: message, ports: [] }))
    else this.#waiting.push(message)
  }

  /** Hands this end to another process: `away` sends to it. */
  handOver(away: Away): void {
    if (this.#away !== null) throw new TypeError('The port was already handed over.')
    this.#away = away
    for (const message of this.#waiting.splice(0)) away.send(message)
  }

  /** Takes a message the process holding this end sent. */
  fromAway(message: unknown): void {
    if (!this.#isClosed) this.peer?.deliver(message)
  }
}

/** MessageChannelMain: two ports that hear one another. */
export class ChannelDouble implements Record<keyof Pick<MessageChannelMain, 'port1' | 'port2'>, PortDouble> {
  readonly port1 = new PortDouble()
  readonly port2 = new PortDouble()

  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}
