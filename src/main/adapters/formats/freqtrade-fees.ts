/** One filled order of a leg (all entries, or all exits, of one trade). */
export interface LegFill {
  /** Quantity times price, quote currency. */
  readonly notional: number
  /** Base currency the exchange took from this fill; 0 when none. */
  readonly feeBase: number
}

/** What a trade says of the fees of one leg. */
export interface LegFees {
  readonly rate: number | null
  readonly cost: number | null
  readonly currency: string | null
  readonly base: string
  readonly quote: string
  readonly leverage: number
}

/** A fill's fee; null amounts are unknown. */
export interface Fee {
  readonly fee: number | null
  readonly currency: string | null
}

const AGREES = 1e-6

/**
 * Returns the fee of each fill of a leg. `orders.ft_fee_base` is exact and wins. Otherwise freqtrade keeps one cost and
 * one currency per leg, and they mean different things by version (freqtrade/persistence/trade_model.py):
 * - `update_fee` stores the real cost once per side, of the first order filled, in the currency charged: each fill has
 *   cost * notional / first notional;
 * - `recalc_trade_from_orders` overwrites the entry's cost with rate * stake in the quote currency, whatever the currency
 *   column says, and since stake = notional / leverage, understated by the leverage. A cost that agrees with
 *   rate * notional of the first fill or the leg, over the leverage or not, is taken for that: rate * notional, quote.
 * Without a cost: rate * notional in the quote currency. Without a rate either: unknown.
 */
export function feesOfLeg(fills: readonly LegFill[], leg: LegFees): Fee[] {
  const first = fills[0]?.notional ?? 0
  const total = fills.reduce((sum, fill) => sum + fill.notional, 0)
  const byRate = leg.cost === null || leg.currency === null || costIsRate(leg, [first, total])
  return fills.map(({ notional, feeBase }) => {
    if (feeBase > 0) return { fee: feeBase, currency: leg.base }
    if (byRate)
      return leg.rate === null ? { fee: null, currency: null } : { fee: leg.rate * notional, currency: leg.quote }
    const share = first === 0 ? 1 / fills.length : notional / first
    return { fee: leg.cost * share, currency: leg.currency }
  })
}

function costIsRate({ rate, cost, leverage }: LegFees, notionals: readonly number[]): boolean {
  if (rate === null || cost === null || rate === 0) return false
  return notionals
    .flatMap((notional) => [rate * notional, (rate * notional) / leverage])
    .some((expected) => Math.abs(cost - expected) <= AGREES * Math.abs(expected))
}
