import { readChunks } from '../../files/read-chunks.ts'

export const LF = 10
export const CR = 13

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

/** Who wants which records of a file. The header is record 0; broken records have no number. */
export interface RecordPicker {
  /** Number of the next record that is wanted whatever it holds; Infinity where there is none. */
  readonly next: number
  /** Bytes of a record's text that are kept. */
  readonly keptBytes: number
  /** Says whether the record between two offsets, one line without quotes, may be wanted for what it holds. */
  mayWant(chunk: Buffer, from: number, end: number): boolean
  /** Is given each record that is or may be wanted and each with quotes: its first physical line (the header is 1) and its text with its line break. */
  take(record: number, line: number, text: readonly number[]): void
  takeBroken(broken: BrokenRecord, line: number, text: readonly number[]): void
}

/** Wants nothing; the walk then only says whether a quote stays open. */
export const NO_RECORDS: RecordPicker = {
  next: Infinity,
  keptBytes: 0,
  mayWant: () => false,
  take: () => undefined,
  takeBroken: () => undefined,
}

/**
 * Walks a delimited file once and offers its records to `picker`. A quote counts where a cell begins; quoted line breaks
 * belong to their record; blank lines are no records. Returns the physical line of a quote that is open where the file
 * ends, or null.
 */
export async function walkRecords(
  path: string,
  marks: CellMarks,
  picker: RecordPicker,
  broken: readonly BrokenRecord[] = [],
): Promise<number | null> {
  const walker = new RecordWalker(marks, picker, broken)
  for await (const chunk of readChunks(path)) walker.push(chunk)
  return walker.end()
}

class RecordWalker {
  readonly #quote: number
  readonly #delimiter: number
  readonly #picker: RecordPicker
  readonly #broken: readonly BrokenRecord[]
  #nextBroken = 0
  #current: BrokenRecord | null = null
  #offset = 0
  #start = 0
  #line = 1
  #startLine = 1
  #quoteLine = 1
  #quoted = false
  #mayQuote = true
  #blank = true
  #record = -1
  #text: number[] = []

  constructor({ quote, delimiter }: CellMarks, picker: RecordPicker, broken: readonly BrokenRecord[]) {
    this.#quote = quote.charCodeAt(0)
    this.#delimiter = delimiter.charCodeAt(0)
    this.#picker = picker
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

  end(): number | null {
    const openQuoteLine = this.#quoted ? this.#quoteLine : null
    if (!this.#blank) this.#finish()
    return openQuoteLine
  }

  /** Skips the records from `at` on that are one whole line each, without quotes before `quote`, and that nobody wants; returns where it stopped. */
  #skipPlain(chunk: Buffer, at: number, quote: number): number {
    if (this.#offset !== this.#start) return at
    const picker = this.#picker
    const records = picker.next - this.#record - 1
    const broken = this.#broken[this.#nextBroken]
    const until = broken === undefined ? quote : Math.min(quote, at + broken.offset - this.#offset)
    let next = at
    let lines = 0
    while (lines < records && next < until && chunk[next] !== LF && chunk[next] !== CR) {
      const feed = chunk.indexOf(LF, next)
      if (feed < 0 || feed > quote || picker.mayWant(chunk, next, feed)) break
      next = feed + 1
      lines++
    }
    this.#offset += next - at
    this.#start = this.#offset
    this.#line += lines
    this.#startLine = this.#line
    this.#record += lines
    return next
  }

  #byte(byte: number): void {
    this.#offset++
    this.#follow(byte)
    if (this.#blank && byte !== CR && byte !== LF) this.#begin()
    if (this.#text.length < this.#picker.keptBytes) this.#text.push(byte)
    if (byte !== LF) return
    this.#line++
    if (!this.#quoted || this.#current?.badQuotes === true) this.#finish()
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
    if (!this.#blank) this.#offer()
    this.#start = this.#offset
    this.#startLine = this.#line
    this.#blank = true
    this.#quoted = false
    this.#mayQuote = true
    this.#text = []
  }

  #offer(): void {
    if (this.#current !== null) this.#picker.takeBroken(this.#current, this.#startLine, this.#text)
    else this.#picker.take(++this.#record, this.#startLine, this.#text)
  }
}
