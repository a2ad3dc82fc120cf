import type { ScenarioParams } from '#shared/simulate/scenario.ts'
import type { BookArrays, EstimatedInput, InputOrigin, OrderArrays } from './orders.ts'
import { createRemember, type Remember } from './remember.ts'

/** Estimates from loaded market data, one per order; NaN where there is none. */
export type MarketEstimates = Partial<Readonly<Record<EstimatedInput, Float64Array>>>

/** How many orders took an input from the file, from market data and from the scenario's default. */
export interface InputProvenance {
  readonly input: EstimatedInput
  readonly counts: Readonly<Record<InputOrigin, number>>
  /** One sentence for the screen, or null when the file gave every value. */
  readonly sentence: string | null
}

/** Orders whose inputs are complete, and where each came from: `origin[input][i]` indexes ORIGINS (file, market, default). */
export interface CompleteOrders {
  readonly orders: OrderArrays
  readonly origin: Readonly<Record<EstimatedInput, Uint8Array>>
  readonly provenance: readonly InputProvenance[]
}

const NAMES: Readonly<Record<EstimatedInput, string>> = {
  spreadBps: 'Spread',
  volatilityDaily: 'Volatility',
  adv: 'Daily volume',
  depthQuantity: 'Touch size',
}

/**
 * Fills missing inputs: what the file gives, else the estimate from market data, else the scenario's default (spread and
 * volatility as they are, daily volume in quote currency divided by the mid). A missing touch size has no default: the
 * order gets no depth term. An order with book levels needs no touch size: the sentence on depth counts those levels first.
 * The orders given are not changed.
 */
export function estimateInputs(
  orders: OrderArrays,
  market: MarketEstimates,
  params: ScenarioParams,
  remember: Remember = createRemember(),
): CompleteOrders {
  const { mid, spreadBps, volatilityDaily, adv, depthQuantity } = orders
  const resolved = [
    { input: 'spreadBps', ...remember(spreads, spreadBps, market.spreadBps, params.default_spread_bps) },
    {
      input: 'volatilityDaily',
      ...remember(volatilities, volatilityDaily, market.volatilityDaily, params.default_sigma),
    },
    { input: 'adv', ...remember(volumes, adv, market.adv, params.default_adv, mid) },
    { input: 'depthQuantity', ...remember(touchSizes, depthQuantity, market.depthQuantity, NaN) },
  ] as const
  const values = Object.fromEntries(resolved.map(({ input, value }) => [input, value])) as Record<
    EstimatedInput,
    Float64Array
  >
  const origin = Object.fromEntries(resolved.map((one) => [one.input, one.origin])) as Record<
    EstimatedInput,
    Uint8Array
  >
  return {
    orders: { ...orders, ...values },
    origin,
    provenance: resolved.map(({ input, counts }) => ({
      input,
      counts,
      sentence:
        input === 'depthQuantity' && orders.books !== undefined
          ? depthSentence(orders.books, origin.depthQuantity)
          : sentenceOf(input, counts, orders.mid.length, params),
    })),
  }
}

type Resolve = (given: Float64Array, estimate: Float64Array | undefined, standard: number) => Resolved

interface Resolved {
  readonly value: Float64Array
  readonly origin: Uint8Array
  readonly counts: Record<InputOrigin, number>
}

/** One function an input: each remembers its own last call. */
const spreads: Resolve = (given, estimate, standard) => resolve(given, estimate, () => standard)
const volatilities: Resolve = (given, estimate, standard) => resolve(given, estimate, () => standard)
const touchSizes: Resolve = (given, estimate, standard) => resolve(given, estimate, () => standard)
const volumes = (
  given: Float64Array,
  estimate: Float64Array | undefined,
  standard: number,
  mid: Float64Array,
): Resolved => resolve(given, estimate, (index) => standard / mid[index]!)

function resolve(
  given: Float64Array,
  estimate: Float64Array | undefined,
  standard: (index: number) => number,
): Resolved {
  const origin = new Uint8Array(given.length)
  const counts = { file: given.length, market: 0, default: 0 }
  if (!hasMissing(given)) return { value: given, origin, counts }
  const value = given.slice()
  for (let i = 0; i < value.length; i++) {
    if (!Number.isNaN(value[i]!)) continue
    const fromMarket = estimate?.[i] ?? NaN
    const isDefault = Number.isNaN(fromMarket)
    origin[i] = isDefault ? 2 : 1
    value[i] = isDefault ? standard(i) : fromMarket
    counts[isDefault ? 'default' : 'market']++
  }
  counts.file -= counts.market + counts.default
  return { value, origin, counts }
}

/** Says where the depth of orders came from where book levels are loaded: those are walked, the others have a touch size or none. */
function depthSentence({ start }: BookArrays, origin: Uint8Array): string {
  const others = [0, 0, 0]
  let walked = 0
  for (const [i, one] of origin.entries()) {
    if (start[i + 1]! > start[i]!) walked += 1
    else others[one]! += 1
  }
  const [file, market, none] = others
  const rest = [
    file! > 0 ? `the touch size of the file was taken for ${file}` : '',
    market! > 0 ? `a touch size estimated from market data for ${market}` : '',
    none! > 0 ? `no depth cost was simulated for ${none}` : '',
  ].filter(Boolean)
  const first = `Book levels shown at most a minute before were walked for ${walked} of ${origin.length} orders`
  return `${[first, ...rest].join(', ')}.`
}

function hasMissing(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true
  return false
}

function sentenceOf(
  input: EstimatedInput,
  counts: Record<InputOrigin, number>,
  total: number,
  params: ScenarioParams,
): string | null {
  if (counts.file === total) return null
  const parts = [
    counts.market > 0 ? `estimated from market data for ${counts.market}` : '',
    counts.default > 0 ? `${defaultWords(input, params)} for ${counts.default}` : '',
  ].filter(Boolean)
  return `${NAMES[input]} is missing in the file for ${total - counts.file} of ${total} orders: ${parts.join(', ')}.`
}

function defaultWords(input: EstimatedInput, params: ScenarioParams): string {
  if (input === 'spreadBps') return `the default of ${params.default_spread_bps} bps was taken`
  if (input === 'volatilityDaily') return `the default of ${params.default_sigma * 100} % a day was taken`
  if (input === 'adv') return `the default of ${params.default_adv} in quote currency was taken`
  return 'no depth cost was simulated'
}
