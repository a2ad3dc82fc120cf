/** Microseconds since 1970-01-01T00:00Z; below 2^53 until the year 2255. */
export type Micros = number

/** Lengths of time in microseconds. */
export const MILLISECOND = 1_000
export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The sample's first day; it is a Monday. */
const FIRST_DAY = '2026-03-02'
/** Number of consecutive UTC days the sample covers, weekends included. */
export const DAY_COUNT = 60

/** Returns the time of day `clock` ("HH:MM", or "24:00" for the day's end) on `day` ("YYYY-MM-DD"), UTC. */
export function timeAt(day: string, clock: string): Micros {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return Date.parse(`${day}T00:00:00Z`) * MILLISECOND + hours * HOUR + minutes * MINUTE
}

/** First instant of the sample. */
export const SAMPLE_START = timeAt(FIRST_DAY, '00:00')
/** First instant after the sample. */
export const SAMPLE_END = SAMPLE_START + DAY_COUNT * DAY

/** Returns the sample day (0-based) that contains `t`. */
export function dayIndexOf(t: Micros): number {
  return Math.floor((t - SAMPLE_START) / DAY)
}

/** Returns the first instant of sample day `index`. */
export function dayStart(index: number): Micros {
  return SAMPLE_START + index * DAY
}

/** Returns sample day `index` as "YYYY-MM-DD"; -1 is the day before the first. */
export function dayLabel(index: number): string {
  return formatTime(dayStart(index), 0).slice(0, 10)
}

/** Returns `t` as ISO 8601 UTC with 0, 3 or 6 decimals of a second, cut, not rounded. */
export function formatTime(t: Micros, decimals: 0 | 3 | 6): string {
  const text = new Date(Math.floor(t / MILLISECOND)).toISOString()
  if (decimals === 0) return `${text.slice(0, 19)}Z`
  if (decimals === 3) return text
  return `${text.slice(0, 23)}${String(t % MILLISECOND).padStart(3, '0')}Z`
}
