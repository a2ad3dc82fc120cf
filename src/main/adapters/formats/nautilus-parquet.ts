import { AppError } from '#shared/errors.ts'
import { arrowMetadata } from './arrow-table.ts'
import { CellError } from './cells.ts'
import { csvFormat } from './csv-format.ts'
import type { SourceFile } from './source-file.ts'
import type { SourceRow } from './source-row.ts'

const TIMES = 'ns since 1970, UTC'
/** Power of ten of the raw integers, by the bytes of one: 128-bit mode has 16 decimals, the older 64-bit mode 9. */
const DECIMALS: Readonly<Record<number, number>> = { 16: 16, 8: 9 }
const BAR_TYPE = /^(.+)-(\d+)-(MILLISECOND|SECOND|MINUTE|HOUR|DAY|WEEK)-(?:LAST|BID|ASK|MID|MARK)(?:-|@|$)/
const STEP_MICROS: Readonly<Record<string, number>> = {
  MILLISECOND: 1e3,
  SECOND: 1e6,
  MINUTE: 60e6,
  HOUR: 3600e6,
  DAY: 86_400e6,
  WEEK: 604_800e6,
}
const NEVER_SET = /^(?:(?:FF){15}7F|(?:FF){16}|(?:FF){7}7F|(?:FF){8})$/

/**
 * NautilusTrader's catalog of quotes (Parquet): prices and sizes are little-endian integers of 16 bytes scaled by 1e16, in
 * older 64-bit catalogs 8 bytes or int64 scaled by 1e9, or decimals. The instrument is in the file's metadata.
 */
export const nautilusQuotes = csvFormat({
  id: 'nautilus-quotes',
  title: 'NautilusTrader quotes (Parquet)',
  holds: 'market',
  times: TIMES,
  header: ['bid_price', 'ask_price', 'bid_size', 'ask_size', 'ts_event', 'ts_init'],
  read: (row, file) => ({
    quotes: [
      {
        symbol: instrumentOf(file),
        t: timeOf(row, 'ts_event'),
        bid: fixedPoint(row, file, 'bid_price'),
        ask: fixedPoint(row, file, 'ask_price'),
        bid_qty: fixedPoint(row, file, 'bid_size'),
        ask_qty: fixedPoint(row, file, 'ask_size'),
      },
    ],
  }),
})

/** NautilusTrader's catalog of market trades, written as its quotes. They become minute bars. */
export const nautilusTrades = csvFormat({
  id: 'nautilus-trades',
  title: 'NautilusTrader market trades (Parquet)',
  holds: 'market',
  times: TIMES,
  header: ['price', 'size', 'aggressor_side', 'trade_id', 'ts_event', 'ts_init'],
  read: (row, file) => ({
    trades: [
      {
        symbol: instrumentOf(file),
        t: timeOf(row, 'ts_event'),
        price: fixedPoint(row, file, 'price'),
        qty: fixedPoint(row, file, 'size'),
      },
    ],
  }),
})

/**
 * NautilusTrader's catalog of bars, written as its quotes. The engine demands that `ts_init` is a bar's close (`ts_event`
 * may be its open), so a bar starts its length before; the length is in the bar type, in the file's metadata.
 */
export const nautilusBars = csvFormat({
  id: 'nautilus-bars',
  title: 'NautilusTrader bars (Parquet)',
  holds: 'market',
  times: TIMES,
  header: ['open', 'high', 'low', 'close', 'volume', 'ts_event', 'ts_init'],
  read(row, file) {
    const { symbol, micros } = barTypeOf(file)
    file.declareBars(micros)
    const close = timeOf(row, 'ts_init')
    return {
      bars: [
        {
          symbol,
          t: close === null ? null : close - micros,
          open: fixedPoint(row, file, 'open'),
          high: fixedPoint(row, file, 'high'),
          low: fixedPoint(row, file, 'low'),
          close: fixedPoint(row, file, 'close'),
          volume: fixedPoint(row, file, 'volume'),
        },
      ],
    }
  },
})

const metadataOf = new WeakMap<SourceFile, ReadonlyMap<string, string>>()

/** The schema's metadata, in Arrow's own copy or as keys of the file. */
function metadata(file: SourceFile): ReadonlyMap<string, string> {
  const known = metadataOf.get(file)
  if (known !== undefined) return known
  const keys = file.parquet?.metadata ?? new Map<string, string>()
  const schema = keys.get('ARROW:schema')
  const found = schema === undefined ? keys : new Map([...keys, ...arrowMetadata(schema)])
  metadataOf.set(file, found)
  return found
}

function instrumentOf(file: SourceFile): string {
  return metadata(file).get('instrument_id') ?? file.symbol()
}

function barTypeOf(file: SourceFile): { symbol: string; micros: number } {
  const barType = metadata(file).get('bar_type')
  const [, symbol = '', step = '', unit = ''] = BAR_TYPE.exec(barType ?? '') ?? []
  const micros = Number(step) * (STEP_MICROS[unit] ?? Number.NaN)
  if (micros > 0) return { symbol, micros }
  throw new AppError(
    'FORMAT_UNKNOWN',
    barType === undefined
      ? `Cannot read ${file.path}: its metadata has no bar_type, so neither instrument nor length of its bars is known; write it again from the catalog.`
      : `Cannot read ${file.path}: its bars (${barType}) have no length in time; export bars of seconds, minutes, hours or days.`,
    { file: file.path },
  )
}

/** Nanoseconds since 1970 however many digits, or a timestamp; zero means that no time was set. */
function timeOf(row: SourceRow, column: string): number | null {
  const text = row.text(column)
  if (text === null || !/^\d+$/.test(text)) return row.time(column)
  if (/^0+$/.test(text)) throw new CellError('bad-time', `"${text}" in column "${column}" says no time.`, column, text)
  return Number(BigInt(text) / 1000n)
}

/** Reads a price or size by its column's type; null where NautilusTrader's marker for "never set" stands. */
function fixedPoint(row: SourceRow, { parquet }: SourceFile, column: string): number | null {
  const text = row.text(column)
  const type = parquet?.columns.find(({ name }) => name === column)?.type
  if (text === null || type === undefined) return row.number(column)
  if (/^U?BIGINT$/.test(type)) return Number(`${text}e-9`)
  if (type !== 'BLOB') return row.number(column)
  const decimals = DECIMALS[text.length / 2]
  if (decimals === undefined)
    throw new CellError('bad-number', `Column "${column}" holds ${text.length / 2} bytes, not 8 or 16.`, column, text)
  return NEVER_SET.test(text) ? null : Number(`${littleEndian(Buffer.from(text, 'hex'))}e-${decimals}`)
}

/** The text of an integer and its power of ten gives the nearest double, which a division of doubles does not. */
function littleEndian(bytes: Buffer): bigint {
  if (bytes.length === 8) return bytes.readBigInt64LE()
  return (bytes.readBigInt64LE(8) << 64n) | bytes.readBigUInt64LE(0)
}
