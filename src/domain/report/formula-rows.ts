import type { Review } from '#shared/review.ts'

/** Returns the formulas of a report's numbers, as term and text, with this review's days a year and window in them. */
export function formulaRows({ settings }: Review): [term: string, text: string][] {
  const days = settings.annualisation
  return [
    ['d', 'active return of a day: live P&L less backtest P&L, both over the same capital.'],
    [
      'TE',
      `√${days} × standard deviation of d (n − 1) × 10⁴, bps a year, over ${settings.window} days. Blind to a constant drag.`,
    ],
    ['TD', `${days} × mean of d × 10⁴, bps a year: the drag.`],
    ['TE rms', `√(${days} × mean of d²) × 10⁴, bps a year: both together, TE rms² = TE² (n − 1)/n + TD²/${days}.`],
    ['annualised day', `√${days} × |d| × 10⁴: one observation, not a measure of the window.`],
    [
      'interval',
      '95 %, chi-square, for independent normal d; the bootstrap beside it (stationary, 1,000 samples) where d looks otherwise.',
    ],
    [
      'causes',
      settings.attribution === 'shapley'
        ? 'Shapley value of switching quantity, schedule, deviation from mid and fee rate from backtest to live, averaged over every order; unmatched orders are alpha.'
        : 'quantity, schedule, deviation from mid and fee rate switched from backtest to live, once, in this order; unmatched orders are alpha.',
    ],
    ['new, carried', 'from legs dated the day; from positions earlier days left.'],
    [
      'TE by cause',
      'each cause’s covariance with d over the measure (Euler): the parts add up, a negative part offsets others.',
    ],
  ]
}
