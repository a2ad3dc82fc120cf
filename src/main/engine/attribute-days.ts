import { DIRECT_CAUSES } from '#domain/parity/attribute-direct.ts'
import { byCause } from '#shared/by-cause.ts'
import { CAUSES, type Cause, type ReviewSettings } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { attributeLoosePairs } from './attribute-loose-pairs.ts'
import { keepFlows, keepPositions } from './keep-cells.ts'
import type { Task } from './ports.ts'
import { DAY_MS, type MatchedFills } from './review-fills.ts'

/** One evaluated day in money: both sides' P&L straight from fills, and their difference by cause from pairs. */
export interface AttributedDay {
  readonly day: string
  readonly livePnl: number
  readonly backtestPnl: number
  readonly byCause: Record<Cause, number>
  /** The part of each cause that comes from positions of earlier days. */
  readonly carry: Record<Cause, number>
  /** (live - backtest) - sum of causes; float dust only, checked against 1e-9 of `notional`. */
  readonly residual: number
  /** Traded plus carried notional of both sides. */
  readonly notional: number
}

/** Attributes every evaluated day (1-parity section 6): what direct pairs came to, and the other pairs over the legs that compare-sides prepared. */
export async function attributeDays(
  store: Store,
  settings: ReviewSettings,
  fills: MatchedFills,
  task: Task,
): Promise<AttributedDay[]> {
  const { attribution: method, scale } = settings
  await keepFlows(store, fills)
  await keepPositions(store, fills)
  await attributeLoosePairs(store, method, task)
  await store.run(queries.heldPosition, {}, task)
  await store.run(queries.positionCause, { ladder: method === 'ladder', scale }, task)
  const fresh = byDay(await store.rows(queries.dayNew, {}, task))
  const carried = byDay(await store.rows(queries.dayCarry, {}, task))
  const pnl = await store.rows(queries.dayPnl, { scale }, task)
  return [...fresh.keys()].map((day) => {
    const [live, backtest] = ['live', 'backtest'].map((origin) =>
      pnl.find((row) => row.day === day && row.origin === origin),
    )
    return attributedDay(day, live, backtest, directOn(day, fills), fresh.get(day) ?? {}, carried.get(day) ?? {})
  })
}

function byDay<Row extends { readonly day: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.day, row]))
}

/** What direct pairs add to a day: causes, and what their unknown fees were taken for, live's and the backtest's. */
interface DirectDay {
  readonly byCause: ByCause
  readonly imputedFees: readonly [number, number]
}

function directOn(day: string, { sums: { byDay: sums, imputedFees }, grid }: MatchedFills): DirectDay {
  const index = Date.parse(day) / DAY_MS - grid.firstDay
  const causes = DIRECT_CAUSES.map((cause, place) => [cause, sums[index * DIRECT_CAUSES.length + place] ?? 0])
  return {
    byCause: Object.fromEntries(causes) as ByCause,
    imputedFees: [imputedFees[2 * index] ?? 0, imputedFees[2 * index + 1] ?? 0],
  }
}

type ByCause = Partial<Record<Cause, number>>

interface SidePnl {
  readonly pnl: number
  readonly cash: number
  readonly traded: number
  readonly carried: number
}

const NOTHING: SidePnl = { pnl: 0, cash: 0, traded: 0, carried: 0 }

function attributedDay(
  day: string,
  live: SidePnl = NOTHING,
  backtest: SidePnl = NOTHING,
  direct: DirectDay,
  fresh: ByCause,
  carried: ByCause,
): AttributedDay {
  const carry = byCause((cause) => carried[cause] ?? 0)
  const parts = byCause((cause) =>
    cause === 'funding' ? live.cash - backtest.cash : (direct.byCause[cause] ?? 0) + (fresh[cause] ?? 0) + carry[cause],
  )
  const explained = CAUSES.reduce((total, cause) => total + parts[cause], 0)
  const livePnl = live.pnl - direct.imputedFees[0]
  const backtestPnl = backtest.pnl - direct.imputedFees[1]
  return {
    day,
    livePnl,
    backtestPnl,
    byCause: parts,
    carry,
    residual: livePnl - backtestPnl - explained,
    notional: live.traded + live.carried + backtest.traded + backtest.carried,
  }
}
