import type { FileSample, FillRow, ReadOptions, RowSink } from '#engine/ports.ts'
import { CellError, cellsOf, type CellRule } from './cells.ts'
import { csvRule } from './csv-format.ts'
import { refuseWrongRole, type ForeignFormat } from './foreign-format.ts'
import type { DelimitedRecord } from './delimited-records.ts'
import { normaliseHeader } from './header-cells.ts'
import { decimalMarkOf, parseNumber } from './read-number.ts'
import { notAnOrder, RecordWriter, type RecordRows } from './record-writer.ts'
import { scoreHeader, sniffSample } from './sniff-sample.ts'
import { withoutPence } from './signed-fill.ts'
import { checkAnswered } from './source-row.ts'
import { readWholeTable } from './whole-table.ts'

const HEADER = ['Datum', 'Tijd', 'Valutadatum', 'Product', 'ISIN', 'Omschrijving', 'FX', 'Mutatie', 'Saldo', 'Order Id']
const BOUGHT = new Set(['koop', 'buy', 'kauf', 'achat', 'compra', 'acquisto'])
const SOLD = new Set(['verkoop', 'sell', 'verkauf', 'vente', 'venta', 'venda', 'vendita'])
const TRADE = /^(\p{L}+) ([\d.,]+)[^@]*@ ?([\d.,]+) ([A-Z]{3})\b/u
const FEE =
  /kosten van derden|third party|parties tierces|taxas de terceiros|costes? de terceros|Drittgebühren|di terzi/i

/**
 * Degiro's account statement with Dutch headers, texts in any of its languages. A trade is a sentence: `Koop 1 @ 33,9 USD`,
 * and its cost a row of the same order id, in euros. An order id may be cut over two rows. Sentences with a prefix
 * (`STOCK DIVIDEND: Koop ..`) are corporate actions; every other row is money moved. Numbers have a decimal comma unless
 * they prove a point. The symbol is the ISIN, the only identifier; prices in GBX are pence. Times have no zone: asked.
 */
export const degiro: ForeignFormat = {
  id: 'degiro-account',
  title: 'Degiro account statement',
  holds: 'fills',
  times: 'DD-MM-YYYY and HH:MM, local: asked',
  asks: ['--zone'],
  detect(sample) {
    const sniff = sniffSample(sample)
    const score = sniff === null ? null : scoreHeader(new Set(sniff.header.map(({ name }) => name)), HEADER)
    return score === null ? null : { score, reason: 'The header is that of a Degiro account statement.' }
  },
  read,
}

/** Where the columns stand; an amount is the column without a name behind its currency. */
interface Places {
  readonly date: number
  readonly time: number
  readonly isin: number
  readonly text: number
  readonly amount: number
  readonly order: number
}

function placesOf(header: readonly string[]): Places {
  const names = header.map(normaliseHeader)
  const at = (column: string) => names.indexOf(normaliseHeader(column))
  return {
    date: at('Datum'),
    time: at('Tijd'),
    isin: at('ISIN'),
    text: at('Omschrijving'),
    amount: at('Mutatie') + 1,
    order: at('Order Id'),
  }
}

interface Booking {
  readonly line: number
  readonly cells: readonly string[]
  order: string
}

async function read(sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  refuseWrongRole(degiro, sample, options)
  const { header, rows: records } = await readWholeTable(sample, options, sink)
  const at = placesOf(header)
  const rule = csvRule({ dateOrder: 'dmy' }, sniffSample(sample)!, sample.path, options)
  const bookings = joinOrderIds(records, at)
  const costs = new Map<string, number>()
  for (const { cells, order } of bookings)
    if (order !== '' && FEE.test(cells[at.text] ?? ''))
      costs.set(order, (costs.get(order) ?? 0) - (decimalOf(cells[at.amount] ?? '') ?? 0))
  const statement: Statement = { at, costs, rule, path: sample.path }
  const writer = new RecordWriter(sink, options.task)
  for (const booking of bookings) {
    writer.write(booking.line, () => rowsOf(booking, statement))
    if (writer.isPauseDue) await writer.pause()
  }
  writer.finish()
}

/** A row with nothing but the rest of an order id belongs to the one before. */
function joinOrderIds(records: readonly DelimitedRecord[], at: Places): Booking[] {
  const bookings: Booking[] = []
  for (const { line, cells } of records) {
    const order = (cells[at.order] ?? '').trim()
    const last = bookings.at(-1)
    const isRest = order !== '' && cells.every((cell, index) => index === at.order || cell.trim() === '')
    if (isRest && last !== undefined) {
      last.order += order
      bookings.push({ line, cells, order: '' })
    } else bookings.push({ line, cells, order })
  }
  return bookings
}

/** What the whole statement says: its columns, the costs of each order, how its times read. */
interface Statement {
  readonly at: Places
  readonly costs: Map<string, number>
  readonly rule: CellRule
  readonly path: string
}

function rowsOf({ cells, order, line }: Booking, { at, costs, rule, path }: Statement): RecordRows {
  const text = cells[at.text] ?? ''
  const isRest = cells.every((cell, index) => index === at.order || cell.trim() === '')
  if (isRest || (order !== '' && FEE.test(text))) return { without: 'part-of-a-trade' }
  const match = TRADE.exec(text)
  const word = match?.[1]?.toLowerCase() ?? ''
  if (match === null || !(BOUGHT.has(word) || SOLD.has(word))) throw notAnOrder('Omschrijving', text)
  const [price] = withoutPence(decimalOf(match[3]!), match[4]!)
  const fill: FillRow = {
    fill_id: order === '' ? null : `${order} ${line}`,
    order_id: order === '' ? null : order,
    symbol: cells[at.isin]?.trim() ?? null,
    side: BOUGHT.has(word) ? 'buy' : 'sell',
    qty: decimalOf(match[2]!),
    price,
    // One cost an order: taken by its first fill.
    fee: order === '' ? null : (costs.get(order) ?? 0),
    fee_currency: 'EUR',
    t_fill: timeOf(`${cells[at.date] ?? ''} ${cells[at.time] ?? ''}`, rule, path),
  }
  if (order !== '') costs.set(order, 0)
  return { fills: [fill] }
}

function timeOf(text: string, rule: CellRule, path: string): number | null {
  checkAnswered(text, rule, path, 'Tijd')
  return cellsOf(() => text, rule).time('Datum')
}

function decimalOf(text: string): number | null {
  const bare = text.trim()
  if (bare === '') return null
  const number = parseNumber(bare, decimalMarkOf(bare) === '.' ? '.' : ',')
  if (number === null) throw new CellError('bad-number', `"${bare}" is not a number.`, 'Omschrijving', bare)
  return number
}
