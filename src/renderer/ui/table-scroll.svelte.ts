import { tick } from 'svelte'
import { rowWindow, topToShow, type RowView } from './row-window.ts'

/** Tables up to this many rows are drawn whole. */
const DRAWN_WHOLE = 200
const FIRST_GUESS = { row: 24, header: 28, view: 240 }

/** Where one table is scrolled to, and which of its rows are drawn. */
export class TableScroll {
  readonly #count: () => number
  #frame: HTMLElement | null = null
  #top = $state(0)
  #height = $state(FIRST_GUESS.view)
  #rowHeight = $state(FIRST_GUESS.row)

  constructor(count: () => number) {
    this.#count = count
  }

  readonly #view = $derived.by((): RowView => ({
    top: this.#top,
    height: this.#height,
    rowHeight: this.#rowHeight,
    count: this.#count(),
  }))
  readonly window = $derived.by(() => {
    const count = this.#count()
    return count <= DRAWN_WHOLE ? { first: 0, end: count, before: 0, after: 0 } : rowWindow(this.#view)
  })
  /** Rows that show at once. */
  readonly page = $derived.by(() => Math.max(1, Math.floor(this.#height / this.#rowHeight) - 1))

  /** Follows the element that scrolls; for `{@attach}`. */
  readonly follow = (frame: HTMLElement): (() => void) => {
    this.#frame = frame
    const scrolled = () => (this.#top = frame.scrollTop)
    const resized = new ResizeObserver(() => {
      this.#measure()
      for (const header of this.#headers()) header.style.minWidth = ''
    })
    frame.addEventListener('scroll', scrolled, { passive: true })
    resized.observe(frame)
    return () => {
      frame.removeEventListener('scroll', scrolled)
      resized.disconnect()
      this.#frame = null
    }
  }

  /** Scrolls so that a row shows, and resolves when it is drawn. */
  async show(row: number): Promise<void> {
    this.#measure()
    const top = topToShow(this.#view, row)
    if (this.#frame !== null && Math.abs(top - this.#frame.scrollTop) > 0.5) {
      this.#frame.scrollTop = top
      this.#top = this.#frame.scrollTop
    }
    await tick()
  }

  /** Keeps columns from growing narrower as rows pass: each is as wide as the widest cell drawn so far. */
  keepWidths(): void {
    if (this.window.before + this.window.after === 0) return
    const widths = this.#headers().map((header) => [header, header.offsetWidth] as const)
    for (const [header, width] of widths) header.style.minWidth = `${width}px`
  }

  /** Scrolls back to the first row. */
  reset(): void {
    if (this.#frame !== null) this.#frame.scrollTop = 0
    this.#top = 0
  }

  #headers(): HTMLElement[] {
    return [...(this.#frame?.querySelectorAll<HTMLElement>('thead th') ?? [])]
  }

  #measure(): void {
    const frame = this.#frame
    if (frame === null) return
    const header = frame.querySelector('thead')?.getBoundingClientRect().height ?? FIRST_GUESS.header
    const row = frame.querySelector('tr[data-place]')?.getBoundingClientRect().height ?? 0
    if (row > 0) this.#rowHeight = row
    this.#height = Math.max(this.#rowHeight, frame.clientHeight - header)
  }
}
