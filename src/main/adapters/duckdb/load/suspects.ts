import { join } from 'node:path'
import { cellAt } from './cell-at.ts'
import { locatedRecord, type LocatedRecord } from './locate-lines.ts'
import { CR, walkRecords, type CellMarks, type RecordPicker } from './record-walker.ts'

/** Bits of the table that tells most lines from suspects by a hash of one cell. */
const TABLE_BITS = 18
const MAX_LINE_BYTES = 2_000_000
const MAX_SUSPECTS = 100_000

/** Records that may be refused: a file of their own, header first, and where each stands in the file they are from. */
export interface Suspects {
  readonly file: Uint8Array
  readonly records: readonly LocatedRecord[]
}

/** Where suspects are looked for: a file of as many cells a record. */
export type SuspectSource = CellMarks & { readonly realPath: string; readonly columnCount: number }

/** Returns the path in a private folder under which a file of suspects is read. */
export function suspectsFile(privateFolder: string): string {
  return join(privateFolder, 'suspects.csv')
}

/**
 * Walks a delimited file without broken records once and returns those whose cell at `column` (from 0) is one of `texts`,
 * in file order; null when they are more than a hundred thousand.
 */
export async function findSuspects(
  source: SuspectSource,
  column: number,
  texts: readonly string[],
): Promise<Suspects | null> {
  const picker = new CellPicker(source, column, texts)
  await walkRecords(source.realPath, source, picker)
  const { header, suspects, records } = picker
  return records.length > MAX_SUSPECTS ? null : { file: Buffer.concat([header, ...suspects]), records }
}

class CellPicker implements RecordPicker {
  readonly keptBytes = MAX_LINE_BYTES
  header: Uint8Array = new Uint8Array()
  readonly suspects: Uint8Array[] = []
  readonly records: LocatedRecord[] = []
  next = 0
  readonly #column: number
  readonly #texts: ReadonlySet<string>
  readonly #hashes = new Uint8Array(2 ** TABLE_BITS)
  readonly #marks: CellMarks
  readonly #columnCount: number
  readonly #delimiter: number

  constructor(source: SuspectSource, column: number, texts: readonly string[]) {
    this.#marks = source
    this.#delimiter = source.delimiter.charCodeAt(0)
    this.#columnCount = source.columnCount
    this.#column = column
    this.#texts = new Set(texts)
    for (const text of this.#texts) {
      const bytes = Buffer.from(text)
      this.#hashes[this.#hash(bytes, 0, bytes.length)] = 1
    }
  }

  mayWant(chunk: Buffer, from: number, end: number): boolean {
    return this.#hashes[this.#hash(chunk, this.#cellStart(chunk, from, end), end)] === 1
  }

  /** Returns where the cell begins, found from the nearer end of the line. */
  #cellStart(chunk: Buffer, from: number, end: number): number {
    const [before, after] = [this.#column, this.#columnCount - this.#column]
    const delimiter = this.#delimiter
    if (before < after) {
      let at = from
      for (let left = before; left > 0 && at < end; at++) if (chunk[at] === delimiter) left--
      return at
    }
    let at = end
    for (let left = after; left > 0 && at > from;) if (chunk[--at] === delimiter) left--
    return at + 1
  }

  take(record: number, line: number, text: readonly number[]): void {
    if (record === 0) {
      this.header = Uint8Array.from(text)
      this.next = Infinity
    } else if (this.records.length <= MAX_SUSPECTS && this.#texts.has(cellAt(text, this.#marks, this.#column))) {
      this.suspects.push(Uint8Array.from(text))
      this.records.push(locatedRecord(line, text))
    }
  }

  takeBroken(): void {
    return
  }

  /** Hashes the bytes up to where the cell ends. */
  #hash(bytes: Uint8Array, from: number, end: number): number {
    const delimiter = this.#delimiter
    let hash = 0
    for (let at = from; at < end; at++) {
      const byte = bytes[at]!
      if (byte === delimiter || byte === CR) break
      hash = (Math.imul(hash, 31) + byte) | 0
    }
    return (hash ^ (hash >>> TABLE_BITS)) & (2 ** TABLE_BITS - 1)
  }
}
