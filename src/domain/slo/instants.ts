/** Lengths of time in microseconds, the unit of every instant in the domain. */
export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Returns an instant as ISO 8601 UTC, to the millisecond when it has one. */
export function toIso(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString().replace('.000Z', 'Z')
}

/** Returns the first instant of a YYYY-MM-DD day. */
export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) * 1000
}

/** Returns the first instant of the UTC day that holds `micros`. */
export function floorToDay(micros: number): number {
  return Math.floor(micros / DAY) * DAY
}
