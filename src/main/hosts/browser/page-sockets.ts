import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Channel } from '#shared/wire.ts'
import { SOCKET_CLOSE, SOCKET_PATH, socketChannel } from '#shared/wire-socket.ts'
import { AppError } from '#shared/errors.ts'
import { refuseRequest, type Refusal } from './check-request.ts'
import { SECURITY_HEADERS } from './headers.ts'
import type { HostLimits } from './limits.ts'
import type { Credentials } from './secrets.ts'

/** What taking in pages needs. */
export interface SocketTools {
  readonly credentials: Credentials
  readonly limits: HostLimits
  readonly port: () => number
  readonly mayPass: () => boolean
  /** Returns a channel to the engine, or throws what keeps it from the page. */
  readonly connectEngine: () => Promise<Channel>
}

/** Pages that hold a WebSocket. `upgrade` is the server's handler; `close` ends all. */
export interface PageSockets {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  close(): void
}

/**
 * Takes in pages: after the checks every request passes, a socket's first message must be the token, within five seconds.
 * Then its frames go to the engine and back untouched, until either side ends.
 */
export function createPageSockets(tools: SocketTools): PageSockets {
  const { limits } = tools
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    clientTracking: true,
  })
  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      const refusal = refuseUpgrade(request, tools) ?? (server.clients.size >= limits.pages ? TOO_MANY : null)
      if (refusal !== null) {
        hangUp(socket, refusal)
        return
      }
      server.handleUpgrade(request, socket, head, (page) => {
        void greet(page, tools)
      })
    },
    close() {
      for (const page of server.clients) page.terminate()
      server.close()
    },
  }
}

const TOO_MANY: Refusal = { status: 503, reason: 'Too many pages are open; close one.' }

function refuseUpgrade(request: IncomingMessage, { port, mayPass }: SocketTools): Refusal | null {
  const refusal = refuseRequest(request, port())
  if (refusal !== null) return refusal
  if (!mayPass()) return { status: 429, reason: 'Too many requests; wait a moment.' }
  return request.url === SOCKET_PATH ? null : { status: 404, reason: 'There is nothing here.' }
}

function hangUp(socket: Duplex, { status, reason }: Refusal): void {
  const headers = Object.entries({
    ...SECURITY_HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(reason),
    Connection: 'close',
  })
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} Refused`, ...lines, '', reason].join('\r\n'))
}

async function greet(page: WebSocket, tools: SocketTools): Promise<void> {
  page.on('error', () => page.terminate())
  const secret = await firstMessage(page, tools.limits.greetingMs)
  if (secret === null || !tools.credentials.admits(secret)) {
    page.close(SOCKET_CLOSE.unauthorised, 'unauthorised')
    return
  }
  try {
    join(page, await tools.connectEngine(), tools.credentials.token)
  } catch (error) {
    page.close(SOCKET_CLOSE.refused, error instanceof AppError ? error.code : 'BUG')
  }
}

/** Waits for a page's first message; null when it is not text, or late. */
function firstMessage(page: WebSocket, withinMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), withinMs)
    page.once('close', () => resolve(null))
    page.once('message', (data: RawData, isBinary) => {
      clearTimeout(timer)
      resolve(isBinary || !Buffer.isBuffer(data) ? null : data.toString('utf8'))
    })
  })
}

/** Tells the page it is in, with the token it may come back with, and joins the two channels. */
function join(page: WebSocket, engine: Channel, token: string): void {
  if (page.readyState !== page.OPEN) {
    engine.close()
    return
  }
  const channel = socketChannel(page)
  channel.onMessage((frame) => engine.send(frame))
  engine.onMessage((frame) => channel.send(frame))
  channel.onClose(() => engine.close())
  engine.onClose(() => page.close(SOCKET_CLOSE.engineGone, 'engine gone'))
  page.send(JSON.stringify({ token }))
}
