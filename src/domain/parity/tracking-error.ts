import { mean, standardDeviation } from '#domain/stats/moments.ts'

const BPS = 1e4

/**
 * Returns annualised tracking error in bps: sqrt(A) * sd(d, ddof = 1) * 1e4, d the active returns (live minus backtest,
 * fractions of capital) of one day each, A days a year. Null below two days; exactly 0 for a constant difference. Roll (1992).
 */
export function trackingErrorBps(active: readonly number[], daysPerYear: number): number | null {
  const spread = standardDeviation(active)
  return spread === null ? null : Math.sqrt(daysPerYear) * spread * BPS
}

/** Returns annualised tracking difference in bps a year: A * mean(d) * 1e4, signed (negative: live earns less). Null below two days. */
export function trackingDifferenceBps(active: readonly number[], daysPerYear: number): number | null {
  const drift = active.length < 2 ? null : mean(active)
  return drift === null ? null : daysPerYear * drift * BPS
}

/**
 * Returns annualised root-mean-square tracking error in bps: sqrt(A * mean(d^2)) * 1e4. It counts drift as well as noise:
 * rms^2 = TE^2 (N - 1) / N + TD^2 / A. Null below two days.
 */
export function trackingErrorRmsBps(active: readonly number[], daysPerYear: number): number | null {
  const meanSquare = active.length < 2 ? null : mean(active.map((difference) => difference * difference))
  return meanSquare === null ? null : Math.sqrt(daysPerYear * meanSquare) * BPS
}

/** Returns one day's active return in annualised bps: sqrt(A) * |d| * 1e4. 1 bp of capital in a day is 19.1 bps annualised at A = 365. */
export function teDayBps(activeReturn: number, daysPerYear: number): number {
  return Math.sqrt(daysPerYear) * Math.abs(activeReturn) * BPS
}
