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

/** A cost per unit of notional, and its currency. */
interface FeeRate {
  readonly perNotional: number
  readonly currency: string
}

const AGREES = 1e-6

/**
 * Returns the fee of each fill of a leg. `orders.ft_fee_base` is exact and wins. Otherwise freqtrade keeps one cost and
 * one currency per leg, and they mean different things by version (freqtrade/persistence/trade_model.py):
 * - `update_fee` stores the real cost once per side, of the first order filled, in the currency charged: later fills pay
 *   as much per notional;
 * - `recalc_trade_from_orders` overwrites the entry's cost with rate * stake in the quote currency, whatever the currency
 *   column says, and, since stake = notional / leverage, understated by the leverage. A cost that agrees with
 *   rate * notional, of the first fill or of the leg, or of the leg divided by the leverage, is taken for that.
 * Without a cost: rate * notional in the quote currency. Without a rate either: unknown.
 */
export function feesOfLeg(fills: readonly LegFill[], leg: LegFees): Fee[] {
  const first = fills[0]?.notional ?? 0
  const total = fills.reduce((sum, fill) => sum + fill.notional, 0)
  const rate = feeRate(leg, first, total)
  return fills.map(({ notional, feeBase }) => {
    if (feeBase > 0) return { fee: feeBase, currency: leg.base }
    if (rate !== null) return { fee: rate.perNotional * notional, currency: rate.currency }
    if (leg.cost === null) return { fee: null, currency: null }
    return { fee: leg.cost / fills.length, currency: leg.currency ?? leg.quote }
  })
}

/** Null when nothing is known, or when the fills have no notional to share a cost by. */
function feeRate({ rate, cost, currency, quote, leverage }: LegFees, first: number, total: number): FeeRate | null {
  if (cost === null || currency === null) return rate === null ? null : { perNotional: rate, currency: quote }
  for (const [covered, divisor] of [
    [first, 1],
    [total, 1],
    [total, leverage],
  ] as const) {
    const expected = ((rate ?? 0) * covered) / divisor
    const agrees = expected !== 0 && Math.abs(cost - expected) <= AGREES * Math.abs(expected)
    if (agrees) return { perNotional: (cost * divisor) / covered, currency: quote }
  }
  return first === 0 ? null : { perNotional: cost / first, currency }
}
