import { walkRecords, type BrokenRecord, type CellMarks, type RecordPicker } from './record-walker.ts'

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

/** Walks a delimited file once and says on which physical lines the wanted records stand; broken records are not counted as data. */
export async function locateRecords(
  path: string,
  marks: CellMarks,
  wanted: ReadonlySet<number>,
  broken: readonly BrokenRecord[],
): Promise<Located> {
  const picker = new NumberPicker(wanted)
  await walkRecords(path, marks, picker, broken)
  return picker
}

/** Returns a record as it is shown, from its bytes. */
export function locatedRecord(line: number, text: readonly number[]): LocatedRecord {
  return { line, raw: Buffer.from(text.slice(0, MAX_RAW)).toString('utf8').trimEnd() }
}

class NumberPicker implements RecordPicker, Located {
  readonly byRecord = new Map<number, LocatedRecord>()
  readonly byOffset = new Map<number, LocatedRecord>()
  readonly keptBytes = MAX_RAW
  readonly #wanted: readonly number[]
  #index = 0

  constructor(wanted: ReadonlySet<number>) {
    this.#wanted = [...wanted].sort((a, b) => a - b)
  }

  get next(): number {
    return this.#wanted[this.#index] ?? Infinity
  }

  mayWant(): boolean {
    return false
  }

  take(record: number, line: number, text: readonly number[]): void {
    if (record !== this.next) return
    this.#index++
    this.byRecord.set(record, locatedRecord(line, text))
  }

  takeBroken({ offset }: BrokenRecord, line: number, text: readonly number[]): void {
    this.byOffset.set(offset, locatedRecord(line, text))
  }
}
