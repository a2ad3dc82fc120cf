/** One leg of an option spread as opened. */
export interface OptionLeg {
  readonly contracts: number
  /** YYYY-MM-DD. */
  readonly expiry: string
  readonly strike: string
  readonly right: 'C' | 'P'
  readonly isBought: boolean
  /** Points. */
  readonly price: number
}

const LEG = /^(\d+) ([A-Z][a-z]{2}) (\d{1,2}) ([\d.]+) ([CP]) (STO|BTO) ([\d.]+)$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAY_MS = 86_400_000

/**
 * Reads legs as Option Omega writes them: `2 May 30 5945 C STO 2.80 | 2 May 30 6025 C BTO 0.17`, contracts, expiry
 * without its year, strike, right, sold or bought to open, price. The year is the first in which the expiry is not before
 * the opening (a day's grace for the zone). Null when a leg cannot be read.
 */
export function parseLegs(text: string, openedMicros: number): OptionLeg[] | null {
  const legs: OptionLeg[] = []
  for (const part of text.split('|')) {
    const match = LEG.exec(part.trim())
    const expiry = match === null ? null : expiryDate(match[2]!, Number(match[3]), openedMicros / 1000)
    if (match === null || expiry === null) return null
    legs.push({
      contracts: Number(match[1]),
      expiry,
      strike: match[4]!,
      right: match[5] === 'C' ? 'C' : 'P',
      isBought: match[6] === 'BTO',
      price: Number(match[7]),
    })
  }
  return legs
}

/** Premium of opening a spread in points per unit: positive = received (a credit). */
export function legsPremium(legs: readonly OptionLeg[], quantity: number): number {
  return legs.reduce((sum, leg) => sum + ((leg.isBought ? -1 : 1) * leg.price * leg.contracts) / quantity, 0)
}

/**
 * Returns one name for a spread whatever its size and the order of its legs: `SPX 2025-05-30 +6025C -5945C` (+ bought,
 * - sold; a ratio above 1 is written `-2x5945C`). A leg that expires otherwise carries its own date.
 */
export function spreadSymbol(underlying: string, legs: readonly OptionLeg[], quantity: number): string {
  const [first] = legs
  const names = legs.map((leg) => {
    const ratio = leg.contracts / quantity
    const date = leg.expiry === first?.expiry ? '' : `@${leg.expiry}`
    return `${leg.isBought ? '+' : '-'}${ratio === 1 ? '' : `${ratio}x`}${leg.strike}${leg.right}${date}`
  })
  return [underlying, first?.expiry ?? '', ...names.sort()].join(' ')
}

function expiryDate(month: string, day: number, openedMs: number): string | null {
  const index = MONTHS.indexOf(month)
  if (index < 0) return null
  const opened = new Date(openedMs).getUTCFullYear()
  for (const year of [opened - 1, opened, opened + 1]) {
    const expiry = new Date(Date.UTC(year, index, day))
    if (expiry.getUTCDate() !== day) continue
    if (expiry.getTime() >= openedMs - 2 * DAY_MS) return expiry.toISOString().slice(0, 10)
  }
  return null
}
