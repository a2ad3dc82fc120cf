/** The canonical files: what a column means, its type and whether a row needs it. Documented in docs/formats.md. */
export type ColumnKind = 'text' | 'number' | 'time' | 'side' | 'boolean'

/** One canonical column. */
export interface CanonicalColumn {
  readonly name: string
  readonly kind: ColumnKind
  readonly required: boolean
}

const column =
  (kind: ColumnKind, required: boolean) =>
  (name: string): CanonicalColumn => ({ name, kind, required })
const text = column('text', false)
const number = column('number', false)
const time = column('time', false)
const needText = column('text', true)
const needNumber = column('number', true)
const needTime = column('time', true)

/** Columns of each canonical shape, in the order the files are written. */
export const CANONICAL = {
  fills: [
    ...['fill_id', 'order_id', 'signal_id', 'strategy', 'version'].map(text),
    needText('symbol'),
    { name: 'side', kind: 'side', required: true },
    ...['qty', 'price'].map(needNumber),
    number('fee'),
    ...['fee_currency', 'liquidity', 'order_type'].map(text),
    number('limit_price'),
    ...['t_signal', 't_sent', 't_ack'].map(time),
    needTime('t_fill'),
    ...['arrival_mid', 'fill_mid', 'spread_bps', 'volatility_daily', 'adv', 'depth_qty', 'multiplier'].map(number),
    ...['account', 'trip_id'].map(text),
  ],
  orders: [
    needText('order_id'),
    ...['signal_id', 'strategy', 'version'].map(text),
    needText('symbol'),
    { name: 'side', kind: 'side', required: true },
    needNumber('qty'),
    text('order_type'),
    number('limit_price'),
    text('status'),
    number('filled_qty'),
    ...['t_signal', 't_sent', 't_ack', 't_final'].map(time),
    text('trip_id'),
  ],
  quotes: [
    needText('symbol'),
    needTime('t'),
    needNumber('bid'),
    needNumber('ask'),
    number('bid_qty'),
    number('ask_qty'),
  ],
  bars: [
    needText('symbol'),
    needTime('t'),
    needNumber('open'),
    ...['high', 'low'].map(number),
    needNumber('close'),
    number('volume'),
  ],
  equity: [needTime('t'), needNumber('nav'), number('flow'), text('account')],
  cash: [needTime('t'), text('symbol'), needText('kind'), needNumber('amount')],
  positions: [needText('origin'), needText('symbol'), needNumber('qty'), number('mark')],
} as const satisfies Record<string, readonly CanonicalColumn[]>

/** A canonical shape: what one row of a file is. */
export type Shape = keyof typeof CANONICAL

/** Files of the two sides and of what values them, in the order they are loaded. */
export const TRADE_ROLES = ['live', 'backtest', 'market', 'equity', 'orders', 'cash', 'positions'] as const
/** Files of service levels and of canaries. */
export const SERVICE_ROLES = ['uptime', 'incidents', 'health', 'risk', 'deployment'] as const
/** What a file is to the project: the side it speaks for, or the kind of context it adds. */
export const ROLES = [...TRADE_ROLES, ...SERVICE_ROLES] as const
export type Role = (typeof ROLES)[number]

/** Returns whether a role is of {@link SERVICE_ROLES}. */
export function isServiceRole(role: string): boolean {
  return SERVICE_ROLES.some((known) => known === role)
}

/** Why a row was refused; public, in reject.csv and parity.import/1. */
export const REJECT_REASONS = [
  'missing-value',
  'bad-number',
  'bad-time',
  'unknown-side',
  'negative-quantity',
  'ragged-row',
  'duplicate-id',
  'inverse-unsupported',
  'not-an-order',
  'broken-book',
] as const
export type RejectReason = (typeof REJECT_REASONS)[number]

/** One refused row. `line` is the 1-based physical line, `place` the table or path and record number where there are no lines. */
export interface Reject {
  readonly line: number | null
  readonly place: string | null
  readonly column: string | null
  readonly raw: string | null
  readonly reason: RejectReason
  readonly message: string
}
