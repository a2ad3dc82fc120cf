import type { TableScroll } from './table-scroll.svelte.ts'

/** What a table tells the keyboard: its rows by their place, and what choosing and opening one does. */
interface Rows {
  readonly count: () => number
  /** Place of the chosen row, -1 for none. */
  readonly chosen: () => number
  readonly choose: (place: number) => void
  readonly open: (place: number) => void
}

/** The row of a table the keyboard stands on: where it went last, else the chosen one, else the first. */
export class RowFocus {
  readonly #rows: Rows
  readonly #scroll: TableScroll
  #body: HTMLElement | null = null
  #holds = false
  #stood = $state<number | null>(null)

  constructor(rows: Rows, scroll: TableScroll) {
    this.#rows = rows
    this.#scroll = scroll
  }

  readonly #current = $derived.by(() =>
    Math.min(this.#stood ?? Math.max(0, this.#rows.chosen()), this.#rows.count() - 1),
  )
  /** The row of the Tab key, which must be one that is drawn. */
  readonly stop = $derived.by(() => {
    const { first, end } = this.#scroll.window
    return Math.max(first, Math.min(this.#current, end - 1))
  })

  /** Follows the focus into and out of the rows; for `{@attach}`. */
  readonly follow = (body: HTMLElement): (() => void) => {
    this.#body = body
    const enter = ({ target }: FocusEvent) => {
      this.#holds = true
      const place = placeOf(target)
      if (place !== null) this.#stood = place
    }
    const leave = ({ target }: FocusEvent) => {
      // A row that scrolls away is no longer drawn and takes the focus along; that is not leaving.
      const { first, end } = this.#scroll.window
      const place = placeOf(target)
      if (place === null || (place >= first && place < end)) this.#holds = false
    }
    const press = (event: KeyboardEvent) => this.#press(event)
    body.addEventListener('focusin', enter)
    body.addEventListener('focusout', leave)
    body.addEventListener('keydown', press)
    return () => {
      body.removeEventListener('focusin', enter)
      body.removeEventListener('focusout', leave)
      body.removeEventListener('keydown', press)
      this.#body = null
    }
  }

  /** Gives the focus of a row that scrolled away to the nearest that is drawn, so that the keyboard goes on from there. */
  keep(): void {
    if (this.#holds && document.activeElement === document.body)
      this.#body?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true })
  }

  /** Forgets where the keyboard stood: the rows are others. */
  reset(): void {
    this.#stood = null
  }

  #press(event: KeyboardEvent): void {
    const place = placeOf(event.target)
    if (place === null) return
    const goal = this.#goal(event.key, place)
    if (event.key === 'Enter') {
      event.stopPropagation()
      this.#rows.open(place)
    } else if (event.key === ' ') this.#rows.choose(place)
    else if (goal !== null) void this.#stand(goal)
    else return
    event.preventDefault()
  }

  #goal(key: string, place: number): number | null {
    const last = this.#rows.count() - 1
    const goals: Record<string, number> = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: Math.min(last, place + this.#scroll.page),
      PageUp: Math.max(0, place - this.#scroll.page),
      Home: 0,
      End: last,
    }
    const goal = goals[key]
    return goal === undefined || goal < 0 || goal > last ? null : goal
  }

  async #stand(place: number): Promise<void> {
    this.#stood = place
    await this.#scroll.show(place)
    this.#body?.querySelector<HTMLElement>(`tr[data-place="${place}"]`)?.focus({ preventScroll: true })
    this.#rows.choose(place)
  }
}

/** Place of a row that itself has the focus; null for anything inside or outside of it. */
function placeOf(target: EventTarget | null): number | null {
  const place = target instanceof HTMLElement ? target.dataset['place'] : undefined
  return place === undefined ? null : Number(place)
}
