import { CANONICAL } from '#shared/canonical.ts'

/** What one row of a mapped file is: a fill, an entry with its exit, or an option spread with its legs as text. */
export type MappedShape = 'fills' | 'round-trips' | 'legs'

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
}

/** Returns the first required column a mapping lacks, or null. */
export function requiredColumns(shape: MappedShape, given: ReadonlySet<string>): string | null {
  return REQUIRED[shape].find((names) => !names.some((name) => given.has(name)))?.[0] ?? null
}
