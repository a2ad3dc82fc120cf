import { effectOfPlant, type Marks } from './accounts.ts'
import { SAMPLE_END, dayIndexOf, dayLabel, formatTime, timeAt } from './calendar.ts'
import type { RiskSnapshot } from './canary-files.ts'
import { roundTo } from './instruments.ts'
import type { Fill, LiveFill, Order } from './records.ts'
import { INCIDENTS } from './service-files.ts'
import { CANARY, CAPITAL, OUTAGE, PLANTS, type Plant, type PlantEvent } from './story.ts'

/** Everything the truth is read from. */
export interface TruthSources {
  readonly seed: number
  readonly fills: readonly LiveFill[]
  /** Backtest fills of the signals live missed. */
  readonly missed: readonly Fill[]
  readonly orders: readonly Order[]
  readonly marks: Marks
  readonly risk: readonly RiskSnapshot[]
}

/** Returns truth.json: what was planted, so that anyone can check what the product finds. */
export function printTruth(sources: TruthSources): string {
  const truth = {
    seed: sources.seed,
    capital: CAPITAL,
    days: PLANTS.map((plant) => describeDay(plant, sources)),
    slo: describeService(sources.orders),
    canary: describeCanary(sources),
  }
  return `${JSON.stringify(truth, null, 2)}\n`
}

function describeDay(plant: Plant, { fills, missed, marks }: TruthSources) {
  const pnl = effectOfPlant(fills, missed, dayIndexOf(timeAt(plant.day, '00:00')), marks)
  const { day, cause, event, symbol, hour } = plant
  const bps = (pnl / CAPITAL) * 1e4
  const sentence = `${SENTENCES[event]} It cost ${Math.abs(pnl).toFixed(2)} USDT (${Math.abs(bps).toFixed(1)} bps of capital).`
  return { day, cause, event, symbol, hour, pnl: roundTo(pnl, 8), sentence }
}

const SENTENCES: Record<PlantEvent, string> = {
  'thin-book':
    'The SOL-USDT-PERP book was thin between 14:00 and 15:00 UTC: eight market orders filled far through a spread eight times its usual width.',
  'missed-signals': 'Live never sent the orders of the best trips of the day, which the backtest filled.',
  'fee-tier': 'The account lost its fee tier: 4 and 10 bps (maker, taker) were charged instead of 2 and 5.',
  'late-fills':
    'Acknowledgements took around 180 ms and up to seconds, and the market ran away from each order meanwhile.',
  'under-sizing': 'Live traded 60 % of the intended quantity on a day the strategy won.',
  outage: 'The gateway was down from 09:10 to 10:00 UTC: five winning trips were never opened.',
}

function describeService(orders: readonly Order[]) {
  const acks = INCIDENTS.flatMap(({ ackMinutes }) => ackMinutes ?? [])
  const open = INCIDENTS.filter(({ ackMinutes }) => ackMinutes === null)
  const waiting = open.map(({ raised }) => (SAMPLE_END - raised) / 60e6)
  const succeeded = orders.filter(({ status }) => status === 'filled' || status === 'partial').length
  return {
    as_of: formatTime(SAMPLE_END, 0),
    uptime: {
      down_from: formatTime(OUTAGE.from, 0),
      down_to: formatTime(OUTAGE.to, 0),
      down_minutes: 50,
      unknown_minutes: 20,
      maintenance_minutes: 30,
    },
    incidents: {
      count: INCIDENTS.length,
      unacked: open.map(({ id }) => id),
      mean_acked_min: roundTo(mean(acks), 6),
      mean_lower_bound_min: roundTo(mean([...acks, ...waiting]), 6),
    },
    execution: { sent: orders.length, succeeded, share: roundTo(succeeded / orders.length, 6) },
    latency: { day: LATE_DAY, p95_above_ms: 1_000 },
  }
}

const LATE_DAY = PLANTS.find(({ event }) => event === 'late-fills')?.day

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function describeCanary({ fills, marks, risk }: TruthSources) {
  const { staging, production } = CANARY
  const days = Array.from({ length: 4 }, (_, i) => dayIndexOf(production.from) + i)
  const used = (from: number, to: number) =>
    Math.max(...risk.filter(({ t }) => t >= from && t < to).map((r) => Math.max(r.drawdown, r.shortfall) / r.allocated))
  return {
    id: CANARY.id,
    version: CANARY.version,
    control_version: CANARY.control,
    staging_started: formatTime(staging.from, 0),
    production_started: formatTime(production.from, 0),
    decision: 'ROLLED_BACK',
    trigger: 'regression',
    metric: 'slippage_bps',
    margin_bps: 1,
    planted_extra_slippage_bps: { staging: staging.extraSlippageBps, production: production.extraSlippageBps },
    decided_after: formatTime(production.from, 0),
    decided_before: formatTime(timeAt('2026-04-29', '12:00'), 0),
    risk_used_max: {
      staging: roundTo(used(staging.from, production.from), 6),
      production: roundTo(used(production.from, SAMPLE_END), 6),
    },
    planted_pnl: days.map((day) => ({ day: dayLabel(day), pnl: roundTo(effectOfPlant(fills, [], day, marks), 8) })),
    why: WHY_ROLLED_BACK,
  }
}

const WHY_ROLLED_BACK =
  'Staging passes: 0.8 bps worse than v1 is inside the margin of 1. In production v2 is 5 bps worse on the same signals, ' +
  'and the sequential comparison excludes the margin before the minimum of 48 hours is over, while every service level, ' +
  'the risk budget and all health checks hold: the evidence alone rolls it back.'
