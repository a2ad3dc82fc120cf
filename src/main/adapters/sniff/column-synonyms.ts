import { CANONICAL, type CanonicalColumn, type Shape } from '#shared/canonical.ts'
import { findColumn, normaliseHeader, type HeaderCell } from '../formats/header-cells.ts'

/** What brokers, exchanges and tools call the columns of a fill; normalised, the likeliest first. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  fill_id: ['trade_id', 'exec_id', 'execution_id', 'deal_id', 'id'],
  order_id: ['orderid', 'order', 'order_no', 'clordid', 'client_order_id'],
  signal_id: ['signal', 'tag', 'ref', 'reference'],
  strategy: ['strategy_name', 'algo', 'bot', 'system'],
  version: ['strategy_version', 'build', 'release'],
  symbol: ['instrument', 'pair', 'market', 'ticker', 'coin', 'contract', 'security', 'product'],
  side: ['buy/sell', 'direction', 'action', 'b/s', 'type', 'trade_type'],
  qty: [
    'quantity',
    'amount',
    'size',
    'filled',
    'executed',
    'executed_qty',
    'filled_qty',
    'volume',
    'shares',
    'contracts',
    'units',
    'vol',
  ],
  price: [
    'fill_price',
    'avg_price',
    'average_price',
    'avg._price',
    'exec_price',
    'execution_price',
    'trade_price',
    'rate',
    'px',
    'avgpx',
  ],
  fee: ['commission', 'fees', 'fee_amount', 'trading_fee', 'cost_fee', 'comm'],
  fee_currency: ['fee_coin', 'commission_asset', 'fee_asset', 'feecurrency', 'commission_currency'],
  liquidity: ['maker/taker', 'role', 'liquidity_type', 'is_maker'],
  order_type: ['ordertype', 'ord_type'],
  limit_price: ['limit', 'order_price'],
  t_fill: [
    'time',
    'timestamp',
    'date',
    'datetime',
    'date(utc)',
    'date/time',
    'fill_time',
    'filled_at',
    'executed_at',
    'execution_time',
    'exec_time',
    'trade_time',
    'trade_date',
    'time(utc)',
    'created_at',
  ],
  t_signal: ['signal_time', 'signal_at'],
  t_sent: ['sent_at', 'order_time', 'submitted_at'],
  t_ack: ['ack_time', 'acked_at', 'accepted_at'],
  arrival_mid: ['arrival_price', 'decision_price', 'mid_at_arrival'],
  fill_mid: ['mid', 'mid_price', 'mark_price'],
  multiplier: ['contract_size', 'point_value'],
  account: ['account_id', 'subaccount'],
  trip_id: ['position_id', 'trade_no', 'trade_number', 'trade_#'],
}

/** Returns which header cell each column of a shape is proposed to be read from: the user's choice, its own name, else what others call it. No cell twice. */
export function proposeColumns(
  shape: Shape,
  header: readonly HeaderCell[],
  choices: Readonly<Record<string, string>> = {},
): Map<string, HeaderCell> {
  const columns = CANONICAL[shape] as readonly CanonicalColumn[]
  const proposed = new Map<string, HeaderCell>()
  for (const { name } of columns) {
    const own = choices[name] === '' ? null : findColumn(header, choices[name] ?? name)
    if (own !== null) proposed.set(name, own)
  }
  if (shape !== 'fills') return proposed
  const taken = new Set([...proposed.values()].map((cell) => cell.index))
  for (const { name } of columns) {
    if (proposed.has(name) || choices[name] !== undefined) continue
    const other = (SYNONYMS[name] ?? [])
      .map((text) => header.find((cell) => normaliseHeader(cell.text) === text))
      .find((cell) => cell !== undefined && !taken.has(cell.index))
    if (other === undefined) continue
    proposed.set(name, other)
    taken.add(other.index)
  }
  return proposed
}
