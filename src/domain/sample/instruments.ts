/** A perpetual future of the sample and the market it trades in. */
export interface Instrument {
  readonly symbol: string
  /** Mid at the sample's start, USDT. */
  readonly price: number
  /** Decimals of the price tick and of the quantity lot. */
  readonly priceDigits: number
  readonly lotDigits: number
  /** Standard deviation of a day's return, as a fraction. */
  readonly volatilityDaily: number
  /** Usual quoted spread, basis points of the mid. */
  readonly spreadBps: number
  /** Average daily volume and usual quantity at the touch, in base units. */
  readonly advQty: number
  readonly depthQty: number
  /** Share of the strategy's trips. */
  readonly weight: number
}

/** The five instruments; ticks are fine enough (under 0.1 bps) that rounding a price is not a cost. */
export const INSTRUMENTS: readonly Instrument[] = [
  {
    symbol: 'BTC-USDT-PERP',
    price: 84_000,
    priceDigits: 1,
    lotDigits: 4,
    volatilityDaily: 0.024,
    spreadBps: 0.6,
    advQty: 180_000,
    depthQty: 6,
    weight: 0.28,
  },
  {
    symbol: 'ETH-USDT-PERP',
    price: 3_100,
    priceDigits: 2,
    lotDigits: 3,
    volatilityDaily: 0.032,
    spreadBps: 0.8,
    advQty: 3_200_000,
    depthQty: 90,
    weight: 0.24,
  },
  {
    symbol: 'SOL-USDT-PERP',
    price: 142,
    priceDigits: 3,
    lotDigits: 2,
    volatilityDaily: 0.04,
    spreadBps: 1.6,
    advQty: 21_000_000,
    depthQty: 700,
    weight: 0.2,
  },
  {
    symbol: 'AVAX-USDT-PERP',
    price: 24,
    priceDigits: 4,
    lotDigits: 1,
    volatilityDaily: 0.044,
    spreadBps: 2.2,
    advQty: 14_000_000,
    depthQty: 1_500,
    weight: 0.14,
  },
  {
    symbol: 'LINK-USDT-PERP',
    price: 17,
    priceDigits: 4,
    lotDigits: 1,
    volatilityDaily: 0.042,
    spreadBps: 2,
    advQty: 16_000_000,
    depthQty: 1_900,
    weight: 0.14,
  },
]

/** Rounds to a number of decimals, so that the value in memory is the value printed. */
export function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
