import type { BarRow, BookRow, QuoteRow } from '#engine/ports.ts'
import { RecordingSink } from '../support/recording-sink.ts'

/** A sink that keeps market rows too. */
export class MarketSink extends RecordingSink {
  readonly quotes: QuoteRow[] = []
  readonly bars: BarRow[] = []
  readonly books: BookRow[] = []

  override quote(record: number, row: QuoteRow): void {
    super.quote(record, row)
    this.quotes.push(row)
  }

  override bar(record: number, row: BarRow): void {
    super.bar(record, row)
    this.bars.push(row)
  }

  override book(record: number, row: BookRow): void {
    super.book(record, row)
    this.books.push(row)
  }

  /** How many records were refused, by reason. */
  get refused(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const { reason } of this.rejects) counts[reason] = (counts[reason] ?? 0) + 1
    return counts
  }
}
