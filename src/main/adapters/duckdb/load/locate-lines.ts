import { readChunks } from '../../files/read-chunks.ts'

const LF = 10
const CR = 13
const MAX_RAW = 500

/** A record of a delimited file: its physical first line (the header is 1) and its text, cut at 500 characters. */
export interface LocatedRecord {
  readonly line: number
  readonly raw: string
}

/** What {@link locateRecords} found: good data records by their number from 1, and structurally broken ones by byte offset. */
export interface Located {
  readonly byRecord: ReadonlyMap<number, LocatedRecord>
  readonly byOffset: ReadonlyMap<number, LocatedRecord>
  /** Physical line of a quote that is open where the file ends, or null. */
  readonly openQuoteLine: number | null
}

/** How cells are told apart: one character each. */
export interface CellMarks {
  readonly delimiter: string
  readonly quote: string
}

/**
 * A record that DuckDB could not read: the byte offset it gives, from 0, which is where the record before ended (before the
 * line feed of a CRLF, and before any blank lines). With broken quotes a record ends with its line.
 */
export interface BrokenRecord {
  readonly offset: number
  readonly badQuotes: boolean
}

/**
 * Walks a delimited file once and says on which physical lines the wanted records stand. A quote counts where a cell
 * begins; quoted line breaks belong to their record; blank lines are no records; broken records are not counted as data.
 */
export async function locateRecords(
  path: string,
  marks: CellMarks,
  wanted: ReadonlySet<number>,
  broken: readonly BrokenRecord[],
): Promise<Located> {
  const walker = new RecordWalker(marks, wanted, broken)
  for await (const chunk of readChunks(path)) walker.push(chunk)
  walker.end()
  return walker
}

class RecordWalker implements Located {
  readonly byRecord = new Map<number, LocatedRecord>()
  readonly byOffset = new Map<number, LocatedRecord>()
  openQuoteLine: number | null = null
  readonly #quote: number
  readonly #delimiter: number
  readonly #wanted: readonly number[]
  readonly #broken: readonly BrokenRecord[]
  #nextBroken = 0
  #nextWanted = 0
  #current: BrokenRecord | null = null
  #offset = 0
  #start = 0
  #line = 1
  #startLine = 1
  #quoteLine = 1
  #quoted = false
  #mayQuote = true
  #blank = true
  #data = -1
  #text: number[] = []

  constructor({ quote, delimiter }: CellMarks, wanted: ReadonlySet<number>, broken: readonly BrokenRecord[]) {
    this.#quote = quote.charCodeAt(0)
    this.#delimiter = delimiter.charCodeAt(0)
    this.#wanted = [...wanted].sort((a, b) => a - b)
    this.#broken = [...broken].sort((a, b) => a.offset - b.offset)
  }

  push(chunk: Buffer): void {
    let quote = chunk.indexOf(this.#quote)
    for (let at = 0; at < chunk.length;) {
      if (quote >= 0 && quote < at) quote = chunk.indexOf(this.#quote, at)
      const next = this.#skipPlain(chunk, at, quote < 0 ? chunk.length : quote)
      if (next === at) this.#byte(chunk[at]!)
      at = Math.max(at + 1, next)
    }
  }

  /** Skips the records from `at` on that are one whole line each, without quotes before `quote`, and that nobody asked for; returns where it stopped. */
  #skipPlain(chunk: Buffer, at: number, quote: number): number {
    if (this.#offset !== this.#start) return at
    const records = (this.#wanted[this.#nextWanted] ?? Infinity) - this.#data - 1
    const broken = this.#broken[this.#nextBroken]
    const until = broken === undefined ? quote : Math.min(quote, at + broken.offset - this.#offset)
    let next = at
    let lines = 0
    while (lines < records && next < until && chunk[next] !== LF && chunk[next] !== CR) {
      const feed = chunk.indexOf(LF, next)
      if (feed < 0 || feed > quote) break
      next = feed + 1
      lines++
    }
    this.#offset += next - at
    this.#start = this.#offset
    this.#line += lines
    this.#startLine = this.#line
    this.#data += lines
    return next
  }

  end(): void {
    if (this.#quoted) this.openQuoteLine = this.#quoteLine
    if (!this.#blank) this.#finish()
  }

  #byte(byte: number): void {
    this.#offset++
    this.#follow(byte)
    if (byte === LF) {
      this.#line++
      if (!this.#quoted || this.#current?.badQuotes === true) {
        this.#finish()
        return
      }
    }
    if (this.#blank && byte !== CR && byte !== LF) this.#begin()
    if (this.#text.length < MAX_RAW) this.#text.push(byte)
  }

  /** Follows whether the next byte is quoted. A quote right after a closing one is a doubled quote and opens again. */
  #follow(byte: number): void {
    if (byte === this.#quote && (this.#quoted || this.#mayQuote)) {
      if (!this.#quoted) this.#quoteLine = this.#line
      this.#quoted = !this.#quoted
      this.#mayQuote = !this.#quoted
      return
    }
    // A byte-order mark stands before the first cell, not in it.
    this.#mayQuote = byte === this.#delimiter || this.#offset <= 3
  }

  /** A broken record is the first that begins at or after its offset. */
  #begin(): void {
    this.#blank = false
    const next = this.#broken[this.#nextBroken]
    this.#current = next !== undefined && next.offset <= this.#start ? next : null
    if (this.#current !== null) this.#nextBroken++
  }

  #finish(): void {
    if (!this.#blank) this.#record()
    this.#start = this.#offset
    this.#startLine = this.#line
    this.#blank = true
    this.#quoted = false
    this.#mayQuote = true
    this.#text = []
  }

  #record(): void {
    if (this.#current !== null) {
      this.byOffset.set(this.#current.offset, this.#located())
      return
    }
    this.#data++
    if (this.#wanted[this.#nextWanted] !== this.#data) return
    this.#nextWanted++
    this.byRecord.set(this.#data, this.#located())
  }

  #located(): LocatedRecord {
    return { line: this.#startLine, raw: Buffer.from(this.#text).toString('utf8').trimEnd() }
  }
}
