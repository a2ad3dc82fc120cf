import type { Role, Shape } from '#shared/canonical.ts'
import { invariant } from '#shared/errors.ts'
import { sideNumber } from './classify.ts'

/** A table a shape is loaded into: its columns beside source_id, each as SQL over the classified row. */
interface Target {
  readonly table: string
  readonly columns: Readonly<Record<string, string>>
}

const same = (...names: string[]) => Object.fromEntries(names.map((name) => [name, name]))
const FILL_TEXT = [
  'fill_id',
  'order_id',
  'signal_id',
  'strategy',
  'version',
  'account',
  'trip_id',
  'symbol',
  'fee_currency',
]
const FILL_REST = [
  'qty',
  'price',
  'fee',
  'limit_price',
  't_signal',
  't_sent',
  't_ack',
  't_fill',
  'arrival_mid',
  'fill_mid',
  'spread_bps',
  'volatility_daily',
  'adv',
  'depth_qty',
  'multiplier',
]

const TARGETS: Readonly<Record<Shape, Target>> = {
  fills: {
    table: 'fill',
    columns: {
      origin: '$origin::origin',
      ...same(...FILL_TEXT),
      side: sideNumber('side'),
      liquidity: 'lower(liquidity)',
      order_type: 'lower(order_type)',
      ...same(...FILL_REST),
    },
  },
  orders: {
    table: 'trade_order',
    columns: {
      origin: '$origin::origin',
      ...same('order_id', 'signal_id', 'strategy', 'version', 'trip_id', 'symbol'),
      side: sideNumber('side'),
      order_type: 'lower(order_type)',
      status: "coalesce(lower(status), 'open')",
      ...same('qty', 'limit_price', 'filled_qty', 't_signal', 't_sent', 't_ack', 't_final'),
    },
  },
  quotes: { table: 'quote', columns: same('symbol', 't', 'bid', 'ask', 'bid_qty', 'ask_qty') },
  bars: {
    table: 'bar',
    columns: {
      ...same('symbol', 't', 'open', 'high', 'low', 'close', 'volume'),
      t_end: 'make_timestamp(epoch_us(t) + $bar_us::BIGINT)',
    },
  },
  equity: { table: 'equity', columns: { origin: '$origin::origin', ...same('t', 'nav', 'flow', 'account') } },
  cash: { table: 'cash', columns: { origin: '$origin::origin', ...same('t', 'symbol', 'kind', 'amount') } },
  positions: { table: 'position', columns: { origin: 'lower(origin)::origin', ...same('symbol', 'qty', 'mark') } },
}

/** Values bound by {@link insertInto}: which side the rows speak for, and the bar length where rows are bars (microseconds). */
export interface InsertValues {
  readonly sourceId: number
  readonly origin: 'live' | 'backtest'
  readonly barMicros: number | null
}

/** Returns INSERT text and its parameters, from a classified relation named `rows`. */
export function insertInto(
  shape: Shape,
  rows: string,
  where: string,
  values: InsertValues,
): { sql: string; parameters: Record<string, string | number> } {
  const { table, columns } = TARGETS[shape]
  const names = ['source_id', ...Object.keys(columns)]
  const expressions = ['$source_id', ...Object.values(columns)]
  const sql = `INSERT INTO ${table} (${names.join(', ')}) SELECT ${expressions.join(', ')} FROM ${rows} ${where}`
  invariant(shape !== 'bars' || values.barMicros !== null, 'bars have a length')
  const parameters: Record<string, string | number> = { source_id: values.sourceId }
  if (sql.includes('$origin')) parameters['origin'] = values.origin
  if (sql.includes('$bar_us')) parameters['bar_us'] = values.barMicros ?? 0
  return { sql, parameters }
}

/** Returns the shape a canonical file of a role has, or null where the header decides (market) or the role is not loaded as rows of the parity model. */
export function shapeOfRole(role: Role): Shape | null {
  if (role === 'live' || role === 'backtest') return 'fills'
  if (role === 'equity' || role === 'cash' || role === 'positions' || role === 'orders') return role
  return null
}
