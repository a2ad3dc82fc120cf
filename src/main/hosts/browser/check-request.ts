import type { IncomingMessage } from 'node:http'

/** Why a request is refused: a status and a sentence that tells the caller nothing it does not know. */
export interface Refusal {
  readonly status: number
  readonly reason: string
}

/**
 * Refuses what a page of ours would not send: another Host (a name that was rebound to 127.0.0.1 keeps its own), an Origin
 * that is not ours, a request another site made the browser send. Returns null for a request that may go on.
 */
export function refuseRequest(request: IncomingMessage, port: number): Refusal | null {
  const { headers, rawHeaders } = request
  const host = `127.0.0.1:${port}`
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  if (hosts.length !== 1 || headers.host !== host)
    return { status: 421, reason: `This address is http://${host} and no other.` }
  if (headers.origin !== undefined && headers.origin !== `http://${host}`)
    return { status: 403, reason: 'Requests of other sites are refused.' }
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return { status: 403, reason: 'Requests of other sites are refused.' }
  return null
}

/** Returns the secret of an `Authorization: Bearer` header, or null. */
export function bearerOf(request: IncomingMessage): string | null {
  const [scheme, secret, ...rest] = (request.headers.authorization ?? '').split(' ')
  return scheme === 'Bearer' && secret !== undefined && rest.length === 0 ? secret : null
}
