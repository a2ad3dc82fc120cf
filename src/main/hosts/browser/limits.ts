/** How much one browser host takes on; tests pass smaller numbers. */
export interface HostLimits {
  readonly connections: number
  readonly pages: number
  readonly uploads: number
  /** Bytes of one uploaded file. */
  readonly uploadBytes: number
  readonly headerBytes: number
  /** Bytes of one WebSocket message of a page: calls are small, files are uploaded. */
  readonly messageBytes: number
  /** Requests and upgrades: at most `burst` at once, refilled by `perSecond`. */
  readonly burst: number
  readonly perSecond: number
  /** Milliseconds a new WebSocket has to name its token, and a request its headers. */
  readonly greetingMs: number
  /** Milliseconds a connection may be silent. */
  readonly silenceMs: number
}

export const HOST_LIMITS: HostLimits = {
  connections: 64,
  pages: 16,
  uploads: 4,
  uploadBytes: 16 * 2 ** 30,
  headerBytes: 16 * 2 ** 10,
  messageBytes: 2 ** 20,
  burst: 200,
  perSecond: 50,
  greetingMs: 5000,
  silenceMs: 60_000,
}

/** Returns a function that says whether one more may pass now: a bucket of `burst` that `perSecond` refill. */
export function rateLimit(
  { burst, perSecond }: Pick<HostLimits, 'burst' | 'perSecond'>,
  now = () => performance.now(),
): () => boolean {
  let left = burst
  let at = now()
  return () => {
    const time = now()
    left = Math.min(burst, left + ((time - at) / 1000) * perSecond)
    at = time
    if (left < 1) return false
    left -= 1
    return true
  }
}
