import { createReadStream } from 'node:fs'

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
}

/**
 * Walks a delimited file once and says on which physical lines the wanted records stand. Quoted line breaks belong to
 * their record; blank lines are no records; records that start at a byte offset in `broken` are not counted as data.
 */
export async function locateRecords(
  path: string,
  quote: string,
  wanted: ReadonlySet<number>,
  broken: ReadonlySet<number>,
): Promise<Located> {
  const walker = new RecordWalker(quote.charCodeAt(0), wanted, broken)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) walker.push(chunk as Buffer)
  walker.end()
  return walker
}

class RecordWalker implements Located {
  readonly byRecord = new Map<number, LocatedRecord>()
  readonly byOffset = new Map<number, LocatedRecord>()
  readonly #quote: number
  readonly #wanted: ReadonlySet<number>
  readonly #broken: ReadonlySet<number>
  #offset = 0
  #start = 0
  #line = 1
  #startLine = 1
  #quoted = false
  #blank = true
  #data = -1
  #text: number[] = []

  constructor(quote: number, wanted: ReadonlySet<number>, broken: ReadonlySet<number>) {
    this.#quote = quote
    this.#wanted = wanted
    this.#broken = broken
  }

  push(chunk: Buffer): void {
    for (const byte of chunk) this.#byte(byte)
  }

  end(): void {
    if (!this.#blank) this.#finish()
  }

  #byte(byte: number): void {
    this.#offset++
    if (byte === this.#quote) this.#quoted = !this.#quoted
    if (byte === LF) {
      this.#line++
      if (!this.#quoted || this.#broken.has(this.#start)) {
        this.#finish()
        return
      }
    }
    if (byte !== CR && byte !== LF) this.#blank = false
    if (this.#text.length < MAX_RAW) this.#text.push(byte)
  }

  #finish(): void {
    if (!this.#blank) this.#record()
    this.#start = this.#offset
    this.#startLine = this.#line
    this.#blank = true
    this.#quoted = false
    this.#text = []
  }

  #record(): void {
    if (this.#broken.has(this.#start)) {
      this.byOffset.set(this.#start, this.#located())
      return
    }
    this.#data++
    if (this.#wanted.has(this.#data)) this.byRecord.set(this.#data, this.#located())
  }

  #located(): LocatedRecord {
    return { line: this.#startLine, raw: Buffer.from(this.#text).toString('utf8').trimEnd() }
  }
}
