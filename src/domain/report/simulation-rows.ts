import type { DaySimulation } from '#shared/daily-simulation.ts'
import { CAUSES, type Review } from '#shared/review.ts'
import { moneyOf } from './day-facts.ts'
import { bps, plain, quantity, withTrueMinus } from './number-text.ts'

/** One row of what is left: its label, and live less each of the three counterparts. */
export interface LeftRow {
  readonly label: string
  readonly backtest: string
  readonly baseline: string
  readonly scenario: string
  readonly kind?: 'sum'
}

/** Returns the sentences of a simulation: what is left under the scenario, and where the scenario comes from; or why there is none. */
export function simulationSentences({ scenario, reason, origin, left }: DaySimulation): string[] {
  if (reason !== null) return [`"${scenario}" was not simulated: ${reason}`]
  return [left?.sentence ?? null, origin].filter((sentence) => sentence !== null).map(withTrueMinus)
}

/** Returns the parameters in which the scenario differs from the backtest's own assumptions: name, backtest, scenario, unit. */
export function assumptionRows({ assumptions }: DaySimulation): [string, string, string, string][] {
  const value = (one: number | string) => (typeof one === 'string' ? one : quantity(Number(one.toPrecision(4))))
  return assumptions.map(({ name, unit, backtest, scenario }) => [name, value(backtest), value(scenario), unit])
}

/** Returns live less the backtest, less the backtest simulated on its own assumptions, and less the scenario: by cause, then P&L and tracking error. Causes that are nothing at the printed precision everywhere are left out. */
export function leftRows(review: Review, { baseline, left }: DaySimulation): LeftRow[] {
  const say = moneyOf(review)
  const { total } = review
  const money = (label: string, amounts: readonly (number | null)[], kind?: 'sum'): LeftRow => {
    const [backtest = '–', own = '–', scenario = '–'] = amounts.map((amount) => say(amount))
    return { label, backtest, baseline: own, scenario, ...(kind && { kind }) }
  }
  const causes = CAUSES.map((cause) =>
    money(cause, [total.attribution[cause], baseline?.attribution[cause] ?? null, left?.attribution[cause] ?? null]),
  ).filter(({ backtest, baseline: own, scenario }) => /[1-9]/.test(backtest + own + scenario))
  const error = (value: number | null | undefined) => plain(value ?? null, 1)
  return [
    ...causes,
    money('live − counterpart', [total.active_pnl, baseline?.active_pnl ?? null, left?.active_pnl ?? null], 'sum'),
    {
      label: 'tracking error (rms), bps',
      backtest: error(total.te_rms_bps),
      baseline: error(baseline?.te_rms_bps),
      scenario: error(left?.te_rms_bps),
    },
    {
      label: 'tracking difference, bps',
      backtest: bps(total.td_bps),
      baseline: bps(baseline?.td_bps ?? null),
      scenario: bps(left?.td_bps ?? null),
    },
  ]
}
