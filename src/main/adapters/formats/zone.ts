import { AppError } from '#shared/errors.ts'

const DAY_MS = 86_400_000
const formatters = new Map<string, Intl.DateTimeFormat>()
const offsetsByDay = new Map<string, readonly [number, number]>()

/**
 * Returns the UTC instant, milliseconds, of a civil time (given as if it were UTC) in a time zone. A time the clock skips
 * in spring is moved forward by the length of the gap; one it repeats in autumn is the first of the two (as Temporal's
 * "compatible"). Throws PARAMETER_INVALID for a zone the system does not know.
 */
export function zonedToUtcMs(civilMs: number, zone: string): number {
  if (zone === 'UTC' || zone === 'Z') return civilMs
  const [before, after] = offsetsAround(civilMs, zone)
  if (before === after) return civilMs - before
  const candidates = [civilMs - before, civilMs - after].filter((utc) => civilMs - utc === offsetAt(utc, zone))
  return candidates.length === 0 ? civilMs - before : Math.min(...candidates)
}

/** Throws PARAMETER_INVALID unless the system knows the zone. */
export function checkZone(zone: string): void {
  formatterFor(zone)
}

/** The offsets a day before and a day after a civil day: equal, unless the clocks change in between. */
function offsetsAround(civilMs: number, zone: string): readonly [number, number] {
  const day = Math.floor(civilMs / DAY_MS)
  const key = `${zone} ${day}`
  const known = offsetsByDay.get(key)
  if (known !== undefined) return known
  const offsets = [offsetAt((day - 1) * DAY_MS, zone), offsetAt((day + 2) * DAY_MS, zone)] as const
  if (offsetsByDay.size > 20_000) offsetsByDay.clear()
  offsetsByDay.set(key, offsets)
  return offsets
}

function offsetAt(utcMs: number, zone: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatterFor(zone).formatToParts(utcMs)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const wholeSecond = Math.floor(utcMs / 1000) * 1000
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond
}

function formatterFor(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  try {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formatters.set(zone, formatter)
    return formatter
  } catch (cause) {
    throw new AppError(
      'PARAMETER_INVALID',
      `The time zone "${zone}" is not known; use a name such as Europe/Paris or UTC.`,
      { cause },
    )
  }
}
