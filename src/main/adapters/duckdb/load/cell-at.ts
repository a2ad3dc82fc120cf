import { CR, LF, type CellMarks } from './record-walker.ts'

/** Returns the text of one cell of a record, `column` counted from 0, without its quotes; '' where the record is too short. */
export function cellAt(record: readonly number[], marks: CellMarks, column: number): string {
  const [delimiter, quote] = [marks.delimiter.charCodeAt(0), marks.quote.charCodeAt(0)]
  const bytes: number[] = []
  let [cell, quoted, begins, closed] = [0, false, true, false]
  for (const byte of record) {
    if (byte === quote && (quoted || begins || closed)) {
      // A quote right after a closing one stands for itself and opens the cell again.
      if (closed && cell === column) bytes.push(byte)
      closed = quoted
      quoted = !quoted
      begins = false
      continue
    }
    const ends = byte === delimiter && !quoted
    if (ends && cell++ === column) break
    if (!ends && cell === column && (quoted || (byte !== CR && byte !== LF))) bytes.push(byte)
    begins = ends
    closed = false
  }
  return Buffer.from(bytes).toString('utf8')
}
