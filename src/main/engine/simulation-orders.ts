import { countText } from '#domain/report/number-text.ts'
import { createHash } from 'node:crypto'
import type { LiveFills } from '#domain/simulate/calibrate/live-fills.ts'
import { ownAssumptions } from '#domain/simulate/calibrate/own-assumptions.ts'
import type { MarketEstimates } from '#domain/simulate/estimate-inputs.ts'
import type { OrderArrays } from '#domain/simulate/orders.ts'
import type { LiveReference } from '#domain/simulate/summary.ts'
import { AppError } from '#shared/errors.ts'
import type { ReviewSettings } from '#shared/review.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { attributeDays } from './attribute-days.ts'
import { compareSides, prepareLegs } from './compare-sides.ts'
import { capitalOfDays } from './day-capital.ts'
import { emptyDirectPairs, keepDirectPairs } from './keep-direct-pairs.ts'
import type { Task } from './ports.ts'
import type { ReviewRequest } from './review-settings.ts'
import { directInput, type MatchedFills } from './review-fills.ts'
import { executedFills, readExecutions, readOrderArrays, type Executions } from './simulation-orders-read.ts'
import { step } from './step.ts'

/** The backtest's orders ready to simulate, and the live run they are held against. */
export interface SimulationInput {
  readonly settings: ReviewSettings
  /** First and last evaluated day. */
  readonly range: readonly [string, string]
  readonly orders: OrderArrays
  readonly market: MarketEstimates
  readonly otherPnl: Float64Array
  /** Null where no live trades are loaded. */
  readonly live: LiveReference | null
  /** What the backtest's own fills assume of execution. */
  readonly baseline: Scenario
  /** What was estimated of the orders beyond spread, volatility, volume and depth. */
  readonly notes: readonly string[]
  /** SHA-256 of everything simulated. */
  readonly key: string
}

/** The days and settings a simulation or calibration works on. */
export interface PreparedSides {
  readonly settings: ReviewSettings
  readonly range: readonly [string, string]
  readonly hasLive: boolean
  readonly fills: MatchedFills
}

const EMPTY = 'The selection holds no backtest orders to simulate. Widen the filter or load a backtest.'

/**
 * Selects and matches fills on the days both sides cover or, where only one side is loaded, on that side's days; then sums
 * them to executed orders. Throws NOT_COMPARABLE where both sides are loaded and share no day, PARAMETER_INVALID for an empty
 * selection.
 */
export async function prepareSides(store: Store, request: ReviewRequest, task: Task): Promise<PreparedSides> {
  const comparison = await compareSides(store, request, task)
  const { settings, coverage, reason } = comparison
  const both = coverage.live !== null && coverage.backtest !== null
  if (both && reason !== null) throw new AppError('NOT_COMPARABLE', reason)
  const range = both ? await evaluatedRange(store) : clipped(coverage.backtest ?? coverage.live, request)
  const {
    settings: { scale },
    fills,
  } = reason === null ? comparison : await prepareLegs(store, settings, range, request, step(task, 'Reading orders'))
  await emptyDirectPairs(store)
  await store.run(queries.executedOrder, { scale }, step(task, 'Reading orders'))
  await store.run(queries.marketDay, {}, step(task, 'Estimating from market data'))
  return { settings: { ...settings, scale }, range, fills, hasLive: coverage.live !== null }
}

async function evaluatedRange(store: Store): Promise<[string, string]> {
  const days = await store.rows(queries.evaluatedDays, {})
  return [days[0]?.day ?? '', days.at(-1)?.day ?? '']
}

function clipped(covered: readonly [string, string] | null, { from, to }: ReviewRequest): [string, string] {
  if (covered === null) throw new AppError('PARAMETER_INVALID', EMPTY)
  const first = from !== undefined && from > covered[0] ? from : covered[0]
  const last = to !== undefined && to < covered[1] ? to : covered[1]
  if (first > last) throw new AppError('PARAMETER_INVALID', EMPTY)
  return [first, last]
}

/** Reads the backtest's orders, estimates from market data, the live run, and what the backtest's own fills assume. Throws as {@link prepareSides} does. */
export async function readSimulationInput(store: Store, request: ReviewRequest, task: Task): Promise<SimulationInput> {
  const { settings, range, hasLive, fills: matched } = await prepareSides(store, request, task)
  const live = hasLive ? await readLive(store, settings, matched, step(task, 'Measuring live')) : null
  const reading = step(task, 'Reading orders')
  const executions = await readExecutions(store, 'backtest', reading)
  if (executions.qty.length === 0) throw new AppError('PARAMETER_INVALID', EMPTY)
  const orders = await readOrderArrays(store, executions, settings.scale, reading)
  const other = await store.rows(queries.otherPnl, { scale: settings.scale }, reading)
  const otherPnl = Float64Array.from(other, ({ money }) => money)
  const fills = executedFills(executions)
  return {
    settings,
    range,
    orders,
    market: marketOf(executions),
    otherPnl,
    live,
    baseline: ownAssumptions(fills),
    notes: notesOf(executions, orders, hasLive),
    key: keyOf(orders, otherPnl, fills),
  }
}

async function readLive(
  store: Store,
  settings: ReviewSettings,
  fills: MatchedFills,
  task: Task,
): Promise<LiveReference> {
  const days = await attributeDays(store, settings, fills, task)
  await keepDirectPairs(store, directInput(fills, settings), task)
  const { byDay } = await capitalOfDays(store, days, settings)
  return {
    pnl: Float64Array.from(days, ({ livePnl }) => Math.round(livePnl * 1e6) / 1e6),
    capital: byDay.some((capital) => capital !== null) ? Float64Array.from(byDay, (capital) => capital ?? NaN) : null,
    daysPerYear: settings.annualisation,
    window: settings.window,
  }
}

function marketOf(executions: Executions): MarketEstimates {
  return {
    spreadBps: executions.estimated_spread_bps,
    volatilityDaily: executions.estimated_volatility,
    adv: executions.estimated_adv,
    depthQuantity: executions.estimated_depth,
  }
}

function notesOf(
  { mid_source: source, live_wait_ms: waits }: Executions,
  orders: OrderArrays,
  hasLive: boolean,
): string[] {
  const count = source.length
  const [quoted, priced] = [2, 3].map((one) => source.reduce((total, value) => total + (value === one ? 1 : 0), 0))
  const paired = waits.reduce((total, value) => total + (Number.isNaN(value) ? 0 : 1), 0)
  const missing = (quoted ?? 0) + (priced ?? 0)
  const ways = [
    (quoted ?? 0) > 0 ? `the last quote's for ${quoted ?? 0}` : '',
    (priced ?? 0) > 0 ? `the backtest's own price for ${priced ?? 0}` : '',
  ].filter(Boolean)
  return [
    ...(missing > 0
      ? [`Arrival mid is missing in the file for ${missing} of ${count} orders: ${ways.join(', ')} was taken.`]
      : []),
    ...(hasLive && paired < count
      ? [
          `${countText(count - paired)} of ${countText(count)} orders were made by the backtest only: no live order shows how long they would wait.`,
        ]
      : []),
    ...(orders.quotes === undefined ? [] : [`${countText(orders.quotes.mid.length)} quotes are loaded to replay.`]),
  ]
}

function keyOf(orders: OrderArrays, otherPnl: Float64Array, fills: LiveFills): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([orders.days, orders.symbols]))
  const arrays = [
    ...[orders.dayStart, orders.symbol, orders.side, orders.quantity, orders.mid, orders.timeMs, orders.limitPrice],
    ...[fills.spreadBps, fills.volatilityDaily, fills.adv, fills.depthQuantity, orders.counter, orders.marks, otherPnl],
    ...[orders.lots.lotEntry, orders.lots.lotQuantity, orders.liveWaitMs ?? new Float64Array(0)],
    ...(orders.books === undefined ? [] : [orders.books.start, orders.books.price, orders.books.quantity]),
  ]
  for (const array of arrays) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  return hash.digest('hex')
}
