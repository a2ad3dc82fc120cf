import type { BarRow, BookRow, CashRow, EquityRow, FillRow, OrderRow, QuoteRow, RowSink, Task } from '#engine/ports.ts'
import type { RejectReason } from '#shared/canonical.ts'

interface Refused {
  readonly record: number
  readonly reason: RejectReason
  readonly message: string
  readonly column: string | undefined
  readonly raw: string | undefined
  readonly place: string | null
}

/** A sink that keeps what a format hands over, and can say whether every record was accounted for. */
export class RecordingSink implements RowSink {
  readonly fills: (FillRow & { record: number })[] = []
  readonly orders: (OrderRow & { record: number })[] = []
  readonly cashRows: (CashRow & { record: number })[] = []
  readonly equityRows: (EquityRow & { record: number })[] = []
  readonly rejects: Refused[] = []
  readonly notes = new Map<string, number>()
  readonly place: { name: string | null } = { name: null }
  readonly timeframe: { micros: number | null } = { micros: null }
  read = 0
  private readonly seen = new Set<string>()

  fill(record: number, row: FillRow): void {
    this.fills.push({ record, ...row })
    this.see(record)
  }
  order(record: number, row: OrderRow): void {
    this.orders.push({ record, ...row })
    this.see(record)
  }
  cash(record: number, row: CashRow): void {
    this.cashRows.push({ record, ...row })
    this.see(record)
  }
  quote(record: number, _row: QuoteRow): void {
    this.see(record)
  }
  bar(record: number, _row: BarRow): void {
    this.see(record)
  }
  book(record: number, _row: BookRow): void {
    this.see(record)
  }
  equity(record: number, row: EquityRow): void {
    this.equityRows.push({ record, ...row })
    this.see(record)
  }
  reject(record: number, reason: RejectReason, message: string, at: { column?: string; raw?: string } = {}): void {
    this.rejects.push({ record, reason, message, column: at.column, raw: at.raw, place: this.place.name })
    this.see(record)
  }
  counted(n: number): void {
    this.read += n
  }
  note(code: string, _field: string, count: number): void {
    this.notes.set(code, (this.notes.get(code) ?? 0) + count)
  }
  drained(): Promise<void> {
    return Promise.resolve()
  }

  /** Distinct records given to a row method or rejected: must equal `read`. */
  get accountedFor(): number {
    return this.seen.size
  }

  private see(record: number): void {
    this.seen.add(`${this.place.name} ${record}`)
  }
}

/** A task nobody watches; `abort` ends it. */
export function silentTask(signal: AbortSignal = new AbortController().signal): Task {
  return { signal, report: () => undefined }
}
