import { basename } from 'node:path'
import type { Detection, FileSample, FillRow, Format, ReadOptions, RowSink } from '#engine/ports.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import { unpack } from '#adapters/files/containers.ts'
import { cellsOf, readRecord, UTC_POINT, type Cells } from './cells.ts'
import { INVERSE_REFUSED, isInverse, pairParts } from './instrument.ts'
import { isObject, readJson, type JsonObject, type JsonValue } from './json-records.ts'
import { fillsOfTrip, type TripSide } from './round-trip.ts'
import { chooseStrategy } from './strategy-choice.ts'

const DRAIN_EVERY = 1000
const TIMEFRAME_UNITS: Readonly<Record<string, number>> = { s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6, w: 604_800e6 }

/**
 * Freqtrade's backtest result: JSON of 2020 to 2026, or the zip that holds it. A source record is a trade, counted from
 * 1 within `strategy.<Name>.trades`. Its `orders`, where stored, are its fills; else it is an entry and, when closed, an
 * exit. `fee_open` and `fee_close` are ratios of the notional, in the quote currency; `funding_fees` positive = received;
 * times are milliseconds, maybe with a fraction, or ISO, naive ones UTC. Older files have no `is_short`: all long.
 */
export const freqtradeBacktest: Format = { id: 'freqtrade-backtest', title: 'Freqtrade backtest result', detect, read }

function detect(sample: FileSample): Detection | null {
  if (sample.text === null) return detectZip(sample.head)
  if (!/^\s*\{/.test(sample.text)) return null
  if (!/"strategy"\s*:\s*\{/.test(sample.text) || !/"trades"\s*:\s*\[/.test(sample.text)) return null
  return { score: 0.95, reason: 'A JSON document with strategy.<Name>.trades, as freqtrade writes backtests.' }
}

function detectZip(head: Uint8Array): Detection | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes.toString('latin1', 0, 4) !== 'PK\u0003\u0004' || bytes.length < 30) return null
  const first = bytes.toString('utf8', 30, 30 + bytes.readUInt16LE(26))
  if (!isResultName(first) && !bytes.includes('backtest-result')) return null
  return { score: 0.9, reason: 'A zip that holds a freqtrade backtest result.' }
}

function isResultName(name: string): boolean {
  return /backtest-result[^/]*\.json$/.test(name) && !/(_config|\.meta)\.json$/.test(name)
}

async function read(sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  const document = await readJson(sample.text === null ? await resultInZip(sample, options) : sample, options.task)
  const strategies = isObject(document) && isObject(document['strategy']) ? Object.entries(document['strategy']) : []
  if (strategies.length === 0) {
    throw new AppError(
      'FORMAT_UNKNOWN',
      `Cannot read ${sample.path}: no "strategy" with trades stands in it; choose a freqtrade backtest result.`,
      { file: sample.path },
    )
  }
  const names = strategies.map(([name]) => name)
  const chosen = chooseStrategy(sample.path, names, options.answers.strategy)
  const kept = strategies.filter(([name]) => chosen(name))
  declareTimeframe(kept, sink)
  for (const [name, result] of kept) await readStrategy(sample.path, name, result, options, sink)
}

/** Unpacks the result: the member named as the zip, else the first that is named as a result. */
async function resultInZip(sample: FileSample, options: ReadOptions): Promise<FileSample> {
  const members = await unpack({ ...sample, container: 'zip' }, options.privateFolder, options.task, {
    wanted: isResultName,
  })
  const wanted = basename(sample.path).replace(/\.zip$/i, '.json')
  const member = members.find(({ name }) => basename(name) === wanted) ?? members[0]!
  return { ...sample, realPath: member.path, bytes: member.bytes }
}

async function readStrategy(
  path: string,
  name: string,
  result: JsonValue,
  options: ReadOptions,
  sink: RowSink,
): Promise<void> {
  const trades = isObject(result) ? result['trades'] : undefined
  if (!Array.isArray(trades)) {
    throw new AppError(
      'COLUMN_MISSING',
      `Cannot read ${path}: strategy "${name}" has no list "trades"; export the backtest with trades.`,
      { file: path, column: 'trades' },
    )
  }
  sink.place.name = `strategy.${name}.trades`
  const balance = isObject(result) ? result['starting_balance'] : null
  if (typeof balance === 'number' && Number.isInteger(balance))
    sink.note('starting-balance', 'starting_balance', balance)
  for (const [index, trade] of (trades as readonly JsonValue[]).entries()) {
    const record = index + 1
    sink.counted(1)
    if (!isObject(trade))
      sink.reject(record, 'ragged-row', `Trade ${record} is not an object.`, { raw: JSON.stringify(trade) })
    else readRecord(sink, record, () => readTrade(name, trade, record, sink))
    if (index % DRAIN_EVERY === 0) {
      if (options.task.signal.aborted) throw new CancelledError('The import')
      await sink.drained()
    }
  }
}

function readTrade(strategy: string, json: JsonObject, record: number, sink: RowSink): void {
  const trade = cellsOf((column) => json[column], UTC_POINT)
  const symbol = trade.text('pair')
  if (symbol !== null && isInverse(symbol)) {
    sink.reject(record, 'inverse-unsupported', INVERSE_REFUSED, { column: 'pair', raw: symbol })
    return
  }
  const isOpen = json['is_open'] === true
  const common = {
    strategy,
    trip_id: `${strategy} ${record}`,
    fee_currency: pairParts(symbol ?? '').quote || null,
    multiplier: 1,
  }
  const ordered = fillsOfOrders(json, trade, symbol, common)
  const fills = ordered.length > 0 ? ordered : tripFills(trade, symbol, json['is_short'] === true, isOpen, common)
  const funding = isOpen ? null : trade.number('funding_fees')
  const closedAt = isOpen ? null : timeOf(trade, 'close')
  for (const fill of fills) sink.fill(record, fill)
  if (funding !== null && funding !== 0) sink.cash(record, { t: closedAt, symbol, kind: 'funding', amount: funding })
}

/** Fills of the stored orders; those never filled have no fill time and are left out. */
function fillsOfOrders(json: JsonObject, trade: Cells, symbol: string | null, common: Partial<FillRow>): FillRow[] {
  const orders = Array.isArray(json['orders']) ? (json['orders'] as readonly JsonValue[]) : []
  return orders.filter(isObject).flatMap((order) => {
    const cells = cellsOf((column) => order[column], UTC_POINT)
    const t = cells.time('order_filled_timestamp')
    if (t === null) return []
    const rate = trade.number(order['ft_is_entry'] === true ? 'fee_open' : 'fee_close')
    const [qty, price] = [cells.number('filled') ?? cells.number('amount'), cells.number('safe_price')]
    const fee = rate === null || qty === null || price === null ? null : rate * qty * price
    return [{ ...common, symbol, side: cells.text('ft_order_side'), qty, price, fee, t_fill: t }]
  })
}

function tripFills(
  trade: Cells,
  symbol: string | null,
  isShort: boolean,
  isOpen: boolean,
  common: Partial<FillRow>,
): FillRow[] {
  const qty = trade.number('amount')
  const side = (which: 'open' | 'close'): TripSide => {
    const [price, rate] = [trade.number(`${which}_rate`), trade.number(`fee_${which}`)]
    return {
      t: timeOf(trade, which),
      price,
      fee: rate === null || qty === null || price === null ? null : rate * qty * price,
    }
  }
  return fillsOfTrip({ common, symbol, isShort, qty, entry: side('open'), exit: isOpen ? null : side('close') })
}

function timeOf(trade: Cells, which: 'open' | 'close'): number | null {
  return trade.time(`${which}_timestamp`) ?? trade.time(`${which}_date`)
}

/** Declares the bar length ("5m") when the strategies read agree on it. */
function declareTimeframe(strategies: readonly (readonly [string, JsonValue])[], sink: RowSink): void {
  const timeframes = new Set(strategies.map(([, result]) => (isObject(result) ? result['timeframe'] : null)))
  const [only] = timeframes
  const match = timeframes.size === 1 && typeof only === 'string' ? /^(\d+)([smhdw])$/.exec(only) : null
  if (match !== null) sink.timeframe.micros = Number(match[1]) * TIMEFRAME_UNITS[match[2]!]!
}
