import { readContract, type ContractSpelling, type InstrumentKind } from './contract-spelling.ts'
import { ASSET_ALIASES, COMMON_BASES, HIDDEN_QUOTE_CURRENCIES, QUOTE_CURRENCIES } from './currencies.ts'

/**
 * Whether P&L is in the base asset: `stated` by the spelling (settled in the base; Kraken's PI_ and FI_), `possible` for a
 * dollar or unquoted coin contract whose settlement the spelling leaves to the venue (BTC-PERPETUAL, BTCUSD_PERP), else `no`.
 */
export type InverseMark = 'stated' | 'possible' | 'no'

/** An instrument as its spelling says it: canonical name, assets, kind, expiry as `YYYY-MM-DD`. */
export interface Instrument {
  readonly name: string
  readonly base: string
  readonly quote: string | null
  readonly kind: InstrumentKind
  readonly expiry: string | null
  readonly inverse: InverseMark
}

/**
 * Reads a venue's or library's spelling, e.g. `BTC/USDT:USDT`, `BTCUSDT`, `btc_usdt`, `XXBTZEUR`, `BTC-USDT-SWAP`,
 * `ETHUSDT_240628`, `AUD/USD.SIM`, `AAPL`. The name is `BASE-QUOTE` for spot with `-PERP`, `-YYMMDD` or
 * `-YYMMDD-strike-C|P` behind it for contracts, so kinds and expiries never share a name. It is a proposal the user can
 * change: some venues spell spot and perpetual alike, and such a spelling reads as spot. Never fails; a spelling it cannot
 * split is its own base, kind `unknown`.
 */
export function parseInstrument(spelling: string): Instrument {
  const contract = readContract(withoutVenue(spelling.trim().toUpperCase()))
  const { base, quote } = splitPair(contract.pair)
  const kind = contract.kind === 'spot' && quote === null ? 'unknown' : contract.kind
  const suffix = kind === 'perp' ? ['PERP'] : [contract.expiry, contract.terms]
  const name = [base, quote, ...suffix].filter((part) => part !== null).join('-')
  return { name, base, quote, kind, expiry: isoDate(contract.expiry), inverse: inverseMark(base, quote, contract) }
}

/** Drops `.SIM`, `.BINANCE` (three letters or more, so share classes and two-letter exchange codes stay) and `BINANCE:` before a name without separators. */
function withoutVenue(spelling: string): string {
  return spelling.replace(/^(.+)\.[A-Z]{3,}$/, '$1').replace(/^[A-Z]{3,}:(?=[A-Z0-9]+(?:\.P)?$)/, '')
}

interface AssetPair {
  readonly base: string
  readonly quote: string | null
}

function splitPair(pair: string): AssetPair {
  return splitBySeparator(pair) ?? splitKrakenPair(pair) ?? splitBySuffix(pair) ?? { base: assetOf(pair), quote: null }
}

/** `/` always separates; `-` and `_` only before a known currency, else they belong to the name (BRK-B). */
function splitBySeparator(pair: string): AssetPair | null {
  const [, base = '', separator = '', quote = ''] = /^(.+)([/_-])([^/_-]+)$/.exec(pair) ?? []
  if (separator === '') return null
  if (separator === '/' || isQuote(assetOf(quote))) return { base: assetOf(base), quote: assetOf(quote) }
  return { base: pair, quote: null }
}

/** Kraken's old names put X before a coin and Z before a currency: XXBTZEUR, XETHXXBT. */
function splitKrakenPair(pair: string): AssetPair | null {
  const [, base = '', quote = ''] = /^[XZ]([A-Z]{3})[XZ]([A-Z]{3})$/.exec(pair) ?? []
  return isQuote(assetOf(quote)) ? { base: assetOf(base), quote: assetOf(quote) } : null
}

const SUFFIXES = [...QUOTE_CURRENCIES, ...Object.keys(ASSET_ALIASES)]

function splitBySuffix(pair: string): AssetPair | null {
  const baseBefore = (quote: string) => (pair.endsWith(quote) ? assetOf(pair.slice(0, -quote.length)) : '')
  const sure = [...HIDDEN_QUOTE_CURRENCIES, ...SUFFIXES].find((quote) => COMMON_BASES.has(baseBefore(quote)))
  const quote = sure ?? SUFFIXES.find((suffix) => baseBefore(suffix).length >= leastBaseLength(suffix))
  return quote === undefined ? null : { base: baseBefore(quote), quote: assetOf(quote) }
}

/** A three-letter suffix needs two letters before it: GBTC and METH are names of their own. */
function leastBaseLength(quote: string): number {
  return quote.length > 3 ? 1 : 2
}

function isQuote(asset: string): boolean {
  return QUOTE_CURRENCIES.includes(asset) || HIDDEN_QUOTE_CURRENCIES.includes(asset)
}

function assetOf(text: string): string {
  return ASSET_ALIASES[text] ?? text
}

function inverseMark(base: string, quote: string | null, { kind, settle, inverse }: ContractSpelling): InverseMark {
  if (inverse || (settle !== null && assetOf(settle) === base)) return 'stated'
  if (settle !== null || (kind !== 'perp' && kind !== 'future')) return 'no'
  return quote === 'USD' || (quote === null && COMMON_BASES.has(base)) ? 'possible' : 'no'
}

function isoDate(expiry: string | null): string | null {
  return expiry === null ? null : `20${expiry.slice(0, 2)}-${expiry.slice(2, 4)}-${expiry.slice(4, 6)}`
}
