import { byCause } from '#shared/by-cause.ts'
import { CAUSES, type Cause, type ReviewSettings } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Task } from './ports.ts'

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

type ByCause = Partial<Record<Cause, number>>

/** Attributes every evaluated day (1-parity section 6) over the legs that compare-sides prepared. */
export async function attributeDays(store: Store, settings: ReviewSettings, task: Task): Promise<AttributedDay[]> {
  const ladder = settings.attribution === 'ladder'
  await store.run(queries.mark, {}, task)
  await store.run(queries.markMove, {})
  await store.run(queries.attributionPair, {}, task)
  await store.run(queries.attributionLeg, {}, task)
  await store.run(ladder ? queries.legShareLadder : queries.legShareShapley, {})
  await store.run(queries.attributionValue, {})
  await store.run(queries.legCause, {})
  await store.run(queries.directPrice, {})
  await store.run(queries.directCause, {})
  await store.run(queries.pairDay, {}, task)
  await store.run(queries.positionCause, { ladder, scale: settings.scale }, task)
  const fresh = new Map((await store.rows(queries.dayNew, {}, task)).map((row) => [row.day, row]))
  const carried = new Map((await store.rows(queries.dayCarry, {}, task)).map((row) => [row.day, row]))
  const pnl = await store.rows(queries.dayPnl, { scale: settings.scale }, task)
  return [...fresh.keys()].map((day) => {
    const [live, backtest] = ['live', 'backtest'].map((origin) =>
      pnl.find((row) => row.day === day && row.origin === origin),
    )
    return attributedDay(day, live, backtest, fresh.get(day) ?? {}, carried.get(day) ?? {})
  })
}

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
  fresh: ByCause,
  carried: ByCause,
): AttributedDay {
  const carry = byCause((cause) => carried[cause] ?? 0)
  const parts = byCause((cause) =>
    cause === 'funding' ? live.cash - backtest.cash : (fresh[cause] ?? 0) + carry[cause],
  )
  const explained = CAUSES.reduce((total, cause) => total + parts[cause], 0)
  return {
    day,
    livePnl: live.pnl,
    backtestPnl: backtest.pnl,
    byCause: parts,
    carry,
    residual: live.pnl - backtest.pnl - explained,
    notional: live.traded + live.carried + backtest.traded + backtest.carried,
  }
}
