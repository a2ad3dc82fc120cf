/** The strategy that is reviewed on each side, by the name its files give it; '' is fills without one. */
export interface ReviewedStrategy {
  readonly live: string
  readonly backtest: string
}

/** Reads `NAME`, the same on both sides, or `LIVE=BACKTEST`, where they are named differently. */
export function reviewedStrategy(chosen: string): ReviewedStrategy {
  const at = chosen.indexOf('=')
  return at < 0
    ? { live: chosen, backtest: chosen }
    : { live: chosen.slice(0, at).trim(), backtest: chosen.slice(at + 1).trim() }
}

/** Returns the name that files of a role give the chosen strategy; orders, cash and equity are live's unless said otherwise. */
export function strategyOfRole(chosen: string, role: string): string {
  const { live, backtest } = reviewedStrategy(chosen)
  return role === 'backtest' ? backtest : live
}
