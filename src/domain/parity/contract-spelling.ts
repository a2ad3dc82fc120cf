/** What is traded. `unknown`: the spelling names an asset without saying how it is traded, e.g. a share. */
export type InstrumentKind = 'spot' | 'perp' | 'future' | 'option' | 'unknown'

/** A spelling taken apart into its pair of assets, still joined, and the contract on it. */
export interface ContractSpelling {
  readonly pair: string
  readonly kind: Exclude<InstrumentKind, 'unknown'>
  /** YYMMDD. */
  readonly expiry: string | null
  /** Strike and right, e.g. 60000-C. */
  readonly terms: string | null
  /** The settlement asset, where the spelling gives one. */
  readonly settle: string | null
  /** Whether the spelling itself says that P&L is in the base asset. */
  readonly inverse: boolean
}

/** Takes an upper-case spelling without venue apart; what no contract reader knows is spot, or a perpetual when it names a settlement asset. */
export function readContract(spelling: string): ContractSpelling {
  for (const read of READERS) {
    const contract = read(spelling)
    if (contract !== null) return contract
  }
  const spot = contractOf(spelling.replace(/[-_]SPOT$/, ''), {})
  return spot.settle === null ? spot : { ...spot, kind: 'perp' }
}

const OPTION = /^(.+)[-_](\d[\d.]*)[-_]([CP])$/
const SHARE_OPTION = /^([A-Z]{1,6}) *(\d{6})([CP])(\d{8})$/
const KRAKEN_FUTURE = /^[PF]([IF])_([A-Z0-9_]+)$/
const DATED = /^(.+)[-_](\d{6}|\d{8}|\d\d?[A-Z]{3}\d\d)$/
const PERPETUAL = /^(.+?)(?:[-_/](?:PERP|PERPETUAL|SWAP)|\.P|(?<=...)PERP)$/

type Reader = (spelling: string) => ContractSpelling | null

/** BTC-28JUN24-60000-C, BTC/USD:BTC-240628-60000-C: a dated contract with a strike and a right behind it. */
const readOption: Reader = (spelling) => {
  const [, dated = '', strike = '', right = ''] = OPTION.exec(spelling) ?? []
  const contract = readDated(dated)
  return contract === null ? null : { ...contract, kind: 'option', terms: `${strike}-${right}` }
}

/** AAPL240621C00190000: strike in thousandths (Options Clearing Corporation). */
const readShareOption: Reader = (spelling) => {
  const [, pair = '', expiry = '', right = '', strike = ''] = SHARE_OPTION.exec(spelling) ?? []
  return right === ''
    ? null
    : contractOf(pair, { kind: 'option', expiry, terms: `${String(Number(strike) / 1000)}-${right}` })
}

/** Kraken's PI_XBTUSD (inverse) and PF_XBTUSD (linear), FI_ and FF_ with a date. */
const readKrakenFuture: Reader = (spelling) => {
  const [, type = '', rest = ''] = KRAKEN_FUTURE.exec(spelling) ?? []
  if (type === '') return null
  const contract = readDated(rest) ?? contractOf(rest, { kind: 'perp' })
  return { ...contract, inverse: type === 'I', settle: type === 'I' ? null : 'USD' }
}

/** ETHUSDT_240628, BTC-28JUN24, BTC/USDT:USDT-240628. */
const readDated: Reader = (spelling) => {
  const [, pair = '', date = ''] = DATED.exec(spelling) ?? []
  return date === '' ? null : contractOf(pair, { kind: 'future', expiry: sixDigits(date) })
}

/** BTC-USDT-PERP, BTC-PERPETUAL, BTC-USDT-SWAP, BTCUSDT.P, BTCPERP. */
const readPerpetual: Reader = (spelling) => {
  const [, pair = ''] = PERPETUAL.exec(spelling) ?? []
  return pair === '' ? null : contractOf(pair, { kind: 'perp' })
}

const READERS: readonly Reader[] = [readOption, readShareOption, readKrakenFuture, readDated, readPerpetual]

function contractOf(text: string, contract: Partial<ContractSpelling>): ContractSpelling {
  const [pair = '', settle = null] = text.split(':')
  return { kind: 'spot', expiry: null, terms: null, settle, inverse: false, ...contract, pair }
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** YYMMDD of 240628, 20240628 or 28JUN24. */
function sixDigits(date: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})([A-Z]{3})(\d{2})$/.exec(date) ?? []
  if (month === '') return date.slice(-6)
  return `${year}${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}${day.padStart(2, '0')}`
}
