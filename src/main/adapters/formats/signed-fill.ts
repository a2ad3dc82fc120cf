/** Returns the side a signed quantity says: positive is bought. Null for zero or none. */
export function sideOfSign(qty: number | null): 'buy' | 'sell' | null {
  if (qty === null || qty === 0) return null
  return qty > 0 ? 'buy' : 'sell'
}

/** Returns a quantity without its sign. */
export function unsigned(qty: number | null): number | null {
  return qty === null ? null : Math.abs(qty)
}

/** Turns a fee whose charge is negative (a cash flow) into ours: positive = charged. Zero stays zero, not minus zero. */
export function chargedOf(cashFlow: number | null): number | null {
  return cashFlow === null ? null : 0 - cashFlow
}

/** Returns a price and its currency, pence (GBX, GBp) as pounds. */
export function withoutPence(price: number | null, currency: string | null): [number | null, string | null] {
  const isPence = currency === 'GBX' || currency === 'GBp'
  return isPence ? [price === null ? null : price / 100, 'GBP'] : [price, currency]
}
