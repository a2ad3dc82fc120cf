/** Cells of trading day x instrument, for sums by both: cell = (day - firstDay) * instruments + instrument. */
export interface DayGrid {
  /** Days since 1970-01-01. */
  readonly firstDay: number
  readonly days: number
  readonly instruments: number
  /** By day of the grid: 1 = evaluated. */
  readonly evaluated: Uint8Array
}

/** Returns the grid of the days of all fills and the evaluated ones (days since 1970-01-01), and of so many instruments. */
export function dayGrid(fillDays: Int32Array, evaluatedDays: readonly number[], instruments: number): DayGrid {
  let [first, last] = [Infinity, -Infinity]
  for (const days of [fillDays, evaluatedDays])
    for (const day of days) {
      if (day < first) first = day
      if (day > last) last = day
    }
  if (first > last) return { firstDay: 0, days: 0, instruments, evaluated: new Uint8Array(0) }
  const evaluated = new Uint8Array(last - first + 1)
  for (const day of evaluatedDays) evaluated[day - first] = 1
  return { firstDay: first, days: evaluated.length, instruments, evaluated }
}
