import type { Channel, Frame } from './wire.ts'
import { ChannelEvents, frameOf } from './wire-port.ts'

/** A WebSocket as a page, Node and the ws package have it. */
export interface Socket {
  binaryType: string
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
}

/** Returns a channel over an open WebSocket; text frames stay text, columns go as one binary frame. */
export function socketChannel(socket: Socket): Channel {
  const events = new ChannelEvents()
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('message', ({ data }) => events.message(frameOf(data)))
  socket.addEventListener('close', () => events.close())
  return {
    send: (frame: Frame) => {
      if (!events.isClosed) socket.send(frame)
    },
    onMessage: (listener) => events.onMessage(listener),
    onClose: (listener) => events.onClose(listener),
    close: () => {
      socket.close()
      events.close()
    },
  }
}

/** Where the browser host takes WebSockets. */
export const SOCKET_PATH = '/engine'

/** Codes the browser host closes a page's WebSocket with; on `refused` the reason is the error's code. */
export const SOCKET_CLOSE = { unauthorised: 4401, refused: 4403, engineGone: 4410 } as const
