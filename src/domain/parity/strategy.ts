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

/** A strategy that a side's files name ('' = fills without one) and how many fills have it. */
export interface NamedStrategy {
  readonly name: string
  readonly fills: number
}

/**
 * Returns what can be chosen with {@link reviewedStrategy} of the strategies on each side, most fills first: names that both
 * have, then pairs of a name of live and one of the backtest that the other side lacks. A name with `=` in it cannot be chosen.
 */
export function strategyChoices(live: readonly NamedStrategy[], backtest: readonly NamedStrategy[]): string[] {
  const usable = (side: readonly NamedStrategy[]) => side.filter(({ name }) => !name.includes('='))
  const lacks = (side: readonly NamedStrategy[], name: string) => !side.some((other) => other.name === name)
  const pairs = usable(live).flatMap((one) =>
    usable(backtest)
      .filter((other) => one.name === other.name || (lacks(backtest, one.name) && lacks(live, other.name)))
      .map((other) => ({ one, other, isCommon: one.name === other.name, fills: Math.min(one.fills, other.fills) })),
  )
  return pairs
    .toSorted((a, b) => Number(b.isCommon) - Number(a.isCommon) || b.fills - a.fills)
    .map(({ one, other, isCommon }) => (isCommon && one.name !== '' ? one.name : `${one.name}=${other.name}`))
}
