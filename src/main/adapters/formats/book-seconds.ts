import type { BookRow } from '#engine/ports.ts'

const SECOND = 1_000_000
/** A book that does not change is kept again after this long, so that its age says whether it was still recorded; microseconds. */
const KEPT_AGAIN_AFTER = 30 * SECOND

/** A book and the source record it came from. */
export interface RecordedBook {
  readonly record: number
  readonly book: BookRow
}

interface SymbolBooks {
  latest: RecordedBook | null
  kept: BookRow | null
}

/**
 * Thins the books of a file: of each symbol and second the last one, and only where it differs from the one kept before or
 * that is half a minute old. So a day of one symbol keeps at most 86,400 books, however many changes it had, and the book in
 * force at any time is known as it was at most a second earlier. Memory: one book for each symbol.
 */
export class BookSeconds {
  readonly #symbols = new Map<string, SymbolBooks>()
  #kept = 0

  /** How many books were kept. */
  get kept(): number {
    return this.#kept
  }

  /** Takes a book in. Returns the last one of the second before, where it is to be kept. */
  add(record: number, book: BookRow): RecordedBook | null {
    const known = this.#symbols.get(book.symbol) ?? { latest: null, kept: null }
    this.#symbols.set(book.symbol, known)
    const { latest } = known
    const isNext = latest !== null && Math.floor(latest.book.t / SECOND) !== Math.floor(book.t / SECOND)
    const given = isNext ? this.#keep(known) : null
    known.latest = { record, book }
    return given
  }

  /** Returns what is left when the file ends. */
  rest(): RecordedBook[] {
    return [...this.#symbols.values()].map((known) => this.#keep(known)).filter((book) => book !== null)
  }

  #keep(known: SymbolBooks): RecordedBook | null {
    const { latest, kept } = known
    if (latest === null) return null
    if (kept !== null && latest.book.t - kept.t < KEPT_AGAIN_AFTER && isSame(latest.book, kept)) return null
    known.kept = latest.book
    this.#kept += 1
    return latest
  }
}

function isSame(a: BookRow, b: BookRow): boolean {
  return (['bid', 'bid_qty', 'ask', 'ask_qty'] as const).every(
    (side) => a[side].length === b[side].length && a[side].every((value, index) => value === b[side][index]),
  )
}
