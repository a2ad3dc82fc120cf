import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 32
const TICKET_MS = 60_000

/** Returns 32 random bytes as 43 URL-safe characters. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/** Compares in a time that depends on neither secret: their hashes, which are of one length, are compared whole. */
function isSameSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(secret))
}

/**
 * What a page proves itself with: the token for as long as the host runs, or a ticket that works once, within a minute. A
 * browser that the host opens gets a ticket, since every user of the machine can read a command line.
 */
export class Credentials {
  readonly token = newSecret()
  readonly #now: () => number
  #ticket: { readonly text: string; readonly until: number } | null = null

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Returns a new ticket; an earlier one stops working. */
  issueTicket(): string {
    const text = newSecret()
    this.#ticket = { text, until: this.#now() + TICKET_MS }
    return text
  }

  isToken(given: string): boolean {
    return isSameSecret(given, this.token)
  }

  /** True for the token, and once for a ticket. */
  admits(given: string): boolean {
    if (this.isToken(given)) return true
    const ticket = this.#ticket
    if (ticket === null || this.#now() > ticket.until || !isSameSecret(given, ticket.text)) return false
    this.#ticket = null
    return true
  }
}
