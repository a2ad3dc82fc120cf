import type { BarRow, FillRow, QuoteRow } from '#engine/ports.ts'
import { CellError, type Cells } from './cells.ts'
import type { Mapping } from './mapping.ts'
import type { MappedShape } from './mapped-columns.ts'
import type { RecordRows } from './record-writer.ts'
import { legsPremium, parseLegs, spreadSymbol } from './option-legs.ts'
import { fillsOfTrip, splitTripFee, type RoundTrip } from './round-trip.ts'

/** Turns one mapped record into rows. Throws {@link CellError} for what makes the record unreadable. */
export type ShapeReader = (cells: Cells, mapping: Mapping, record: number) => RecordRows

/** One reader for each shape; another shape is one line here. */
export const SHAPE_READERS: Readonly<Record<MappedShape, ShapeReader>> = {
  fills: (cells, mapping) => ({ fills: readFill(cells, mapping) }),
  'round-trips': (cells, mapping, record) => ({ fills: readRoundTrip(cells, mapping, record) }),
  legs: (cells, mapping, record) => ({ fills: readSpread(cells, mapping, record) }),
  bars: (cells, mapping) => ({ bars: [readBar(cells, mapping)] }),
  quotes: (cells, mapping) => ({ quotes: [readQuote(cells, mapping)] }),
  equity: (cells) => ({ equity: [{ t: cells.time('t'), nav: cells.number('nav'), flow: cells.number('flow') }] }),
}

function readBar(cells: Cells, mapping: Mapping): BarRow {
  const price = (column: string) => scaled(cells.number(column), mapping)
  return {
    symbol: cells.text('symbol'),
    t: cells.time('t'),
    open: price('open'),
    high: price('high'),
    low: price('low'),
    close: price('close'),
    volume: cells.number('volume'),
  }
}

function readQuote(cells: Cells, mapping: Mapping): QuoteRow {
  return {
    symbol: cells.text('symbol'),
    t: cells.time('t'),
    bid: scaled(cells.number('bid'), mapping),
    ask: scaled(cells.number('ask'), mapping),
    bid_qty: cells.number('bid_qty'),
    ask_qty: cells.number('ask_qty'),
  }
}

/** One row, one fill. Without a mapped side the sign of the quantity is the side. */
function readFill(cells: Cells, mapping: Mapping): FillRow[] {
  const qty = cells.number('qty')
  const signed = !mapping.columns.has('side') && !mapping.constants.has('side')
  return [
    {
      ...textFields(cells, [
        'fill_id',
        'order_id',
        'signal_id',
        'strategy',
        'version',
        'account',
        'trip_id',
        'fee_currency',
        'liquidity',
        'order_type',
      ]),
      ...numberFields(cells, ['spread_bps', 'volatility_daily', 'adv', 'depth_qty', 'multiplier']),
      symbol: cells.text('symbol'),
      side: signed ? sideOfSign(qty) : (cells.text('side')?.toLowerCase() ?? null),
      qty: signed && qty !== null ? Math.abs(qty) : qty,
      price: scaled(cells.number('price'), mapping),
      fee: feeOf(cells.number('fee'), mapping),
      limit_price: scaled(cells.number('limit_price'), mapping),
      arrival_mid: scaled(cells.number('arrival_mid'), mapping),
      fill_mid: scaled(cells.number('fill_mid'), mapping),
      t_signal: cells.time('t_signal'),
      t_sent: cells.time('t_sent'),
      t_ack: cells.time('t_ack'),
      t_fill: cells.time('t_fill'),
    },
  ]
}

/** One row, an entry and an exit; without an exit time and price it is open. */
function readRoundTrip(cells: Cells, mapping: Mapping, record: number): FillRow[] {
  const column = mapping.columns.has('direction') || mapping.constants.has('direction') ? 'direction' : 'side'
  return fillsOfTrip(trip(cells, mapping, record, cells.text('symbol'), isShortOf(cells.text(column), column), false))
}

/**
 * One row, one option spread. The legs say what was opened at which price, but only the spread's closing cost is known,
 * so a spread is one instrument of its own with two fills: the opening premium and the closing cost. Legs as instruments
 * would never close. The legs' prices say whether the spread was sold (a credit) or bought; amounts are taken without
 * sign, since exports disagree on it (Option Omega: 575 and -5.75 are both paid).
 */
function readSpread(cells: Cells, mapping: Mapping, record: number): FillRow[] {
  const text = cells.text('legs')
  const opened = cells.time('entry_time')
  const qty = cells.number('qty')
  if (text === null || opened === null || qty === null || qty === 0)
    throw new CellError(
      'missing-value',
      'The legs, the opening time and the number of contracts are needed.',
      'legs',
      text ?? '',
    )
  const legs = parseLegs(text, opened)
  if (legs === null) throw new CellError('not-an-order', `"${text}" cannot be read as option legs.`, 'legs', text)
  const symbol = spreadSymbol(cells.text('symbol') ?? '', legs, qty)
  return fillsOfTrip(trip(cells, mapping, record, symbol, legsPremium(legs, qty) > 0, true))
}

function trip(
  cells: Cells,
  mapping: Mapping,
  record: number,
  symbol: string | null,
  isShort: boolean,
  unsigned: boolean,
): RoundTrip {
  const price = (column: string) => {
    const read = scaled(cells.number(column), mapping)
    return read !== null && unsigned ? Math.abs(read) : read
  }
  const [entryPrice, exitPrice] = [price('entry_price'), price('exit_price')]
  const [entryTime, exitTime] = [cells.time('entry_time'), cells.time('exit_time')]
  const closed = exitTime !== null || (exitPrice ?? 0) !== 0
  const qty = cells.number('qty')
  const multiplier = cells.number('multiplier')
  const gross = (isShort ? -1 : 1) * ((exitPrice ?? 0) - (entryPrice ?? 0)) * (qty ?? 0) * (multiplier ?? 1)
  const [entryFee, exitFee] = tripFees(cells, mapping, entryPrice, exitPrice, closed ? gross : null)
  return {
    common: {
      ...textFields(cells, ['signal_id', 'strategy', 'version', 'account', 'fee_currency', 'liquidity', 'order_type']),
      trip_id: cells.text('trip_id') ?? String(record),
      multiplier,
    },
    symbol,
    isShort,
    qty,
    entry: { t: entryTime, price: entryPrice, fee: entryFee },
    exit: closed ? { t: exitTime, price: exitPrice, fee: exitFee } : null,
  }
}

/** Fees of entry and exit: each mapped; or one `fee` split by notional; or, with `net_pnl`, gross less net P&L split so. */
function tripFees(
  cells: Cells,
  mapping: Mapping,
  entryPrice: number | null,
  exitPrice: number | null,
  gross: number | null,
): [number | null, number | null] {
  const entry = feeOf(cells.number('fee_entry'), mapping)
  const exit = feeOf(cells.number('fee_exit'), mapping)
  if (entry !== null || exit !== null) return [entry, exit]
  const net = cells.number('net_pnl')
  const total = feeOf(cells.number('fee'), mapping) ?? (net === null || gross === null ? null : gross - net)
  return splitTripFee(total, entryPrice, exitPrice, gross !== null)
}

const LONG = new Set(['buy', 'long', 'b', 'l', '1', '+1'])
const SHORT = new Set(['sell', 'short', 's', '-1', 'sld'])

function isShortOf(direction: string | null, column: string): boolean {
  const text = direction?.toLowerCase() ?? ''
  if (LONG.has(text)) return false
  if (SHORT.has(text)) return true
  throw new CellError(
    'unknown-side',
    `"${direction ?? ''}" is neither long nor short; translate it under [values.${column}].`,
    column,
    direction ?? '',
  )
}

function sideOfSign(qty: number | null): string | null {
  if (qty === null || qty === 0) return null
  return qty > 0 ? 'buy' : 'sell'
}

/** A scale such as 0.01 has no exact double, its inverse has: 12346 / 100 is 123.46, and 12346 * 0.01 is not. */
function scaled(price: number | null, { priceScale }: Mapping): number | null {
  if (price === null) return null
  const inverse = Math.round(1 / priceScale)
  return inverse > 1 && 1 / inverse === priceScale ? price / inverse : price * priceScale
}

/** Ours: positive = charged. Zero stays zero, not minus zero. */
function feeOf(fee: number | null, mapping: Mapping): number | null {
  return fee === null || mapping.feeSign !== 'negative-charged' ? fee : 0 - fee
}

function textFields<K extends keyof FillRow>(cells: Cells, names: readonly K[]): Partial<Record<K, string | null>> {
  return Object.fromEntries(names.map((name) => [name, cells.text(name)])) as Partial<Record<K, string | null>>
}

function numberFields<K extends keyof FillRow>(cells: Cells, names: readonly K[]): Partial<Record<K, number | null>> {
  return Object.fromEntries(names.map((name) => [name, cells.number(name)])) as Partial<Record<K, number | null>>
}
