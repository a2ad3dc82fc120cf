import type { UptimeInterval, UptimeStatus } from '#shared/service-rows.ts'
import { spansOffCalendar } from './calendar.ts'
import { observedStretches, type UptimeRecords } from './observe-uptime.ts'
import { countAtOrBefore } from './search.ts'
import type { SloSettings } from './settings.ts'
import { certainOf, clusterUnplaced, isUnplaced, type UnplacedCluster } from './unplaced.ts'

/** What the system was at an instant. Only UP, DEGRADED and DOWN are known. */
export const SYSTEM_STATES = ['UP', 'DEGRADED', 'DOWN', 'UNKNOWN', 'MAINTENANCE', 'OFF_CALENDAR'] as const
export type SystemState = (typeof SYSTEM_STATES)[number]

/** Microseconds in each state. */
export type StateTotals = Record<SystemState, number>

/** What is written down of an instant: a state, or that only the length of the day's downtime is known. */
type WrittenState = SystemState | 'UNPLACED'
type WrittenTotals = Record<WrittenState, number>
type Written = UptimeStatus | 'unplaced'

/** The system's state over time, without gaps or overlaps, with running totals so that any window costs a binary search. */
export interface Timeline {
  readonly from: number
  readonly through: number
  /** Start of each stretch; it ends where the next starts, the last at `through`. */
  readonly starts: readonly number[]
  readonly states: readonly WrittenState[]
  /** Totals from `from` to each start. */
  readonly totals: readonly WrittenTotals[]
  /** Downtime known by its length only. */
  readonly unplaced: readonly UnplacedCluster[]
}

const NO_TIME: StateTotals = { UP: 0, DEGRADED: 0, DOWN: 0, UNKNOWN: 0, MAINTENANCE: 0, OFF_CALENDAR: 0 }
const NOTHING_WRITTEN: WrittenTotals = { ...NO_TIME, UNPLACED: 0 }
/** Where records of one service overlap, the first of these that applies holds. */
const PRECEDENCE: readonly [Written, WrittenState][] = [
  ['maintenance', 'MAINTENANCE'],
  ['down', 'DOWN'],
  ['degraded', 'DEGRADED'],
  ['unplaced', 'UNPLACED'],
  ['up', 'UP'],
]
/** The system of several services is the first of these that any of them is: one down is down, one unknown is unknown. */
const SYSTEM_PRECEDENCE: readonly WrittenState[] = ['DOWN', 'UNKNOWN', 'UNPLACED', 'DEGRADED', 'UP', 'MAINTENANCE']

/**
 * Returns the timeline from the first record to `asOf`, or null without a record before it. Overlapping outages count
 * once, maintenance hides what happens inside it, off-calendar time hides everything, what nothing covers is UNKNOWN.
 * A service takes part from its own first record on.
 */
export function buildTimeline(records: UptimeRecords, settings: SloSettings, asOf: number): Timeline | null {
  const wanted = settings.services
  const isWanted = ({ service }: UptimeInterval) => wanted === null || wanted.includes(service ?? '')
  const stretches = observedStretches(records, settings.slotMinutes, asOf).filter(isWanted)
  if (stretches.length === 0) return null
  const from = stretches.reduce((first, { start }) => Math.min(first, start), Infinity)
  const unplaced = clusterUnplaced(records.intervals.filter(isWanted))
  return { ...sweep(edgesOf(stretches, settings, from, asOf), from, asOf), unplaced }
}

/**
 * Returns how long the system was in each state between two instants; what lies outside the timeline is UNKNOWN. Downtime known
 * by its length only counts as far as it is certain to lie in the window; the rest of it is UNKNOWN.
 */
export function totalsBetween(timeline: Timeline, from: number, to: number): StateTotals {
  const { UNPLACED, ...totals } = writtenBetween(timeline, from, to)
  if (UNPLACED === 0) return totals
  const unplacedIn = (start: number, end: number) => writtenBetween(timeline, start, end).UNPLACED
  let [down, up] = [0, 0]
  for (const cluster of timeline.unplaced) {
    if (cluster.end <= from || cluster.start >= to) continue
    const certain = certainOf(cluster, from, to, unplacedIn)
    down += certain.down
    up += certain.up
  }
  return {
    ...totals,
    DOWN: totals.DOWN + down,
    UP: totals.UP + up,
    UNKNOWN: totals.UNKNOWN + UNPLACED - down - up,
  }
}

function writtenBetween(timeline: Timeline, from: number, to: number): WrittenTotals {
  const inside = [Math.max(from, timeline.from), Math.min(to, timeline.through)] as const
  const totals = { ...NOTHING_WRITTEN }
  if (to <= from) return totals
  if (inside[1] <= inside[0]) return { ...totals, UNKNOWN: to - from }
  const [before, after] = [totalsAt(timeline, inside[0]), totalsAt(timeline, inside[1])]
  for (const state of Object.keys(totals) as WrittenState[]) totals[state] = after[state] - before[state]
  totals.UNKNOWN += to - from - (inside[1] - inside[0])
  return totals
}

/** Returns the stretches of one state that touch a window, clipped to it, in order. */
export function stretchesOf(
  timeline: Timeline,
  state: SystemState,
  from: number,
  to: number,
): { start: number; end: number }[] {
  const first = Math.max(0, indexAt(timeline, from))
  const found: { start: number; end: number }[] = []
  for (let i = first; i < timeline.starts.length && (timeline.starts[i] ?? to) < to; i++) {
    if (timeline.states[i] !== state) continue
    const start = Math.max(from, timeline.starts[i] ?? from)
    const end = Math.min(to, timeline.starts[i + 1] ?? timeline.through)
    if (start < end) found.push({ start, end })
  }
  return found
}

interface Edge {
  readonly at: number
  /** Null = the calendar. */
  readonly service: string | null
  readonly status: Written | null
  readonly step: 1 | -1
}

function edgesOf(
  stretches: readonly (UptimeInterval & { end: number })[],
  settings: SloSettings,
  from: number,
  asOf: number,
): Edge[] {
  const edges = stretches.flatMap((stretch): Edge[] => {
    const { start, end, service } = stretch
    const status = isUnplaced(stretch) ? 'unplaced' : stretch.status
    return [
      { at: start, service: service ?? '', status, step: 1 },
      { at: end, service: service ?? '', status, step: -1 },
    ]
  })
  for (const { start, end } of spansOffCalendar(settings.calendar, from, asOf))
    edges.push({ at: start, service: null, status: null, step: 1 }, { at: end, service: null, status: null, step: -1 })
  return edges.sort((a, b) => a.at - b.at)
}

function sweep(edges: readonly Edge[], from: number, through: number): Omit<Timeline, 'unplaced'> {
  const starts: number[] = []
  const states: WrittenState[] = []
  const services = new Map<string, Record<Written, number>>()
  let offCalendar = 0
  edges.forEach(({ at, service, status, step }, i) => {
    if (service === null || status === null) offCalendar += step
    else countersOf(services, service)[status] += step
    if (at >= through || edges[i + 1]?.at === at) return
    const state = offCalendar > 0 ? 'OFF_CALENDAR' : systemState(services)
    if (states.at(-1) === state) return
    starts.push(at)
    states.push(state)
  })
  return { from, through, starts, states, totals: runningTotals(starts, states) }
}

function countersOf(services: Map<string, Record<Written, number>>, service: string): Record<Written, number> {
  const known = services.get(service)
  if (known) return known
  const fresh = { up: 0, down: 0, degraded: 0, maintenance: 0, unplaced: 0 }
  services.set(service, fresh)
  return fresh
}

function systemState(services: ReadonlyMap<string, Record<Written, number>>): WrittenState {
  const present = new Set<WrittenState>()
  for (const counters of services.values())
    present.add(PRECEDENCE.find(([status]) => counters[status] > 0)?.[1] ?? 'UNKNOWN')
  return SYSTEM_PRECEDENCE.find((state) => present.has(state)) ?? 'UNKNOWN'
}

function runningTotals(starts: readonly number[], states: readonly WrittenState[]): WrittenTotals[] {
  let totals = { ...NOTHING_WRITTEN }
  return starts.map((start, i) => {
    const state = states[i - 1]
    if (state) totals = { ...totals, [state]: totals[state] + start - (starts[i - 1] ?? start) }
    return totals
  })
}

function totalsAt(timeline: Timeline, at: number): WrittenTotals {
  const i = indexAt(timeline, at)
  const [base, state, start] = [timeline.totals[i], timeline.states[i], timeline.starts[i]]
  if (!base || !state || start === undefined) return NOTHING_WRITTEN
  return { ...base, [state]: base[state] + at - start }
}

/** Index of the stretch that holds `at`, -1 before the first. */
function indexAt({ starts }: Timeline, at: number): number {
  return countAtOrBefore(starts, (start) => start, at) - 1
}
