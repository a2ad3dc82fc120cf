import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** One request a webhook got. */
export interface Received {
  readonly path: string
  readonly key: string
  readonly body: Record<string, unknown>
}

/** A real HTTP server on this machine in a channel's place. `answer` is what it does with a request; change it at any time. */
export interface Webhook {
  readonly url: string
  readonly received: Received[]
  answer: (response: ServerResponse) => void
}

/** Answers with a status. */
export const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(code, headers).end('said')
  }

/** Never answers. */
export const silence = () => undefined

/** Starts a webhook that ends with the test. */
export async function startWebhook(answer: Webhook['answer'] = status(200)): Promise<Webhook> {
  const received: Received[] = []
  const server = createServer((request, response) => void take(request, response))
  const webhook: { -readonly [K in keyof Webhook]: Webhook[K] } = { url: '', received, answer }
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const body = JSON.parse(text) as Record<string, unknown>
    received.push({ path: request.url ?? '', key: String(request.headers['idempotency-key']), body })
    webhook.answer(response)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  webhook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return webhook
}
