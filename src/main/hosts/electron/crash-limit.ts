/** A page that dies twice within this time is not reloaded unasked. */
export const CRASH_WINDOW_MS = 60_000

/** Decides what follows when the page dies: reload it, or ask the person when the reload did not help. */
export class CrashLimit {
  #lastMs = -Infinity

  /** Returns what to do about a crash at `nowMs` (any clock that does not go back). */
  crashed(nowMs: number): 'reload' | 'ask' {
    const isSecond = nowMs - this.#lastMs < CRASH_WINDOW_MS
    this.#lastMs = nowMs
    return isSecond ? 'ask' : 'reload'
  }
}
