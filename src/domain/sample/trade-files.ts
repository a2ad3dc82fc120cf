import { formatTime, type Micros } from './calendar.ts'
import { printCsv, type Columns } from './csv.ts'
import { FEE_DIGITS } from './pricing.ts'
import { createDepths } from './quotes.ts'
import type { Fill, Liquidity, Order, Payment, Quote, Side } from './records.ts'
import { STRATEGY } from './story.ts'

const printSide = (side: Side) => (side === 1 ? 'buy' : 'sell')
const printOrderType = (liquidity: Liquidity) => (liquidity === 'maker' ? 'limit' : 'market')
const printOptional = (value: number | null, digits: number) => (value === null ? '' : value.toFixed(digits))

/** Returns live.csv (microseconds) or backtest.csv (milliseconds): the canonical fill columns but account and trip id. */
export function printFills(fills: readonly Fill[], decimals: 3 | 6): string {
  const time = (t: Micros) => formatTime(t, decimals)
  const columns: Columns<Fill> = [
    ['fill_id', (fill) => fill.fillId],
    ['order_id', (fill) => fill.orderId],
    ['signal_id', (fill) => fill.signalId],
    ['strategy', () => STRATEGY],
    ['version', (fill) => fill.version],
    ['symbol', (fill) => fill.instrument.symbol],
    ['side', (fill) => printSide(fill.side)],
    ['qty', (fill) => fill.qty.toFixed(fill.instrument.lotDigits)],
    ['price', (fill) => fill.price.toFixed(fill.instrument.priceDigits)],
    ['fee', (fill) => fill.fee.toFixed(FEE_DIGITS)],
    ['fee_currency', () => 'USDT'],
    ['liquidity', (fill) => fill.liquidity],
    ['order_type', (fill) => printOrderType(fill.liquidity)],
    [
      'limit_price',
      (fill) => printOptional(fill.liquidity === 'maker' ? fill.price : null, fill.instrument.priceDigits),
    ],
    ['t_signal', (fill) => time(fill.tSignal)],
    ['t_sent', (fill) => time(fill.tSent)],
    ['t_ack', (fill) => time(fill.tAck)],
    ['t_fill', (fill) => time(fill.tFill)],
    ['arrival_mid', (fill) => fill.arrivalMid.toFixed(fill.instrument.priceDigits + 1)],
    ['fill_mid', (fill) => fill.fillMid.toFixed(fill.instrument.priceDigits + 1)],
    ['spread_bps', (fill) => fill.spreadBps.toFixed(4)],
    ['volatility_daily', (fill) => fill.instrument.volatilityDaily.toFixed(3)],
    ['adv', (fill) => String(fill.instrument.advQty)],
    ['depth_qty', (fill) => String(fill.instrument.depthQty)],
    ['multiplier', () => '1'],
  ]
  return printCsv(columns, fills)
}

/** Returns orders.csv: live orders as sent. */
export function printOrders(orders: readonly Order[]): string {
  const columns: Columns<Order> = [
    ['order_id', (order) => order.orderId],
    ['signal_id', (order) => order.signalId],
    ['strategy', () => STRATEGY],
    ['version', (order) => order.version],
    ['symbol', (order) => order.instrument.symbol],
    ['side', (order) => printSide(order.side)],
    ['qty', (order) => order.qty.toFixed(order.instrument.lotDigits)],
    ['order_type', (order) => printOrderType(order.liquidity)],
    ['limit_price', (order) => printOptional(order.limitPrice, order.instrument.priceDigits)],
    ['status', (order) => order.status],
    ['filled_qty', (order) => order.filledQty.toFixed(order.instrument.lotDigits)],
    ['t_signal', (order) => formatTime(order.tSignal, 6)],
    ['t_sent', (order) => formatTime(order.tSent, 6)],
    ['t_ack', (order) => formatTime(order.tAck, 6)],
    ['t_final', (order) => formatTime(order.tFinal, 6)],
  ]
  return printCsv(columns, orders)
}

/** Returns quotes.csv. */
export function printQuotes(seed: number, quotes: readonly Quote[]): string {
  const draw = createDepths(seed)
  const columns: Columns<{ quote: Quote; bidQty: number; askQty: number }> = [
    ['symbol', ({ quote }) => quote.instrument.symbol],
    ['t', ({ quote }) => formatTime(quote.t, 3)],
    ['bid', ({ quote }) => quote.touch.bid.toFixed(quote.instrument.priceDigits)],
    ['ask', ({ quote }) => quote.touch.ask.toFixed(quote.instrument.priceDigits)],
    ['bid_qty', ({ quote, bidQty }) => bidQty.toFixed(quote.instrument.lotDigits)],
    ['ask_qty', ({ quote, askQty }) => askQty.toFixed(quote.instrument.lotDigits)],
  ]
  return printCsv(
    columns,
    quotes.map((quote) => ({ quote, ...draw(quote) })),
  )
}

/** Returns cash.csv: the live account's funding. */
export function printCash(payments: readonly Payment[]): string {
  const columns: Columns<Payment> = [
    ['t', (payment) => formatTime(payment.t, 0)],
    ['symbol', (payment) => payment.instrument.symbol],
    ['kind', () => 'funding'],
    ['amount', (payment) => payment.amount.toFixed(6)],
  ]
  return printCsv(columns, payments)
}
