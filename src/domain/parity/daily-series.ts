import type { Action, Band, Flag, ReviewDay, ReviewSettings } from '#shared/review.ts'
import { advanceStreak, bandOf, defaultEscalation, NO_STREAK, type EscalationRule, type StreakState } from './band.ts'
import { bootstrapIntervalBps, breachProbability, gaussianIntervalBps } from './interval.ts'
import { teDayBps, trackingDifferenceBps, trackingErrorBps, trackingErrorRmsBps } from './tracking-error.ts'

/** One evaluated day's P&L of both sides, in the reporting currency. */
export interface DayPnl {
  readonly day: string
  readonly livePnl: number
  readonly backtestPnl: number
}

/** The settings the series needs, named as in the review; `escalation` replaces the default table of `escalation_after`. */
export interface SeriesSettings extends Pick<
  ReviewSettings,
  | 'annualisation'
  | 'window'
  | 'band_measure'
  | 'band_edges_bps'
  | 'target_bps'
  | 'escalation_after'
  | 're_enable_after'
  | 'seed'
> {
  readonly escalation?: readonly EscalationRule[]
}

/** Evaluated days in order, and the capital both sides are measured against on each (null: not known). */
export interface SeriesInput {
  readonly days: readonly DayPnl[]
  readonly capitalByDay: readonly (number | null)[]
  readonly settings: SeriesSettings
}

/** A review day without attribution and without the figure that needs market data. */
export type EvaluatedDay = Omit<ReviewDay, 'attribution' | 'carry' | 'te_day_realised_bps'>

type Returns = Pick<ReviewDay, 'live_return' | 'backtest_return' | 'active_return'>
type Measures = Pick<
  ReviewDay,
  | 'te_day_bps'
  | 'te_bps'
  | 'te_rms_bps'
  | 'td_bps'
  | 'te_interval_bps'
  | 'te_interval_bootstrap_bps'
  | 'breach_probability'
>

/**
 * Returns one row per evaluated day: returns on capital, te_day, and TE, rms and TD over the last `window` days that have a
 * return, with interval, breach probability, band, streak and action. A day whose capital is null or not above 0 has money
 * only (flag `no-capital`), stands in no window and leaves the streak. Flags `short-window` (count: days in the window) and
 * `too-few-days` (below two, no measure and no band) concern the windowed measures.
 */
export function evaluateDays(input: SeriesInput): EvaluatedDay[] {
  const { settings } = input
  const active: number[] = []
  let state = NO_STREAK
  return input.days.map((pnl, index) => {
    const returns = returnsOf(pnl, input.capitalByDay[index] ?? null)
    if (returns.active_return !== null) active.push(returns.active_return)
    const window = returns.active_return === null ? [] : active.slice(-settings.window)
    const measures = measure(window, settings)
    const judged = judge(measures, state, settings)
    state = judged.state
    const { band, streak, action } = judged
    const flags = flagsOf(returns, window.length, settings.window)
    return {
      day: pnl.day,
      live_pnl: pnl.livePnl,
      backtest_pnl: pnl.backtestPnl,
      ...returns,
      ...measures,
      band,
      streak,
      action,
      flags,
    }
  })
}

function returnsOf(pnl: DayPnl, capital: number | null): Returns {
  if (capital === null || !(capital > 0)) return { live_return: null, backtest_return: null, active_return: null }
  const live = pnl.livePnl / capital
  const backtest = pnl.backtestPnl / capital
  return { live_return: live, backtest_return: backtest, active_return: live - backtest }
}

function measure(window: readonly number[], settings: SeriesSettings): Measures {
  const { annualisation, band_measure: driver, target_bps: target, seed } = settings
  const today = window.at(-1)
  const te = trackingErrorBps(window, annualisation)
  const rms = trackingErrorRmsBps(window, annualisation)
  const driving = driver === 'te_bps' ? te : rms
  return {
    te_day_bps: today === undefined ? null : teDayBps(today, annualisation),
    te_bps: te,
    te_rms_bps: rms,
    td_bps: trackingDifferenceBps(window, annualisation),
    te_interval_bps: driving === null ? null : gaussianIntervalBps(driver, driving, window.length),
    te_interval_bootstrap_bps: bootstrapIntervalBps(driver, window, annualisation, seed),
    breach_probability: driving === null ? null : breachProbability(driver, driving, target, window.length),
  }
}

function judge(
  measures: Measures,
  before: StreakState,
  settings: SeriesSettings,
): { state: StreakState; band: Band | null; streak: number; action: Action | null } {
  const driving = measures[settings.band_measure]
  if (driving === null || measures.te_day_bps === null)
    return { state: before, band: null, streak: before.streak, action: null }
  const band = bandOf(driving, settings.band_edges_bps)
  const dayBand = bandOf(measures.te_day_bps, settings.band_edges_bps)
  const after = settings.escalation_after
  const rules = {
    escalation: settings.escalation ?? defaultEscalation(after),
    reEnableAfter: settings.re_enable_after ?? after,
  }
  const { state, action } = advanceStreak(before, { band, dayBand }, rules)
  return { state, band, streak: state.streak, action }
}

function flagsOf(returns: Returns, days: number, window: number): Flag[] {
  if (returns.active_return === null) return [{ code: 'no-capital', field: 'active_return', count: 1 }]
  const flags: Flag[] = []
  if (days < window) flags.push({ code: 'short-window', field: 'te_bps', count: days })
  if (days < 2) flags.push({ code: 'too-few-days', field: 'te_bps', count: days })
  return flags
}
