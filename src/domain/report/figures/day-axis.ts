const MILLISECONDS_PER_DAY = 86_400_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A labelled day of an axis: which day of the list, and its label, with the year where it changes. */
export interface DayTick {
  readonly index: number
  readonly label: string
}

/** Returns days since 1970 of a YYYY-MM-DD day. */
export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_PER_DAY)
}

/** Returns the weekday of a day, Monday 0 to Sunday 6. */
export function weekdayOf(day: string): number {
  return (((dayNumber(day) + 3) % 7) + 7) % 7
}

/** Returns up to `limit` days to label: every day of a short list, Mondays of a longer one, first days of months of a long one. */
export function dayTicks(days: readonly string[], limit: number): DayTick[] {
  const indices = thinned(landmarks(days, limit), limit)
  return indices.map((index, position) => {
    const before = indices[position - 1]
    return { index, label: dayLabel(days[index] ?? '', before === undefined ? undefined : days[before]) }
  })
}

function landmarks(days: readonly string[], limit: number): number[] {
  const all = days.map((_, index) => index)
  if (days.length <= limit) return all
  const startsWeek = (index: number) => index === 0 || weekOf(days[index]) !== weekOf(days[index - 1])
  const startsMonth = (index: number) => days[index]?.slice(0, 7) !== days[index - 1]?.slice(0, 7)
  const starts = all.filter(days.length <= 12 * 7 ? startsWeek : startsMonth)
  const [first = 0, second] = starts
  // A list that begins just before a Monday or the first of a month would print two labels over each other.
  return second !== undefined && second - first < days.length / (2 * limit) ? starts.slice(1) : starts
}

function weekOf(day: string | undefined): number {
  return day === undefined ? -1 : Math.floor((dayNumber(day) + 3) / 7)
}

function thinned(indices: readonly number[], limit: number): number[] {
  const step = Math.ceil(indices.length / limit)
  return indices.filter((_, position) => position % step === 0)
}

function dayLabel(day: string, before: string | undefined): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const text = `${Number(date)} ${MONTHS[Number(month) - 1] ?? month}`
  return before === undefined || before.slice(0, 4) === year ? text : `${text} ${year}`
}
