import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { PostJson, PostOutcome } from '#engine/daily-job-tools.ts'

/** A channel that has not answered by then is tried again at the next run. */
export const POST_TIMEOUT_MS = 2500

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * Posts a JSON body and says whether it was taken (HTTP 2xx within {@link POST_TIMEOUT_MS}, everything included). HTTPS only,
 * except to this machine; no redirect is followed. Never throws, and no reason names the address, which may hold a secret.
 */
export const postJson: PostJson = (address, body, headers) => {
  const url = URL.parse(address)
  if (url === null) return Promise.resolve(refused('the configured address is not a URL'))
  const isLocal = url.protocol === 'http:' && LOOPBACK.has(url.hostname)
  if (url.protocol !== 'https:' && !isLocal)
    return Promise.resolve(refused('the configured address must begin with https://'))
  const text = JSON.stringify(body)
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(POST_TIMEOUT_MS)
    const request = (isLocal ? requestPlain : requestSecure)(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
    })
    request.on('response', (response) => {
      resolve(outcomeOf(response.statusCode ?? 0, response.headers['retry-after']))
      response.destroy()
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      const seconds = POST_TIMEOUT_MS / 1000
      resolve(refused(signal.aborted ? `no answer within ${seconds} s` : `no connection (${error.code ?? 'unknown'})`))
    })
    request.end(text)
  })
}

function refused(reason: string): PostOutcome {
  return { taken: false, reason, retryAfterSeconds: null }
}

function outcomeOf(status: number, retryAfter: string | undefined): PostOutcome {
  if (status >= 200 && status < 300) return { taken: true }
  const seconds = Number(retryAfter)
  return { taken: false, reason: `HTTP ${status}`, retryAfterSeconds: seconds > 0 ? seconds : null }
}
