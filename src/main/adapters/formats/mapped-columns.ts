import { CANONICAL } from '#shared/canonical.ts'
import type { Holds } from './foreign-format.ts'

/** What one row of a mapped file is: a fill, an entry with its exit, an option spread with its legs as text; a bar, a quote, the account's value. */
export type MappedShape = 'fills' | 'round-trips' | 'legs' | 'bars' | 'quotes' | 'equity'

/** What a file of each shape may be imported as. */
export const HOLDS_OF_SHAPE: Readonly<Record<MappedShape, Holds>> = {
  fills: 'fills',
  'round-trips': 'fills',
  legs: 'fills',
  bars: 'market',
  quotes: 'market',
  equity: 'equity',
}

const TRIP = [
  ...['strategy', 'version', 'account', 'trip_id', 'signal_id', 'symbol', 'qty', 'multiplier'],
  ...['entry_time', 'entry_price', 'exit_time', 'exit_price'],
  ...['fee', 'fee_entry', 'fee_exit', 'net_pnl', 'fee_currency', 'liquidity', 'order_type'],
] as const

/** Canonical columns a mapping may name, by shape. */
export const MAPPED_COLUMNS: Readonly<Record<MappedShape, readonly string[]>> = {
  fills: CANONICAL.fills.map((column) => column.name),
  'round-trips': [...TRIP, 'side', 'direction'],
  legs: [...TRIP, 'legs'],
  bars: CANONICAL.bars.map((column) => column.name),
  quotes: CANONICAL.quotes.map((column) => column.name),
  equity: CANONICAL.equity.map((column) => column.name),
}

/** Required columns; of a list, one will do. Fills without a side take it from the sign of the quantity. */
const REQUIRED: Readonly<Record<MappedShape, readonly (readonly string[])[]>> = {
  fills: [['symbol'], ['qty'], ['price'], ['t_fill']],
  'round-trips': [
    ['symbol'],
    ['side', 'direction'],
    ['qty'],
    ['entry_time'],
    ['entry_price'],
    ['exit_time'],
    ['exit_price'],
  ],
  legs: [['symbol'], ['legs'], ['qty'], ['entry_time'], ['entry_price'], ['exit_time'], ['exit_price']],
  bars: [['symbol'], ['t'], ['open'], ['close']],
  quotes: [['symbol'], ['t'], ['bid'], ['ask']],
  equity: [['t'], ['nav']],
}

/** Returns the first required column a mapping lacks, or null. */
export function requiredColumns(shape: MappedShape, given: ReadonlySet<string>): string | null {
  return REQUIRED[shape].find((names) => !names.some((name) => given.has(name)))?.[0] ?? null
}
