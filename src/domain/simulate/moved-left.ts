import type { AgainstLive } from '#shared/simulate/document.ts'
import { gapsLeft, sentenceOfLeft, type GapsLeft } from './against-live.ts'
import { SUM_COUNT, type DrawSums } from './draw-sums.ts'
import { paidOf } from './pnl.ts'
import type { Coefficients } from './slippage.ts'
import type { LiveReference } from './summary.ts'

/** What is left against live after instant parameters moved. Which causes it falls to depends on the pairs (a fee, too, is alpha where live did not trade), so only a run says. */
export interface MovedLeft extends GapsLeft, Pick<AgainstLive, 'limit_bps' | 'draws' | 'sentence'> {}

/** How a scenario's coefficients moved, and the sums of the run under the first. */
export interface Move {
  readonly sums: DrawSums
  readonly from: Coefficients
  readonly to: Coefficients
}

/**
 * Moves what was left against live to other coefficients: what simulated fills pay more, live is ahead by, day by day. Exact
 * to rounding where the sums hold the draws that `left` is the mean of, else over the draws they hold; approximate where limit
 * prices bound.
 */
export function moveLeft(
  name: string,
  left: AgainstLive,
  move: Move,
  live: LiveReference,
  currency: string | null,
): MovedLeft {
  const draws = Math.min(left.draws, move.sums.draws)
  const paid = paidMore(move, draws)
  const gaps = left.days.map(({ day, active_pnl: activePnl }, index) => ({ day, activePnl: activePnl + paid[index]! }))
  const moved = { ...gapsLeft(gaps, live, left.limit_bps), limit_bps: left.limit_bps, draws }
  return { ...moved, sentence: sentenceOfLeft(name, { ...moved, attribution: null }, currency) }
}

/** Returns what a move makes a scenario pay more, money by day: the mean over the first draws. */
function paidMore({ sums: { values, days }, from, to }: Move, draws: number): Float64Array {
  const paid = new Float64Array(days)
  for (let cell = 0; cell < draws * days; cell++)
    paid[cell % days]! += (paidOf(values, cell * SUM_COUNT, to) - paidOf(values, cell * SUM_COUNT, from)) / draws
  return paid
}
