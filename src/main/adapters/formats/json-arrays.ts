import { AppError } from '#shared/errors.ts'
import { cellsOf, UTC_POINT, type Cells } from './cells.ts'
import type { ForeignFormat } from './foreign-format.ts'
import { isObject, readJson, valueAt, type JsonValue } from './json-records.ts'
import { recordFormat, type Reading } from './record-format.ts'
import type { RecordRows } from './record-writer.ts'
import type { SourceFile } from './source-file.ts'
import { barLengthOfName } from './symbol-of-name.ts'

const NUMBER = '-?[\\d.eE+-]+'
const CANDLES = new RegExp(`^\\uFEFF?\\s*\\[\\s*\\[\\s*\\d{13}(?:\\.0)?\\s*(?:,\\s*${NUMBER}\\s*){5}\\]`)
const TRADES = new RegExp(
  `^\\uFEFF?\\s*\\[\\s*\\[\\s*\\d{13}(?:\\.0)?\\s*,\\s*"[^"]*"\\s*,\\s*[^,]*,\\s*"(?:buy|sell)"`,
)

/** A JSON list of lists, each one record. */
interface Arrays extends Pick<ForeignFormat, 'id' | 'title' | 'times'> {
  readonly pattern: RegExp
  readonly columns: readonly string[]
  readonly list: (document: JsonValue) => readonly [string, JsonValue] | null
  readonly read: (row: Cells, file: SourceFile, place: string) => RecordRows
}

function arraysFormat(definition: Arrays): ForeignFormat {
  const { title, pattern } = definition
  return recordFormat(
    { ...definition, holds: 'market' },
    ({ text }) =>
      text !== null && pattern.test(text) ? { score: 0.85, reason: `The JSON begins as ${title}.` } : null,
    (reading) => writeArrays(definition, reading),
  )
}

async function writeArrays(
  { columns, list, read }: Arrays,
  { sample, options, sink, writer, file }: Reading,
): Promise<void> {
  const [place, records] = list(await readJson(sample, options.task)) ?? []
  if (place === undefined || !Array.isArray(records))
    throw new AppError('COLUMN_MISSING', `Cannot read ${sample.path}: it holds no list of lists; export it again.`, {
      file: sample.path,
    })
  sink.place.name = place
  const positions = new Map(columns.map((column, index) => [column, index]))
  for (const [index, record] of (records as readonly JsonValue[]).entries()) {
    if (!Array.isArray(record)) writer.reject(index + 1, JSON.stringify(record), 'The record is not a list.')
    else {
      const cells = record as readonly JsonValue[]
      const row = cellsOf((column) => cells[positions.get(column) ?? -1], UTC_POINT)
      writer.write(index + 1, () => read(row, file, place))
    }
    if (writer.isPauseDue) await writer.pause()
  }
}

const whole = (document: JsonValue) => ['$', document] as const

/** Freqtrade's (and ccxt's) candles: [ms, open, high, low, close, volume]. Symbol and bar length are in the name: BTC_USDT-5m.json. */
export const freqtradeCandlesJson = arraysFormat({
  id: 'freqtrade-candles-json',
  title: 'Freqtrade or ccxt candles (JSON)',
  times: 'ms since 1970, UTC',
  pattern: CANDLES,
  columns: ['time', 'open', 'high', 'low', 'close', 'volume'],
  list: whole,
  read(row, file) {
    const named = barLengthOfName(file.path)
    if (named !== null) file.declareBars(named)
    const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((column) => row.number(column))
    return {
      bars: [
        {
          symbol: file.symbol(),
          t: row.time('time'),
          open: open!,
          high: high!,
          low: low!,
          close: close!,
          volume: row.number('volume'),
        },
      ],
    }
  },
})

/** Freqtrade's trades of the market: [ms, id, type, side, price, amount, cost]. They become minute bars. */
export const freqtradeTradesJson = arraysFormat({
  id: 'freqtrade-public-trades-json',
  title: 'Freqtrade market trades (JSON)',
  times: 'ms since 1970, UTC',
  pattern: TRADES,
  columns: ['time', 'id', 'type', 'side', 'price', 'amount', 'cost'],
  list: whole,
  read: (row, file) => ({
    trades: [{ symbol: file.symbol(), t: row.time('time'), price: row.number('price'), qty: row.number('amount') }],
  }),
})

/** Kraken's REST answer to Trades: result.<pair> holds [price, volume, s, b|s, m|l, misc, id]. They become minute bars. */
export const krakenPublicTrades = arraysFormat({
  id: 'kraken-public-trades',
  title: 'Kraken market trades (REST)',
  times: 's since 1970 with a fraction, UTC',
  pattern:
    /^\uFEFF?\s*\{\s*"error"\s*:\s*\[\s*\]\s*,\s*"result"\s*:\s*\{\s*"[^"]+"\s*:\s*\[\s*\[\s*"[\d.]+"\s*,\s*"[\d.]+"\s*,\s*\d{10}/,
  columns: ['price', 'volume', 'time', 'side', 'type', 'misc', 'id'],
  list(document) {
    const result = valueAt(document, 'result')
    const found = isObject(result) ? Object.entries(result).find(([, value]) => Array.isArray(value)) : undefined
    return found ?? null
  },
  read: (row, _file, place) => ({
    trades: [{ symbol: place, t: timeOf(row), price: row.number('price'), qty: row.number('volume') }],
  }),
})

/** Kraken's seconds have up to seven decimals, which a float's text keeps. */
function timeOf(row: Cells): number | null {
  const seconds = row.number('time')
  return seconds === null ? null : Math.round(seconds * 1e6)
}
