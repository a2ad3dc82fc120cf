/** One price level of the side an order takes from, best first; price in quote currency, quantity in units. */
export interface BookLevel {
  readonly price: number
  readonly quantity: number
}

/** What walking the displayed book gives: the quantity it showed, its volume-weighted price, and what was left over. */
export interface BookWalk {
  readonly filled: number
  readonly averagePrice: number | null
  readonly remaining: number
}

/** Walks levels best first until `quantity` is filled or the book ends. `averagePrice` is null when nothing was displayed. */
export function walkBook(levels: readonly BookLevel[], quantity: number): BookWalk {
  let filled = 0
  let money = 0
  for (const level of levels) {
    const take = Math.min(level.quantity, quantity - filled)
    filled += take
    money += take * level.price
    if (filled >= quantity) break
  }
  return {
    filled,
    averagePrice: filled > 0 ? money / filled : null,
    remaining: Math.max(0, quantity - filled),
  }
}

/** Returns how many touch sizes an order sweeps beyond the first, max(0, Q / depth - 1). 0 where the touch size is unknown (NaN) or not positive. */
export function touchesSwept(quantity: number, depthQuantity: number): number {
  return depthQuantity > 0 ? Math.max(0, quantity / depthQuantity - 1) : 0
}

/** Returns the depth basis in bps: a spread for each of {@link touchesSwept}, to be multiplied by k_depth. */
export function touchDepthBps(quantity: number, depthQuantity: number, spreadBps: number): number {
  return spreadBps * touchesSwept(quantity, depthQuantity)
}

/** What a loaded book says of one order: the cost beyond the touch of the displayed part, averaged over the whole order, and the share of the order not displayed. */
export interface BookCost {
  readonly costBps: number
  readonly hiddenShare: number
}

/**
 * Returns the cost of walking the book beyond its touch: side * (VWAP of the displayed quantity - best price) / mid, bps,
 * weighted by the displayed share of the order. Half the spread is a term of its own, and a book up to a minute old may stand
 * around another mid than the order's, so the walk is measured within the book. Impact applies to `hiddenShare` only. `side` is
 * +1 to buy, -1 to sell.
 */
export function bookCost(
  levels: readonly BookLevel[],
  order: { side: number; quantity: number; mid: number },
): BookCost {
  const { averagePrice, filled, remaining } = walkBook(levels, order.quantity)
  if (averagePrice === null) return { costBps: 0, hiddenShare: 1 }
  const walkedBps = (order.side * (averagePrice - levels[0]!.price) * 1e4) / order.mid
  return { costBps: (walkedBps * filled) / order.quantity, hiddenShare: remaining / order.quantity }
}
