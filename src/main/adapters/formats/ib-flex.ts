import type { FileSample, FillRow, ReadOptions, RowSink } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import type { CellRule } from './cells.ts'
import { readDelimited } from './delimited-records.ts'
import { refuseWrongRole, type ForeignFormat } from './foreign-format.ts'
import { normaliseHeader } from './header-cells.ts'
import { ibSymbol } from './ib-activity.ts'
import { notAnOrder, RecordWriter } from './record-writer.ts'
import { chargedOf, unsigned } from './signed-fill.ts'
import { sourceRow, type SourceRow } from './source-row.ts'
import { readText } from './text-stream.ts'

const REQUIRED = ['Buy/Sell', 'Quantity', 'TradePrice', 'IBCommission']
const FRAME = new Set(['BOF', 'BOA', 'BOS', 'EOS', 'EOA', 'EOF', 'MSG'])
const TIMES = 'yyyymmdd;hhmmss or a day, zone of the account: asked'

/**
 * Interactive Brokers' Flex query, trades as CSV. The user chooses the columns; records of a frame (BOF, BOS, EOS ..) may
 * stand around the header, and the header may be repeated. Sold quantities and charged commissions are negative. Rows of
 * another LevelOfDetail than EXECUTION repeat executions. Without a Symbol the ISIN is the symbol; a row with neither
 * (a currency conversion) is refused. With a TradeDate only, a fill is at midnight of the zone.
 */
export const ibFlex: ForeignFormat = {
  id: 'ib-flex',
  title: 'Interactive Brokers Flex query (CSV)',
  holds: 'fills',
  times: TIMES,
  asks: ['--zone'],
  detect: ({ text }) =>
    headerLine(text) === null
      ? null
      : { score: 0.9, reason: `A header has ${REQUIRED.join(', ')}, as Flex queries write it.` },
  read,
}

function headerLine(text: string | null): string | null {
  const lines = (text ?? '').replace(/^\uFEFF/, '').split(/\r?\n/, 40)
  return lines.find((line) => isHeader(line.split(',').map((cell) => cell.replaceAll('"', '')))) ?? null
}

function isHeader(cells: readonly string[]): boolean {
  const names = new Set(cells.map(normaliseHeader))
  return REQUIRED.every((column) => names.has(normaliseHeader(column)))
}

async function read(sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  refuseWrongRole(ibFlex, sample, options)
  const rule = flexRule(options)
  const writer = new RecordWriter(sink, options.task)
  let columns = new Map<string, number>()
  for await (const { line, cells } of readDelimited(sample, { delimiter: ',', quote: '"' }, options.task)) {
    if (FRAME.has(cells[0]?.trim() ?? '')) continue
    if (isHeader(cells)) columns = new Map(cells.map((cell, index) => [normaliseHeader(cell), index]))
    else if (cells.length < columns.size)
      writer.reject(line, cells.join(','), `The row has ${cells.length} cells, the header ${columns.size}.`)
    else {
      const at = (column: string) => columns.get(normaliseHeader(column)) ?? -1
      const get = (column: string) => flexCell(column, cells[at(column)])
      writer.write(line, () => ({ fills: [flexFill(sourceRow(get, (column) => at(column) >= 0, rule, sample.path))] }))
    }
    if (writer.isPauseDue) await writer.pause()
  }
  writer.finish()
}

/** The XML twin of the Flex query: one `<Trade .../>` each, attributes instead of columns. The record is the trade's number. */
export const ibFlexXml: ForeignFormat = {
  id: 'ib-flex-xml',
  title: 'Interactive Brokers Flex query (XML)',
  holds: 'fills',
  times: TIMES,
  asks: ['--zone'],
  detect: ({ text }) =>
    text !== null && /<FlexQueryResponse[\s>]/.test(text)
      ? { score: 0.95, reason: 'An XML document with FlexQueryResponse.' }
      : null,
  async read(sample, options, sink) {
    refuseWrongRole(ibFlexXml, sample, options)
    const rule = flexRule(options)
    const writer = new RecordWriter(sink, options.task)
    sink.place.name = 'Trade'
    let text = ''
    let record = 0
    for await (const chunk of readText(sample, options.task)) {
      text += chunk
      const end = text.lastIndexOf('>') + 1
      for (const [, attributes = ''] of text.slice(0, end).matchAll(/<Trade\s([^>]*)>/g)) {
        record += 1
        const values = attributesOf(attributes)
        const get = (column: string) => flexCell(column, values.get(xmlName(column)))
        const row = sourceRow(get, (column) => values.has(xmlName(column)), rule, sample.path)
        writer.write(record, () => ({ fills: [flexFill(row)] }))
      }
      text = text.slice(end)
      await writer.pause()
    }
    if (!/<\/FlexQueryResponse>|^\s*$/.test(text) && text.trim() !== '')
      throw new AppError('FILE_TRUNCATED', `Cannot read ${sample.path}: the XML ends inside a tag; export it again.`, {
        file: sample.path,
      })
    writer.finish()
  },
}

function flexRule({ answers }: ReadOptions): CellRule {
  return { decimal: '.', zone: answers.zone ?? null, dateOrder: answers.dateOrder ?? null }
}

/** Days without separators get them. */
function flexCell(column: string, value: string | undefined): string | undefined {
  return /^(DateTime|TradeDate|OrderTime)$/.test(column)
    ? value?.replace(/^(\d{4})(\d{2})(\d{2})(?!\d)$/, '$1-$2-$3')
    : value
}

function flexFill(row: SourceRow): FillRow {
  const level = row.text('LevelOfDetail')
  if (level !== null && level !== 'EXECUTION') throw notAnOrder('LevelOfDetail', level)
  return {
    fill_id: row.text('IBExecID') ?? row.text('TradeID') ?? row.text('TransactionID'),
    order_id: row.text('IBOrderID'),
    account: row.text('ClientAccountID') ?? row.text('AccountId'),
    symbol: ibSymbol(row.text('Symbol') ?? row.text('ISIN')),
    side: row.text('Buy/Sell')?.toLowerCase() ?? null,
    qty: unsigned(row.number('Quantity')),
    price: row.number('TradePrice'),
    fee: chargedOf(row.number('IBCommission')),
    fee_currency: row.text('IBCommissionCurrency') ?? row.text('CurrencyPrimary') ?? row.text('Currency'),
    order_type: row.text('OrderType')?.toLowerCase() ?? null,
    t_sent: row.time('OrderTime'),
    t_fill: row.time('DateTime') ?? row.time('TradeDate'),
    multiplier: row.number('Multiplier'),
  }
}

/** TradePrice -> tradePrice, IBCommission -> ibCommission, Buy/Sell -> buySell. */
function xmlName(column: string): string {
  const bare = column.replace('/', '')
  return bare.startsWith('IB')
    ? `ib${bare.slice(2)}`
    : /^[A-Z]+$/.test(bare)
      ? bare.toLowerCase()
      : `${bare.charAt(0).toLowerCase()}${bare.slice(1)}`
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function attributesOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replace(/&(\w+);/g, (whole, entity: string) => ENTITIES[entity] ?? whole),
    ]),
  )
}
