import { setTimeout as wait } from 'node:timers/promises'

const EVERY_MS = 20

/** Returns the first value of `look` that is neither null, undefined nor false; throws what it waited for after `timeoutMs`. */
export async function untilSome<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const end = performance.now() + timeoutMs
  while (performance.now() < end) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    await wait(EVERY_MS)
  }
  throw new Error(`Waited ${timeoutMs} ms in vain until ${what}.`)
}
