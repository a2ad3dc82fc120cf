import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'
import { startBrowserHost, type BrowserHost } from '#main/hosts/browser/serve.ts'
import type { HostLimits } from '#main/hosts/browser/limits.ts'
import { Supervisor, type EngineProcess } from '#main/hosts/supervisor.ts'
import { connectClient, type EngineClient } from '#shared/wire-client.ts'
import { socketChannel } from '#shared/wire-socket.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { inProcessEngine } from '../in-process-engine.ts'

/** A browser host over a new project, with a page of two files and one file that is not listed. */
export interface OpenedHost extends BrowserHost {
  readonly supervisor: Supervisor
  readonly folder: string
  /** Sends one request with exactly these headers and returns the whole answer. */
  request(options: RawRequest): Promise<Answer>
  /** Sends bytes and returns whatever comes back until the host hangs up, or `withinMs` (20 s) is over. */
  raw(bytes: string | Uint8Array, withinMs?: number): Promise<string>
  /** Opens a WebSocket and sends the first message. */
  socket(first: string | Uint8Array, options?: ClientOptions, path?: string): WebSocket
  /** Connects as a page does. */
  page(): Promise<EngineClient>
}

interface RawRequest {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Starts a host for one test. */
export async function openHost(
  options: { limits?: Partial<HostLimits>; spawn?: () => EngineProcess; backoffMs?: number[] } = {},
): Promise<OpenedHost> {
  const folder = temporaryFolder()
  const supervisor = new Supervisor({
    project: join(folder, 'project.duckdb'),
    spawn: options.spawn ?? inProcessEngine,
    backoffMs: options.backoffMs ?? [20, 20, 20],
  })
  const host = await startBrowserHost({
    supervisor,
    pageFolder: plantPage(folder),
    port: 0,
    ...(options.limits && { limits: options.limits }),
  })
  onTestFinished(async () => {
    await host.close()
    await supervisor.stop()
  })
  const raw = (bytes: string | Uint8Array, withinMs = 20_000) => sendRaw(host.port, bytes, withinMs)
  const socket = (first: string | Uint8Array, socketOptions: ClientOptions = {}, path = '/engine') => {
    const opened = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, socketOptions)
    opened.on('open', () => opened.send(first))
    opened.on('error', () => undefined)
    onTestFinished(() => opened.terminate())
    return opened
  }
  return {
    ...host,
    supervisor,
    folder,
    raw,
    socket,
    request: async (request) => parseAnswer(await raw(requestText(host.port, request))),
    page: async () => {
      const opened = socket(host.credentials.token)
      await new Promise((resolve, reject) => {
        opened.once('message', resolve)
        opened.once('close', (code) => reject(new Error(`closed with ${code}`)))
      })
      return connectClient(socketChannel(opened))
    },
  }
}

function plantPage(folder: string): string {
  const page = join(folder, 'page')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Parity</title>')
  writeFileSync(join(page, 'assets', 'app-1234.js'), 'export {}')
  writeFileSync(join(page, 'unlisted.txt'), 'not for pages')
  writeFileSync(join(page, 'page-files.json'), JSON.stringify(['assets/app-1234.js', 'index.html']))
  return page
}

function requestText(port: number, { method = 'GET', path = '/', headers = {}, body = '' }: RawRequest): Uint8Array {
  const all: Record<string, string> = { Host: `127.0.0.1:${port}`, Connection: 'close', ...headers }
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  if (length > 0 && all['Content-Length'] === undefined) all['Content-Length'] = String(length)
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([Buffer.from([`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n')), Buffer.from(body)])
}

function sendRaw(port: number, bytes: string | Uint8Array, withinMs: number): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const end = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(Buffer.concat(chunks).toString('latin1'))
    }
    const timer = setTimeout(end, withinMs)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('close', end)
    socket.on('error', () => undefined)
  })
}

function parseAnswer(text: string): Answer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') }
}

/** Resolves with the code a WebSocket was closed with, or the HTTP status it was refused with. */
export function endOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('close', (code) => resolve(code))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
  })
}
