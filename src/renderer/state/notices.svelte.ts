const SHOWN_MS = 5000

/** One short line that something was done, or that it could not be. */
export interface Notice {
  readonly text: string
  readonly kind: 'done' | 'failed'
}

/** The latest notice, announced in the status line. */
export class Notices {
  latest = $state.raw<Notice | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined

  say(text: string, kind: Notice['kind'] = 'done'): void {
    this.latest = { text, kind }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.latest = null), SHOWN_MS)
  }
}
