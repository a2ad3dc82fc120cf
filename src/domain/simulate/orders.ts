import { AppError, invariant } from '#shared/errors.ts'

/** Where an order's input came from. */
export const ORIGINS = ['file', 'market', 'default'] as const
export type InputOrigin = (typeof ORIGINS)[number]

/**
 * Orders the strategy intended, structure of arrays of one length, sorted by day. Missing values are NaN; `adv` and
 * `depthQuantity` are in units, `spreadBps` full spread in bps of mid, `volatilityDaily` a fraction. Times are UTC milliseconds.
 */
export interface OrderArrays {
  /** Names of the evaluated days, in order, and of the symbols. */
  readonly days: readonly string[]
  readonly symbols: readonly string[]
  /** First order of each day and, last, the number of orders: days + 1 entries. */
  readonly dayStart: Int32Array
  readonly symbol: Int32Array
  /** +1 to buy, -1 to sell. */
  readonly side: Float64Array
  readonly quantity: Float64Array
  readonly mid: Float64Array
  readonly timeMs: Float64Array
  readonly isLimit: Uint8Array
  readonly limitPrice: Float64Array
  readonly spreadBps: Float64Array
  readonly volatilityDaily: Float64Array
  readonly adv: Float64Array
  readonly depthQuantity: Float64Array
  /** Order numbers: the key of each order's random numbers. A filtered subset keeps the numbers of the whole. */
  readonly counter: Int32Array
  /** Contract multiplier of each symbol. */
  readonly multiplier: Float64Array
  /** What each order closes (see link-exits): lots of order i are lotStart[i] to lotStart[i + 1]. */
  readonly lots: ExitLots
  /** Day-end marks, (days + 1) x symbols, row 0 before the first day. */
  readonly marks: Float64Array
  /** Book levels on the side each order takes from, where loaded. */
  readonly books?: BookArrays
  readonly quotes?: QuoteArrays
  /** How long after its decision the live pair of each order was filled, ms; NaN without a pair. Used by the network model "live". */
  readonly liveWaitMs?: Float64Array
}

/** Which earlier orders an order closes, and how much of each; the entry -1 stands for what was held before the first order. */
export interface ExitLots {
  readonly lotStart: Int32Array
  readonly lotEntry: Int32Array
  readonly lotQuantity: Float64Array
}

/** Book levels of orders, best first: those of order i are start[i] to start[i + 1], none where no book is loaded. Price in quote currency, quantity in units. */
export interface BookArrays {
  readonly start: Int32Array
  readonly price: Float64Array
  readonly quantity: Float64Array
}

/** Quotes for replay, sorted by symbol, then time: rows of symbol s are start[s] to start[s + 1]. */
export interface QuoteArrays {
  readonly start: Int32Array
  readonly timeMs: Float64Array
  readonly mid: Float64Array
}

/** Spread, volatility, volume and touch size: what can be missing from a file. */
export const ESTIMATED_INPUTS = ['spreadBps', 'volatilityDaily', 'adv', 'depthQuantity'] as const
export type EstimatedInput = (typeof ESTIMATED_INPUTS)[number]

const POSITIVE = { quantity: 'quantity', mid: 'arrival mid' } as const
const NOT_NEGATIVE = {
  spreadBps: 'spread',
  volatilityDaily: 'volatility',
  adv: 'daily volume (adv)',
  depthQuantity: 'touch size (depth_qty)',
} as const

/** Checks orders before a run. Throws PARAMETER_INVALID with one sentence naming the first order that cannot be simulated; an empty selection is one. NaN stands for missing where an input can be estimated. */
export function checkOrders(orders: OrderArrays): void {
  const count = orders.quantity.length
  if (count === 0)
    throw new AppError(
      'PARAMETER_INVALID',
      'The selection holds no backtest orders to simulate. Widen the filter or load a backtest.',
    )
  for (const [name, words] of Object.entries(POSITIVE))
    refuse(orders, name as keyof typeof POSITIVE, words, (value) => value > 0 && value < Infinity, 'above 0')
  for (const [name, words] of Object.entries(NOT_NEGATIVE))
    refuse(
      orders,
      name as EstimatedInput,
      words,
      (value) => !(value < 0) && value !== Infinity,
      '0 or more, or left out',
    )
  const { dayStart, days, marks, symbols } = orders
  invariant(dayStart.length === days.length + 1 && dayStart[days.length] === count, 'dayStart covers every order')
  invariant(marks.length === dayStart.length * symbols.length, 'marks are (days + 1) x symbols')
}

function refuse(
  orders: OrderArrays,
  name: keyof typeof POSITIVE | EstimatedInput,
  words: string,
  accepts: (value: number) => boolean,
  wanted: string,
): void {
  const index = orders[name].findIndex((value) => !accepts(value))
  if (index === -1) return
  throw new AppError(
    'PARAMETER_INVALID',
    `Order ${orders.counter[index]} (${orders.symbols[orders.symbol[index]!]}) has a ${words} of ${orders[name][index]}; it must be ${wanted}. Correct the file or its mapping.`,
  )
}
