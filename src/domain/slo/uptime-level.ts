import { MINUTE, toIso } from './instants.ts'
import { unmeasured, type Measure, type ServiceLevel, type Window } from './measure.ts'
import type { SloSettings } from './settings.ts'
import { tierOf } from './tiers.ts'
import { stretchesOf, totalsBetween, type Timeline } from './timeline.ts'

/** Known and unknown time of a window, microseconds, in calendar and outside maintenance. */
interface Availability {
  readonly up: number
  readonly down: number
  readonly unknown: number
  /** up / (up + down); null when nothing is known. */
  readonly value: number | null
  /** known / (known + unknown); null when no time is eligible. */
  readonly coverage: number | null
  /** The value if all unknown time was down, and if it was up. */
  readonly bounds: readonly [number, number] | null
}

/** Returns availability between two instants with its coverage and bounds. */
function availabilityBetween(timeline: Timeline, degradedIsDown: boolean, from: number, to: number): Availability {
  const totals = totalsBetween(timeline, from, to)
  const up = totals.UP + (degradedIsDown ? 0 : totals.DEGRADED)
  const down = totals.DOWN + (degradedIsDown ? totals.DEGRADED : 0)
  const [known, eligible] = [up + down, up + down + totals.UNKNOWN]
  return {
    up,
    down,
    unknown: totals.UNKNOWN,
    value: known > 0 ? up / known : null,
    coverage: eligible > 0 ? known / eligible : null,
    bounds: eligible > 0 ? [up / eligible, (up + totals.UNKNOWN) / eligible] : null,
  }
}

/** Returns the uptime service level of a timeline. */
export function uptimeLevel(timeline: Timeline, settings: SloSettings): ServiceLevel {
  const between = (from: number, to: number) => availabilityBetween(timeline, settings.degradedIsDown, from, to)
  return {
    name: 'uptime',
    dataFrom: timeline.from,
    share: {
      unit: 'minutes',
      amounts: (from, to) => {
        const { up, down, unknown } = between(from, to)
        return { bad: down / MINUTE, known: (up + down) / MINUTE, eligible: (up + down + unknown) / MINUTE }
      },
    },
    measure: (window) => measureUptime(between(window.from, window.to), timeline, settings, window),
  }
}

function measureUptime(seen: Availability, timeline: Timeline, settings: SloSettings, window: Window): Measure {
  const { value, coverage, bounds, up, down } = seen
  if (coverage === null || bounds === null) return unmeasured('no-eligible-time', 'no eligible time')
  if (value === null) return { ...unmeasured('no-data', 'nothing known of this time'), coverage, bounds }
  const { tier, reason } = judge(value, up + down, coverage, bounds, settings)
  return {
    value,
    mean: null,
    tier,
    reason,
    n: Math.round((up + down) / 1e6),
    coverage,
    bounds,
    formula: `${minutes(up)} min up / (${minutes(up)} min up + ${minutes(down)} min down) = ${(value * 100).toFixed(4)} %${knownText(coverage, bounds)}`,
    cause: down > 0 ? causeOf(timeline, window, down) : null,
    scored: tier !== 'INSUFFICIENT_DATA',
  }
}

/** Under an hour of known time says nothing. A breach is proven when even the better bound misses the target; thin coverage is then judged by that bound. */
function judge(
  value: number,
  known: number,
  coverage: number,
  bounds: readonly [number, number],
  settings: SloSettings,
) {
  const table = settings.tables.uptime
  const covered = coverage >= settings.minimumCoverage
  const proven = bounds[1] < table.target - 1e-12
  if (proven) return { tier: tierOf(covered ? value : bounds[1], table), reason: covered ? null : 'proven-breach' }
  if (!covered) return { tier: 'INSUFFICIENT_DATA' as const, reason: 'low-coverage' }
  if (known < settings.minimumKnownMinutes * MINUTE)
    return { tier: 'INSUFFICIENT_DATA' as const, reason: 'short-history' }
  if (bounds[0] < table.target - 1e-12 && bounds[0] < bounds[1])
    return { tier: 'INSUFFICIENT_DATA' as const, reason: 'bounds-straddle-target' }
  return { tier: tierOf(value, table), reason: null }
}

function causeOf(timeline: Timeline, { from, to }: Window, down: number): string {
  const outages = stretchesOf(timeline, 'DOWN', from, to)
  const placed = outages.reduce((sum, { start, end }) => sum + end - start, 0)
  const unplaced = down - placed
  const somewhere = unplaced > 0.5 ? `${minutes(unplaced)} min at a time of day the file does not give` : null
  const [first] = outages
  if (first === undefined) return `down ${somewhere ?? `${minutes(down)} min`}`
  const longest = outages.reduce((a, b) => (b.end - b.start > a.end - a.start ? b : a), first)
  const others = outages.length > 1 ? ` and ${outages.length - 1} more, ${minutes(placed)} min in all` : ''
  const said = `down ${minutes(longest.end - longest.start)} min from ${toIso(longest.start)}${others}`
  return somewhere === null ? said : `${said}, and ${somewhere}`
}

/** Says how much of the time the value speaks of, where some of it is unknown. */
function knownText(coverage: number, [low, high]: readonly [number, number]): string {
  const share = (value: number) => `${(value * 100).toFixed(2)} %`
  return high - low < 1e-6
    ? ''
    : `, of the ${share(coverage)} of the time that is known; of all of it between ${share(low)} and ${share(high)}`
}

function minutes(micros: number): string {
  return (micros / MINUTE).toFixed(1)
}
