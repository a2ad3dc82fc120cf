import type { UptimeInterval } from '#shared/service-rows.ts'
import { SECOND } from './instants.ts'

/** A stretch of which only the length of the downtime is known, e.g. "36 minutes of this day"; it was up for the rest. */
export interface Unplaced {
  readonly start: number
  readonly end: number
  /** Microseconds down, somewhere between start and end. */
  readonly down: number
}

/** Unplaced stretches of the services that overlap, and the time from the first start to the last end. */
export interface UnplacedCluster {
  readonly start: number
  readonly end: number
  readonly parts: readonly Unplaced[]
}

/** Returns whether an interval says how long it was bad and not when. */
export function isUnplaced({ seconds }: UptimeInterval): boolean {
  return seconds !== null && seconds !== undefined
}

/** Returns the intervals of which only the length is known, overlapping ones together, in order. An interval that is not over has no end to be placed before, and is left out. */
export function clusterUnplaced(intervals: readonly UptimeInterval[]): UnplacedCluster[] {
  const parts = intervals.flatMap(({ start, end, seconds }): Unplaced[] =>
    seconds === null || seconds === undefined || end === null ? [] : [{ start, end, down: seconds * SECOND }],
  )
  const clusters: { start: number; end: number; parts: Unplaced[] }[] = []
  for (const part of parts.sort((a, b) => a.start - b.start)) {
    const last = clusters.at(-1)
    if (last === undefined || part.start >= last.end) clusters.push({ ...part, parts: [part] })
    else {
      last.end = Math.max(last.end, part.end)
      last.parts.push(part)
    }
  }
  return clusters.map(({ start, end, parts: together }) => ({ start, end, parts: together }))
}

/**
 * Returns what is certain of the time of a window that is known by length only: `down` at least, and `up` at least. Of a part
 * of length L with m down, the part of the window holds U; at least m - (L - U) of it was down, at most min(m, U). Services
 * that overlap were down together for at least the longest of them and at most for all added up. `unplacedIn(from, to)` is U.
 */
export function certainOf(
  { start, end, parts }: UnplacedCluster,
  from: number,
  to: number,
  unplacedIn: (from: number, to: number) => number,
): { readonly down: number; readonly up: number } {
  const within = (one: { readonly start: number; readonly end: number }) =>
    unplacedIn(Math.max(from, one.start), Math.min(to, one.end))
  const all = within({ start, end })
  let [least, most] = [0, 0]
  for (const part of parts) {
    const seen = within(part)
    least = Math.max(least, part.down - (part.end - part.start - seen))
    most += Math.min(part.down, seen)
  }
  const down = Math.min(least, all)
  return { down, up: all - Math.max(down, Math.min(most, all)) }
}
