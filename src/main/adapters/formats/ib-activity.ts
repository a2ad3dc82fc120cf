import type { FileSample, FillRow, ReadOptions, RowSink } from '#engine/ports.ts'
import { cellsOf, type Cells } from './cells.ts'
import { readDelimited } from './delimited-records.ts'
import { refuseWrongRole, type ForeignFormat } from './foreign-format.ts'
import { normaliseHeader } from './header-cells.ts'
import { notAnOrder, RecordWriter, type RecordRows } from './record-writer.ts'
import { chargedOf, sideOfSign, unsigned } from './signed-fill.ts'

const ZONE = { decimal: '.', zone: 'America/New_York', dateOrder: null } as const

/** One kind of section in a statement that has many: its name, and what a data row of it is. */
interface Section {
  readonly name: string
  /** Whether a data row is a record: totals and sub-totals are none. */
  isRecord(row: Cells): boolean
  read(row: Cells, line: number): RecordRows
}

/**
 * Reads one section of a statement whose rows begin with the section's name and `Header` or `Data`; the header may be
 * repeated with other columns. Rows of other sections are no records.
 */
async function readSection(
  section: Section,
  format: ForeignFormat,
  sample: FileSample,
  options: ReadOptions,
  sink: RowSink,
  seen: (cells: readonly string[]) => void = () => undefined,
): Promise<void> {
  refuseWrongRole(format, sample, options)
  const writer = new RecordWriter(sink, options.task)
  let columns = new Map<string, number>()
  for await (const { line, cells } of readDelimited(sample, { delimiter: ',', quote: '"' }, options.task)) {
    const [name = '', kind = ''] = cells.map((cell) => cell.trim())
    seen(cells)
    if (name !== section.name) continue
    if (kind === 'Header') columns = new Map(cells.map((cell, index) => [normaliseHeader(cell), index]))
    if (kind !== 'Data') continue
    const row = cellsOf((column) => cells[columns.get(normaliseHeader(column)) ?? -1], ZONE)
    if (section.isRecord(row)) writer.write(line, () => section.read(row, line))
    if (writer.isPauseDue) await writer.pause()
  }
  writer.finish()
}

/**
 * Interactive Brokers' activity statement (CSV): the rows `Trades,Data,Order` are records, one an order; its executions,
 * lots, sub-totals and totals repeat them. Times are New York's; sold quantities are negative; thousands have commas;
 * `Comm/Fee` (in the currency of the trade; `Comm in USD` for forex, in the base) is negative when charged.
 */
export const ibActivity: ForeignFormat = {
  id: 'ib-activity',
  title: 'Interactive Brokers activity statement',
  holds: 'fills',
  times: 'YYYY-MM-DD, HH:MM:SS, New York',
  asks: [],
  detect: ({ text }) =>
    text !== null && /^\uFEFF?"?Statement"?,/.test(text) && /^"?Trades"?,"?Header"?,"?DataDiscriminator"?,/im.test(text)
      ? { score: 0.95, reason: 'An Interactive Brokers statement with a section Trades.' }
      : null,
  async read(sample, options, sink) {
    const section: Section = {
      name: 'Trades',
      isRecord: (row) => row.text('DataDiscriminator') === 'Order',
      read: (row) => ({ fills: [activityFill(row)] }),
    }
    await readSection(section, ibActivity, sample, options, sink)
  },
}

function activityFill(row: Cells): FillRow {
  const quantity = row.number('Quantity')
  return {
    account: row.text('Account'),
    symbol: ibSymbol(row.text('Symbol')),
    side: sideOfSign(quantity),
    qty: unsigned(quantity),
    price: row.number('T. Price'),
    multiplier: multiplierOf(row),
    fee: chargedOf(row.number('Comm/Fee') ?? row.number('Comm in USD')),
    fee_currency: row.text('Comm/Fee') === null ? 'USD' : row.text('Currency'),
    t_fill: row.time('Date/Time'),
  }
}

/** What one contract holds: proceeds over quantity times price, for what is neither a share nor a currency. */
function multiplierOf(row: Cells): number | null {
  const category = row.text('Asset Category')
  if (category === 'Stocks' || category === 'Forex') return 1
  const proceeds = row.number('Proceeds') ?? row.number('Notional Value')
  const [quantity, price] = [row.number('Quantity'), row.number('T. Price')]
  if (proceeds === null || quantity === null || price === null || quantity * price === 0) return null
  return Number(Math.abs(proceeds / (quantity * price)).toPrecision(4))
}

/** A currency pair, which they write EUR.USD, as one; a dot elsewhere is a share class or a venue. */
export function ibSymbol(symbol: string | null): string | null {
  return symbol?.replace(/^([A-Z]{3})\.([A-Z]{3})$/, '$1/$2') ?? null
}

/**
 * Interactive Brokers' transaction history (CSV): a day, no time of day, so a fill is at midnight New York. Rows other
 * than Buy and Sell are cash. The commission is negative when charged, in the base currency.
 */
export const ibTransactions: ForeignFormat = {
  id: 'ib-transactions',
  title: 'Interactive Brokers transaction history',
  holds: 'fills',
  times: 'YYYY-MM-DD, New York',
  asks: [],
  detect: ({ text }) =>
    text !== null && /^\uFEFF?"?Statement"?,/.test(text) && /^"?Transaction History"?,"?Header"?,/im.test(text)
      ? { score: 0.95, reason: 'An Interactive Brokers statement with a section Transaction History.' }
      : null,
  async read(sample, options, sink) {
    let base: string | null = null
    const section: Section = {
      name: 'Transaction History',
      isRecord: () => true,
      read: (row) => ({ fills: [transactionFill(row, base)] }),
    }
    await readSection(section, ibTransactions, sample, options, sink, (cells) => {
      if (cells[0] === 'Summary' && cells[2] === 'Base Currency') base = cells[3]?.trim() ?? null
    })
    sink.note('date-only', 't_fill', 1)
  },
}

function transactionFill(row: Cells, base: string | null): FillRow {
  const type = row.text('Transaction Type')
  if (type !== 'Buy' && type !== 'Sell') throw notAnOrder('Transaction Type', type)
  return {
    account: row.text('Account'),
    symbol: ibSymbol(row.text('Symbol')),
    side: type.toLowerCase(),
    qty: unsigned(row.number('Quantity')),
    price: row.number('Price'),
    fee: chargedOf(row.number('Commission') ?? 0),
    fee_currency: base,
    t_fill: row.time('Date'),
  }
}
