/** The parts of a ccxt symbol: BASE/QUOTE for spot, BASE/QUOTE:SETTLE for a derivative. */
export interface PairParts {
  readonly base: string
  readonly quote: string
  readonly settle: string | null
}

/** Splits a ccxt symbol; what has no slash is all base. */
export function pairParts(symbol: string): PairParts {
  const [pair = '', settle] = symbol.split(':')
  const [base = '', quote = ''] = pair.split('/')
  return { base, quote, settle: settle?.split('-')[0] ?? null }
}

/** Says whether a contract pays in its base currency (BTC/USD:BTC): its P&L is not quantity times price. */
export function isInverse(symbol: string): boolean {
  const { base, settle } = pairParts(symbol)
  return settle !== null && settle === base
}

/** What the user is told of an inverse contract. */
export const INVERSE_REFUSED = 'Inverse contracts (settled in the base currency) are not supported.'
