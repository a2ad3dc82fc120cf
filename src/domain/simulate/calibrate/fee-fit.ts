import type { FeeSchedule } from '#shared/simulate/scenario.ts'
import { trailingVolumes } from '../fee-schedule.ts'
import { DAY_MS } from '../latency.ts'
import type { LiveFills } from './live-fills.ts'

/** Rates are told apart to this, bps: fees are rounded to the currency's last digit. */
export const RATE_STEP = 0.05

/** One rate seen: how many fills paid it, and the trailing volumes at which. */
export interface SeenRate {
  readonly rateBps: number
  readonly fills: number
  readonly volumeFrom: number
  readonly volumeTo: number
}

/** The fees of one liquidity, read off the fills: `flat`, `tiers` when rates are separated by trailing volume, `mixed` when several rates overlap, `unknown` without fees. */
export interface FeeReading {
  readonly liquidity: 'maker' | 'taker'
  readonly kind: 'flat' | 'tiers' | 'mixed' | 'unknown'
  readonly rates: readonly SeenRate[]
  /** The rate most notional paid, bps; null when unknown. */
  readonly rateBps: number | null
}

/** Reads the fee rate of each liquidity off fills (fee / notional), exactly to 0.05 bps, with the trailing 30-day volume at which each rate was paid. */
export function readFees(fills: LiveFills): readonly [FeeReading, FeeReading] {
  const volumes = trailingVolumes(fills.timeMs, fills.notional, 30 * DAY_MS)
  return [readLiquidity(fills, volumes, 'maker'), readLiquidity(fills, volumes, 'taker')]
}

/** Returns a schedule whose tiers are those read: each tier begins between the last volume of the rate before and its own first. Null unless some liquidity has tiers and none is mixed or unknown. */
export function scheduleOf(readings: readonly [FeeReading, FeeReading], currency: string): FeeSchedule | null {
  const [maker, taker] = readings
  if (
    !readings.some(({ kind }) => kind === 'tiers') ||
    readings.some(({ kind }) => kind === 'mixed' || kind === 'unknown')
  )
    return null
  const starts = [...new Set([0, ...tierStarts(maker), ...tierStarts(taker)])].sort((a, b) => a - b)
  const tiers = starts.map((from) => ({ from, maker_bps: rateFrom(maker, from), taker_bps: rateFrom(taker, from) }))
  return { currency, window_days: 30, tiers, per_fill: 0, per_unit: 0, minimum: null, maximum_bps: null }
}

function readLiquidity(fills: LiveFills, volumes: Float64Array, liquidity: 'maker' | 'taker'): FeeReading {
  const rows = Array.from(fills.fee.keys()).filter((i) => isCharged(fills, i, liquidity))
  const sorted = Float64Array.from(rows, (i) => rateOf(fills, i)).sort()
  const groups = rateGroups(sorted)
  const seen = groups.map(({ rateBps }) => ({ rateBps, fills: 0, volumeFrom: Infinity, volumeTo: -Infinity, paid: 0 }))
  for (const i of rows) {
    const rate = rateOf(fills, i)
    const group = seen[groups.findLastIndex(({ from }) => from <= rate)]!
    group.fills += 1
    group.volumeFrom = Math.min(group.volumeFrom, volumes[i]!)
    group.volumeTo = Math.max(group.volumeTo, volumes[i]!)
    group.paid += fills.notional[i]!
  }
  const most = seen.toSorted((a, b) => b.paid - a.paid)[0]
  const rates = seen
    .map(({ rateBps, fills: count, volumeFrom, volumeTo }) => ({ rateBps, fills: count, volumeFrom, volumeTo }))
    .sort((a, b) => a.volumeFrom - b.volumeFrom)
  return { liquidity, kind: kindOf(rates), rates, rateBps: most?.rateBps ?? null }
}

/** Returns the fee of a fill in bps of its notional. */
export function rateOf(fills: LiveFills, i: number): number {
  return (fills.fee[i]! / fills.notional[i]!) * 1e4
}

/** Returns whether a fill is of a liquidity and its fee is known. */
export function isCharged(fills: LiveFills, i: number, liquidity: 'maker' | 'taker'): boolean {
  return (
    (fills.isMaker[i] === 1) === (liquidity === 'maker') && Number.isFinite(fills.fee[i]!) && fills.notional[i]! > 0
  )
}

/** Returns the groups of sorted rates: a gap above the step begins a new one, from its lowest rate; its rate is the median. */
function rateGroups(sorted: Float64Array): { from: number; rateBps: number }[] {
  const starts = Array.from(sorted.keys()).filter((k) => k === 0 || sorted[k]! - sorted[k - 1]! > RATE_STEP)
  return starts.map((start, group) => {
    const end = starts[group + 1] ?? sorted.length
    return { from: sorted[start]!, rateBps: Number(sorted[start + ((end - start) >> 1)]!.toFixed(4)) }
  })
}

function kindOf(rates: readonly SeenRate[]): FeeReading['kind'] {
  if (rates.length === 0) return 'unknown'
  if (rates.length === 1) return 'flat'
  return rates.every((rate, k) => k === 0 || rates[k - 1]!.volumeTo < rate.volumeFrom) ? 'tiers' : 'mixed'
}

function tierStarts({ rates }: FeeReading): number[] {
  return rates.slice(1).map((rate, k) => (rates[k]!.volumeTo + rate.volumeFrom) / 2)
}

function rateFrom(reading: FeeReading, from: number): number {
  const starts = [0, ...tierStarts(reading)]
  return reading.rates[starts.findLastIndex((start) => start <= from)]!.rateBps
}
