import type { LiveFills, LiveOrders } from '#domain/simulate/calibrate/live-fills.ts'
import { linkExits } from '#domain/simulate/link-exits.ts'
import type { BookArrays, OrderArrays, QuoteArrays } from '#domain/simulate/orders.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Task } from './ports.ts'

/** Executed orders of one side as columns, by day and time; names and units as queries/simulate/order-columns.sql has them, NaN = unknown. */
export type Executions = Awaited<ReturnType<typeof readExecutions>>

/** Reads the executed orders of a side that prepareSides made. */
export async function readExecutions(store: Store, origin: 'live' | 'backtest', task: Task) {
  return await store.columns(queries.orderColumns, { origin }, task)
}

/** Returns executed orders as the calibration reads fills: slippage against the arrival mid, inputs from the file, else from market data. */
export function executedFills(executions: Executions): LiveFills {
  const { qty, price, mid, side, mid_source: source } = executions
  return {
    day: Int32Array.from(executions.day),
    symbol: Int32Array.from(executions.symbol),
    quantity: qty,
    notional: qty.map((units, i) => units * Math.abs(price[i]!)),
    timeMs: executions.time_ms,
    slippageBps: price.map((paid, i) => (source[i] === 3 ? NaN : (side[i]! * (paid - mid[i]!) * 1e4) / mid[i]!)),
    isMaker: Uint8Array.from(executions.is_maker),
    isLimit: Uint8Array.from(executions.is_limit),
    spreadBps: orElse(executions.spread_bps, executions.estimated_spread_bps),
    volatilityDaily: orElse(executions.volatility_daily, executions.estimated_volatility),
    adv: orElse(executions.adv, executions.estimated_adv),
    depthQuantity: orElse(executions.depth, executions.estimated_depth),
    latencyMs: executions.latency_ms,
    fee: executions.fee,
  }
}

function orElse(given: Float64Array, estimate: Float64Array): Float64Array {
  return given.map((value, i) => (Number.isNaN(value) ? estimate[i]! : value))
}

/** Reads the live orders as sent on the evaluated days; null where none is loaded. */
export async function readLiveOrders(store: Store, strategy: string | null, task: Task): Promise<LiveOrders | null> {
  const columns = await store.columns(queries.liveOrderColumns, { strategy }, task)
  if (columns.is_limit.length === 0) return null
  return {
    day: Int32Array.from(columns.day),
    isLimit: Uint8Array.from(columns.is_limit),
    filledShare: columns.filled_share,
    spreadBps: columns.spread_bps,
    volume: columns.volume,
  }
}

/** Returns the backtest's executed orders as the simulator takes them: exits linked first in first out, marks, and quotes and book levels where loaded. */
export async function readOrderArrays(
  store: Store,
  executions: Executions,
  scale: number,
  task: Task,
): Promise<OrderArrays> {
  const days = (await store.rows(queries.evaluatedDays, {})).map(({ day }) => day)
  const symbols = (await store.rows(queries.simulatedSymbols, {})).map(({ instrument }) => instrument)
  const held = await store.rows(queries.openingBooks, { scale })
  const { earlier } = await store.row(queries.earlierOrders, {})
  const { side, qty: quantity } = executions
  const lots = linkExits({ book: Int32Array.from(executions.book), side, quantity }, new Map(held.map(bookOf)))
  const quotes = await readQuotes(store, symbols.length, task)
  const books = await readBooks(store, quantity.length, task)
  return {
    days,
    symbols,
    dayStart: starts(executions.day, days.length),
    symbol: Int32Array.from(executions.symbol),
    side,
    quantity,
    mid: executions.mid,
    timeMs: executions.time_ms,
    isLimit: Uint8Array.from(executions.is_limit),
    limitPrice: executions.limit_price,
    spreadBps: executions.spread_bps,
    volatilityDaily: executions.volatility_daily,
    adv: executions.adv,
    depthQuantity: executions.depth,
    counter: Int32Array.from(quantity, (_, i) => earlier + i),
    // Quantities stand in units times the contract multiplier already.
    multiplier: new Float64Array(symbols.length).fill(1),
    lots,
    marks: await readMarks(store, days.length, symbols.length, task),
    ...(quotes !== null && { quotes }),
    ...(books !== null && { books }),
    liveWaitMs: executions.live_wait_ms,
  }
}

function bookOf({ book, qty }: { readonly book: number; readonly qty: number }): [number, number] {
  return [book, qty]
}

/** Returns where the rows of each group begin and, last, their number; `group` numbers the group of each row, in order. */
function starts(group: Float64Array, groups: number): Int32Array {
  const begin = new Int32Array(groups + 1)
  for (const index of group) begin[index + 1]! += 1
  for (let index = 0; index < groups; index++) begin[index + 1]! += begin[index]!
  return begin
}

/** A mark nobody knew yet takes the next known one: the review counts no move there either. */
async function readMarks(store: Store, days: number, symbols: number, task: Task): Promise<Float64Array> {
  const { row, code, price } = await store.columns(queries.simulatedMarks, {}, task)
  const marks = new Float64Array((days + 1) * symbols).fill(NaN)
  for (let i = 0; i < row.length; i++) marks[row[i]! * symbols + code[i]!] = price[i]!
  for (let cell = marks.length - symbols - 1; cell >= 0; cell--)
    if (Number.isNaN(marks[cell]!)) marks[cell] = marks[cell + symbols]!
  for (let cell = 0; cell < marks.length; cell++)
    if (Number.isNaN(marks[cell]!)) marks[cell] = cell < symbols ? 0 : marks[cell - symbols]!
  return marks
}

async function readQuotes(store: Store, symbols: number, task: Task): Promise<QuoteArrays | null> {
  const { code, time_ms: timeMs, mid } = await store.columns(queries.replayQuotes, {}, task)
  if (mid.length === 0) return null
  return { start: starts(code, symbols), timeMs, mid }
}

async function readBooks(store: Store, orders: number, task: Task): Promise<BookArrays | null> {
  if ((await store.row(queries.bookCount, {})).books === 0) return null
  const { number, price, qty: quantity } = await store.columns(queries.orderBooks, {}, task)
  if (number.length === 0) return null
  return { start: starts(number, orders), price, quantity }
}
