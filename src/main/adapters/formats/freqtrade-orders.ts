import type { FillRow, OrderRow, ReadOptions, RowSink } from '#engine/ports.ts'
import { CancelledError } from '#shared/errors.ts'
import { CellError, readRecord, type Cells } from './cells.ts'
import { feesOfLeg, type Fee, type LegFill } from './freqtrade-fees.ts'
import { INVERSE_REFUSED, isInverse, pairParts } from './instrument.ts'

/** What a database holds. `onlyKnownTrades`: orders of trades left out are no records. */
export interface FreqtradeRows {
  readonly trades: readonly Cells[]
  readonly orders: readonly Cells[]
  readonly onlyKnownTrades: boolean
}

const DRAIN_EVERY = 2000

/**
 * Reads every row of `orders` as an order, and as a fill too where something was filled, at `average` (older schemas and
 * limit orders without one: `price`), at `order_filled_date` (else the update, else the order date). Funding of a closed
 * trade is cash at its close, recorded with its last filled exit; funding of open trades is noted, not loaded.
 */
export async function readOrders(rows: FreqtradeRows, options: ReadOptions, sink: RowSink): Promise<void> {
  sink.place.name = 'orders'
  const trades = new Map(rows.trades.map((trade) => [trade.text('id'), trade]))
  const orders = rows.onlyKnownTrades
    ? rows.orders.filter((order) => trades.has(order.text('ft_trade_id')))
    : rows.orders
  const book = bookFills(orders, trades)
  const tally: Tally = { requestedAsMid: 0, open: 0, funded: 0 }
  for (const [index, order] of orders.entries()) {
    const record = Number(order.text('id'))
    const trade = trades.get(order.text('ft_trade_id')) ?? null
    sink.counted(1)
    readRecord(sink, record, () => readOrder(order, trade, book.get(order) ?? null, record, sink, tally))
    if (index % DRAIN_EVERY === 0) {
      if (options.task.signal.aborted) throw new CancelledError('The import')
      options.task.report({ step: 'Reading orders', done: index, total: orders.length })
      await sink.drained()
    }
  }
  if (tally.requestedAsMid > 0) sink.note('requested-as-mid', 'arrival_mid', tally.requestedAsMid)
  if (tally.open > 0) sink.note('open-order', 'status', tally.open)
  const unfunded =
    rows.trades.filter((trade) => (safe(() => trade.number('funding_fees')) ?? 0) !== 0).length - tally.funded
  if (unfunded > 0) sink.note('funding-without-close', 'funding_fees', unfunded)
}

/** Counted while reading, noted at the end. */
interface Tally {
  requestedAsMid: number
  open: number
  funded: number
}

/** What a filled order is within its trade. */
interface BookedFill {
  readonly fee: Fee
  /** The first fill of its leg: the trade's requested rate is its own. */
  readonly first: boolean
  /** The last exit of a closed trade: it carries the trade's funding. */
  readonly closing: boolean
}

/** Splits the fees of each leg of each trade over its fills. A trade whose figures cannot be read gets unknown fees. */
function bookFills(orders: readonly Cells[], trades: ReadonlyMap<string | null, Cells>): Map<Cells, BookedFill> {
  const legs = new Map<string, Cells[]>()
  for (const order of orders) {
    const trade = trades.get(order.text('ft_trade_id'))
    if (trade === undefined || !isFilled(order)) continue
    const key = `${order.text('ft_trade_id')} ${isEntry(order, trade) ? 'open' : 'close'}`
    legs.set(key, [...(legs.get(key) ?? []), order])
  }
  const book = new Map<Cells, BookedFill>()
  for (const [key, leg] of legs) {
    const side = key.endsWith('open') ? 'open' : 'close'
    const trade = trades.get(key.slice(0, key.indexOf(' ')))!
    const fees = legFees(leg, trade, side)
    const closed = side === 'close' && !isTrue(trade, 'is_open')
    leg.forEach((order, i) => {
      book.set(order, { fee: fees[i]!, first: i === 0, closing: closed && i === leg.length - 1 })
    })
  }
  return book
}

function legFees(leg: readonly Cells[], trade: Cells, side: 'open' | 'close'): Fee[] {
  const pair = trade.text('pair') ?? ''
  const { base, quote } = pairParts(pair)
  const fills = leg.map((order): LegFill => ({
    notional: safe(() => (order.number('filled') ?? 0) * (priceOf(order) ?? 0)) ?? 0,
    feeBase: safe(() => order.number('ft_fee_base')) ?? 0,
  }))
  return feesOfLeg(fills, {
    rate: safe(() => trade.number(`fee_${side}`)),
    cost: safe(() => trade.number(`fee_${side}_cost`)),
    currency: trade.text(`fee_${side}_currency`),
    base: trade.text('base_currency') ?? base,
    quote: trade.text('stake_currency') ?? quote,
    leverage: safe(() => trade.number('leverage')) ?? 1,
  })
}

function readOrder(
  order: Cells,
  trade: Cells | null,
  fill: BookedFill | null,
  record: number,
  sink: RowSink,
  tally: Tally,
): void {
  const symbol = order.text('ft_pair') ?? order.text('symbol')
  if (symbol !== null && isInverse(symbol)) {
    sink.reject(record, 'inverse-unsupported', INVERSE_REFUSED, { column: 'ft_pair', raw: symbol })
    return
  }
  const row = orderRow(order, trade, symbol)
  const execution = fill === null && !isFilled(order) ? null : fillRow(order, trade, fill, row)
  const funding = fill?.closing === true && trade !== null ? trade.number('funding_fees') : null
  const closedAt = funding === null ? null : (trade?.time('close_date') ?? execution?.t_fill ?? null)
  sink.order(record, row)
  if (row.status === null) tally.open += 1
  if (execution === null) return
  sink.fill(record, execution)
  if (execution.arrival_mid != null) tally.requestedAsMid += 1
  if (funding === null || funding === 0) return
  sink.cash(record, { t: closedAt, symbol, kind: 'funding', amount: funding })
  tally.funded += 1
}

function orderRow(order: Cells, trade: Cells | null, symbol: string | null): OrderRow {
  const type = order.text('order_type')
  const status = statusOf(order)
  return {
    order_id: order.text('order_id'),
    strategy: trade?.text('strategy') ?? null,
    trip_id: order.text('ft_trade_id'),
    symbol,
    side: sideOf(order, trade),
    qty: order.number('amount') ?? order.number('ft_amount'),
    order_type: type,
    limit_price: type?.includes('limit') === true ? order.number('price') : null,
    status,
    filled_qty: order.number('filled'),
    t_sent: order.time('order_date'),
    t_final: status === null ? null : (order.time('order_filled_date') ?? order.time('order_update_date')),
  }
}

function fillRow(order: Cells, trade: Cells | null, fill: BookedFill | null, row: OrderRow): FillRow {
  const entry = trade !== null && isEntry(order, trade)
  const kept = fill?.first === true ? trade?.number(entry ? 'open_rate_requested' : 'close_rate_requested') : null
  // The order's own copy: equal wherever a database keeps both.
  const requested = kept ?? order.number('ft_price')
  return {
    // Order ids are unique within a pair only (Binance spot); a bot's growing database is imported again and again.
    fill_id: row.order_id === null ? null : `${row.symbol} ${row.order_id}`,
    order_id: row.order_id,
    strategy: row.strategy ?? null,
    trip_id: row.trip_id ?? null,
    symbol: row.symbol,
    side: row.side,
    qty: order.number('filled'),
    price: priceOf(order),
    fee: fill?.fee.fee ?? null,
    fee_currency: fill?.fee.currency ?? null,
    order_type: row.order_type ?? null,
    limit_price: row.limit_price ?? null,
    t_sent: row.t_sent ?? null,
    t_fill: order.time('order_filled_date') ?? order.time('order_update_date') ?? order.time('order_date'),
    arrival_mid: requested,
    multiplier: 1,
  }
}

const FINAL: Readonly<Record<string, 'cancelled' | 'expired' | 'rejected'>> = {
  canceled: 'cancelled',
  cancelled: 'cancelled',
  expired: 'expired',
  rejected: 'rejected',
}

/** ccxt states to ours; a final state with something filled is `partial`; an open order has none yet. */
function statusOf(order: Cells): OrderRow['status'] {
  const state = order.text('status')?.toLowerCase() ?? ''
  if (state === 'closed') return (order.number('remaining') ?? 0) > 0 ? 'partial' : 'filled'
  const final = FINAL[state]
  if (final === undefined) return null
  return isFilled(order) ? 'partial' : final
}

/** `ft_order_side` is buy, sell, or stoploss, which is always an exit. */
function isEntry(order: Cells, trade: Cells): boolean {
  return order.text('ft_order_side') === (isTrue(trade, 'is_short') ? 'sell' : 'buy')
}

function sideOf(order: Cells, trade: Cells | null): string | null {
  const side = order.text('side') ?? order.text('ft_order_side')
  if (side !== 'stoploss') return side
  return trade !== null && isTrue(trade, 'is_short') ? 'buy' : 'sell'
}

function isFilled(order: Cells): boolean {
  return (safe(() => order.number('filled')) ?? 0) > 0
}

function priceOf(order: Cells): number | null {
  const average = order.number('average')
  return average === null || average === 0 ? order.number('price') : average
}

function isTrue(row: Cells, column: string): boolean {
  return ['1', 'true'].includes(row.text(column)?.toLowerCase() ?? '')
}

/** Reads a figure that only refines another: unreadable is unknown here, and rejected where its own record is read. */
function safe(read: () => number | null): number | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof CellError) return null
    throw error
  }
}
