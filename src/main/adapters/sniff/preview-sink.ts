import type { Shape } from '#shared/canonical.ts'
import type { RowSink } from '#engine/ports.ts'

/** Rows shown of a file before it is loaded. */
export const PREVIEW_ROWS = 5
/** Market rows read before it is enough: what a tape or a book is gathered into is known only after some of it. */
const ENOUGH_MARKET_ROWS = 20_000

/** Ends a reading that has shown enough. */
export class EnoughRows extends Error {}

type Shown = 'fills' | 'quotes' | 'bars' | 'equity' | 'orders' | 'cash'

/** Rows of one shape as text under the columns that have values. */
export interface PreviewRows {
  readonly shape: Shape | null
  /** What the rows are, in words. */
  readonly holds: string
  readonly header: string[]
  readonly rows: string[][]
}

/** Takes what a format reads until there is enough to show; nothing is stored. */
export class PreviewSink implements RowSink {
  readonly place: { name: string | null } = { name: null }
  readonly timeframe: { micros: number | null } = { micros: null }
  readonly #rows = new Map<Shown, object[]>()
  readonly #notes = new Set<string>()
  #market = 0
  #hasLevels = false

  fill(_record: number, row: object): void {
    this.#keep('fills', row)
    if ((this.#rows.get('fills')?.length ?? 0) >= PREVIEW_ROWS) throw new EnoughRows('enough rows were read')
  }
  quote(_record: number, row: object): void {
    this.#keepMarket('quotes', row)
  }
  bar(_record: number, row: object): void {
    this.#keepMarket('bars', row)
  }
  book(): void {
    this.#hasLevels = true
  }
  order(_record: number, row: object): void {
    this.#keep('orders', row)
  }
  cash(_record: number, row: object): void {
    this.#keep('cash', row)
  }
  equity(_record: number, row: object): void {
    this.#keep('equity', row)
  }
  note(code: string): void {
    this.#notes.add(code)
  }
  reject(): void {
    // Counted and shown when the file is loaded.
  }
  counted(): void {
    // Counted when the file is loaded.
  }
  drained(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }

  /** Returns the rows of the shape that tells most of the file. */
  shown(): PreviewRows {
    for (const shape of ['fills', 'quotes', 'bars', 'equity', 'orders', 'cash'] as const) {
      const rows = this.#rows.get(shape)
      if (rows !== undefined) return { shape, holds: this.#inWords(shape), ...asText(rows) }
    }
    return { shape: null, holds: '', header: [], rows: [] }
  }

  #inWords(shape: Shown): string {
    if (shape === 'bars' && this.#notes.has('trades-as-bars')) return 'trades tape, read as 1-minute bars'
    if (shape === 'quotes' && this.#hasLevels) return 'order book, read as best quotes and levels'
    if (shape === 'quotes' && this.#notes.has('book-update')) return 'order book, read as best quotes'
    return shape
  }

  #keep(shape: Shown, row: object): void {
    const rows = this.#rows.get(shape) ?? []
    if (rows.length < PREVIEW_ROWS) rows.push(row)
    this.#rows.set(shape, rows)
  }

  #keepMarket(shape: Shown, row: object): void {
    this.#keep(shape, row)
    this.#market += 1
    if (this.#market >= ENOUGH_MARKET_ROWS) throw new EnoughRows('enough rows were read')
  }
}

function asText(rows: readonly object[]): { header: string[]; rows: string[][] } {
  const header = [...new Set(rows.flatMap((row) => Object.entries(row).flatMap(([name, value]) => named(name, value))))]
  return {
    header,
    rows: rows.map((row) => header.map((name) => cellText(name, (row as Record<string, unknown>)[name]))),
  }
}

function named(name: string, value: unknown): string[] {
  return value === null || value === undefined ? [] : [name]
}

function cellText(name: string, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' && (name === 't' || name.startsWith('t_'))) return instantText(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** ISO 8601 to the microsecond; a value that is no time is shown as it is. */
function instantText(micros: number): string {
  const milliseconds = Math.floor(micros / 1000)
  if (!(Math.abs(milliseconds) < 8.64e15)) return String(micros)
  const text = new Date(milliseconds).toISOString()
  const rest = Math.round(micros - milliseconds * 1000)
  return rest === 0 ? text : text.replace('Z', `${String(rest).padStart(3, '0')}Z`)
}
