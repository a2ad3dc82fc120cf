import { plain } from '#domain/report/number-text.ts'
import type { Cause } from '#shared/review.ts'

/** The scale amounts are said in: bps of `capital`, or money where capital is null; `annualisation` days a year. */
export interface AmountScale {
  readonly capital: number | null
  readonly currency: string | null
  /** Of money: as many as the report's money has. */
  readonly decimals: number
  readonly annualisation: number
}

/** What a cause is called inside a sentence. */
export const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  alpha: 'trades only one side made',
  sizing: 'sizing',
  timing: 'timing',
  slippage: 'slippage',
  fees: 'fees',
  price: 'price (timing and slippage together)',
  funding: 'funding',
}

/** Returns `-3.3 bps` or `-1,234.50 USDT`, with a sign. */
export function sayAmount(money: number, { capital, currency, decimals }: AmountScale): string {
  if (capital === null)
    return `${signed(money, (size) => sayMoney(size, decimals))}${currency === null ? '' : ` ${currency}`}`
  return `${signed((money / capital) * 1e4, sayBps)} bps`
}

/** Returns the headline's amount and when: `-3.3 bps of capital on 14 Oct (63 annualised)`; a range has no annualised figure, for one day's root-of-time rule does not apply to it. */
export function sayTotal(money: number, from: string, to: string, scale: AmountScale): string {
  const { capital, annualisation } = scale
  const when = from === to ? `on ${sayDay(from)}` : `from ${sayDay(from)} to ${sayDay(to)}`
  const amount = sayAmount(money, scale)
  if (capital === null) return `${amount} ${when}`
  const annualised =
    from === to ? ` (${sayBps(Math.abs(money / capital) * 1e4 * Math.sqrt(annualisation))} annualised)` : ''
  return `${amount} of capital ${when}${annualised}`
}

/** Returns a fraction as `71 %`; a positive one that would round to 0 as `under 1 %`. */
export function sayPercent(fraction: number): string {
  return fraction > 0 && fraction < 0.005 ? 'under 1 %' : `${String(Math.round(fraction * 100))} %`
}

/** Returns how many times: `3.1x`. */
export function sayTimes(ratio: number): string {
  return `${ratio.toFixed(1)}x`
}

/** Returns `14 Oct` for 2025-10-14. */
function sayDay(day: string): string {
  const [, month = '', date = ''] = day.split('-')
  return `${String(Number(date))} ${MONTHS[Number(month) - 1] ?? month}`
}

/** Returns a slice as a person would: `SOL-USDT market orders between 14:00 and 15:00 UTC`; dimensions it has no phrase for come as `with venue X`. */
export function saySlice(slice: Readonly<Record<string, string>>): string {
  const { symbol, order_type: orderType, liquidity, side, hour, ...others } = slice
  const adjectives = [liquidity, orderType, side].filter((word) => word !== undefined)
  const noun = adjectives.length > 0 || symbol === undefined ? [...adjectives, 'orders'] : []
  const what = [symbol, ...noun].filter((word) => word !== undefined).join(' ')
  const rest = Object.entries(others).map(([name, value]) => ` with ${name.replaceAll('_', ' ')} ${value}`)
  return `${what}${rest.join('')}${hour === undefined ? '' : ` between ${clock(Number(hour))} and ${clock(Number(hour) + 1)} UTC`}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

/** One decimal, none where it is 0; two significant digits below 0.05, so that nothing small reads as nothing. */
function sayBps(bps: number): string {
  if (bps > 0 && bps < 0.05) return String(Number(bps.toPrecision(2)))
  return String(Number(bps.toFixed(1)))
}

/** Below this, money is what floating point left over. */
const DUST = 0.5e-8

/** The report's decimals; two significant digits where those would show none, so that nothing small reads as nothing. */
function sayMoney(money: number, decimals: number): string {
  const isLost = money >= DUST && money < 0.5 * 10 ** -decimals
  return plain(money, isLost ? 1 - Math.floor(Math.log10(money)) : decimals)
}

function signed(value: number, say: (magnitude: number) => string): string {
  const sign = value < 0 ? '-' : '+'
  return `${value === 0 ? '' : sign}${say(Math.abs(value))}`
}
