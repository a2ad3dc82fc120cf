import { HOUR, dayIndexOf, dayLabel, timeAt, type Micros } from './calendar.ts'

/** Capital the strategy starts with, USDT. */
export const CAPITAL = 100_000
export const STRATEGY = 'momentum-perps'

export type Cause = 'alpha' | 'sizing' | 'timing' | 'slippage' | 'fees'
export type PlantEvent = 'thin-book' | 'missed-signals' | 'fee-tier' | 'late-fills' | 'under-sizing' | 'outage'

/** Something wrong on one day, and the cause it must be attributed to. */
export interface Plant {
  readonly day: string
  readonly event: PlantEvent
  readonly cause: Cause
  readonly symbol?: string
  /** UTC hour it is confined to. */
  readonly hour?: number
  /** Cost aimed at, basis points of capital, where the event is scaled to one. */
  readonly costBps?: number
}

/**
 * The planted days. All lie before 2026-03-31, so the 20-day tracking-error windows of the canary's days
 * (from 2026-04-20) hold calm days only and its decision rests on its own evidence.
 */
export const PLANTS: readonly Plant[] = [
  { day: '2026-03-11', event: 'thin-book', cause: 'slippage', symbol: 'SOL-USDT-PERP', hour: 14, costBps: 30 },
  { day: '2026-03-13', event: 'missed-signals', cause: 'alpha' },
  { day: '2026-03-16', event: 'fee-tier', cause: 'fees' },
  { day: '2026-03-17', event: 'fee-tier', cause: 'fees' },
  { day: '2026-03-18', event: 'fee-tier', cause: 'fees' },
  { day: '2026-03-20', event: 'late-fills', cause: 'timing', costBps: 14 },
  { day: '2026-03-23', event: 'thin-book', cause: 'slippage', symbol: 'SOL-USDT-PERP', hour: 14, costBps: 12 },
  { day: '2026-03-25', event: 'under-sizing', cause: 'sizing' },
  { day: '2026-03-28', event: 'outage', cause: 'alpha', hour: 9 },
]

const PLANT_BY_DAY = new Map(PLANTS.map((plant) => [plant.day, plant]))

/** Returns what is planted on sample day `index`, if anything. */
export function plantOn(index: number): Plant | undefined {
  return PLANT_BY_DAY.get(dayLabel(index))
}

/** Fee rates in basis points of notional; the backtest always charges the usual ones. */
export const USUAL_FEES_BPS = { maker: 2, taker: 5 } as const
export const LOST_TIER_FEES_BPS = { maker: 4, taker: 10 } as const

/** Price deviation from the fill's mid the backtest assumes, basis points, positive = worse; live has the same mean. */
export const ASSUMED_SLIPPAGE_BPS = { maker: -0.5, taker: 1.5 } as const

/** Live quantity over intended quantity on the under-sizing day. */
export const UNDER_SIZE_RATIO = 0.6
/** Quoted spread over the usual one in a thin book. */
export const THIN_BOOK_SPREAD_MULTIPLE = 8

/** The outage: nothing is sent in it. Fifty minutes, whole 5-minute slots. */
export const OUTAGE = { from: timeAt('2026-03-28', '09:10'), to: timeAt('2026-03-28', '10:00') } as const

/** The canary: each order's quantity is split, `traffic` of it to v2; `extraSlippageBps` is planted on v2's fills. */
export const CANARY = {
  id: 'canary-2026-04',
  version: 'v2',
  control: 'v1',
  staging: { from: timeAt('2026-04-20', '00:00'), traffic: 0.1, riskLimit: 0.01, extraSlippageBps: 0.8 },
  production: { from: timeAt('2026-04-27', '12:00'), traffic: 0.25, riskLimit: 0.05, extraSlippageBps: 5 },
} as const

export type CanaryStage = typeof CANARY.staging | typeof CANARY.production

/** Returns the canary stage in force at `t`, or null before it begins. */
export function canaryStageAt(t: Micros): CanaryStage | null {
  if (t >= CANARY.production.from) return CANARY.production
  return t >= CANARY.staging.from ? CANARY.staging : null
}

/** Returns whether `t` is on the plant's day and inside its hour, where it names one. */
export function isInPlant(plant: Plant, t: Micros): boolean {
  const from = timeAt(plant.day, '00:00') + (plant.hour ?? 0) * HOUR
  return t >= from && t < from + (plant.hour === undefined ? 24 : 1) * HOUR
}

/** Returns whether day `index` is ordinary: nothing planted and no canary stage begins on it. */
export function isOrdinaryDay(index: number): boolean {
  const stageDays = [CANARY.staging.from, CANARY.production.from].map(dayIndexOf)
  return plantOn(index) === undefined && !stageDays.includes(index)
}
