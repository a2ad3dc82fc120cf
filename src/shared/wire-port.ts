import { FrameInvalid, type Channel, type Frame } from './wire.ts'

/** The port of a MessageChannel as a page and Node's worker_threads have it. */
export interface EventPort {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
  start(): void
  close(): void
}

/** The port as Electron's main process and utility processes have it (MessagePortMain). */
export interface EmitterPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** Tells listeners of a channel's frames, and of its end exactly once, also those that come late. */
export class ChannelEvents {
  readonly #messages: ((frame: Frame) => void)[] = []
  readonly #closes: (() => void)[] = []
  #isClosed = false

  get isClosed(): boolean {
    return this.#isClosed
  }

  message(frame: Frame): void {
    if (!this.#isClosed) for (const listener of this.#messages) listener(frame)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const listener of this.#closes) listener()
  }

  onMessage(listener: (frame: Frame) => void): void {
    this.#messages.push(listener)
  }

  onClose(listener: () => void): void {
    if (this.#isClosed) listener()
    else this.#closes.push(listener)
  }
}

/** Returns a channel over a page's or a Node thread's port. A page's port says nothing when the other end dies: its host calls `close`. */
export function eventPortChannel(port: EventPort): Channel {
  const events = new ChannelEvents()
  port.addEventListener('message', ({ data }) => events.message(frameOf(data)))
  port.addEventListener('close', () => events.close())
  return portChannel(port, events)
}

/** Returns a channel over a MessagePortMain. */
export function emitterPortChannel(port: EmitterPort): Channel {
  const events = new ChannelEvents()
  port.on('message', ({ data }) => events.message(frameOf(data)))
  port.on('close', () => events.close())
  return portChannel(port, events)
}

/** Frames are posted as they are: a frame of bytes owns its buffer, so the copy a port makes is of exactly the frame. */
function portChannel(port: EventPort | EmitterPort, events: ChannelEvents): Channel {
  port.start()
  return {
    send: (frame) => events.isClosed || port.postMessage(frame),
    onMessage: (listener) => events.onMessage(listener),
    onClose: (listener) => events.onClose(listener),
    close: () => {
      port.close()
      events.close()
    },
  }
}

/** Returns what came over a port as a frame; throws {@link FrameInvalid} for anything else. */
export function frameOf(data: unknown): Frame {
  if (typeof data === 'string') return data
  if (data instanceof Uint8Array) return data as Uint8Array<ArrayBuffer>
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  throw new FrameInvalid('it is neither text nor bytes')
}
