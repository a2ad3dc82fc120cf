import { DAY, floorToDay, MINUTE } from './instants.ts'
import type { Calendar } from './settings.ts'

/** A stretch of time, start included, end not. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Returns the spans between two instants in which the service need not run, in order; none when it must always run. */
export function spansOffCalendar(calendar: Calendar, from: number, to: number): Span[] {
  if (calendar.kind === '24x7') return []
  const off: Span[] = []
  let end = from
  for (let day = floorToDay(from); day < to; day += DAY) {
    if (!calendar.weekdays.includes(new Date(day / 1000).getUTCDay())) continue
    const open = Math.max(from, day + calendar.startMinute * MINUTE)
    const close = Math.min(to, day + calendar.endMinute * MINUTE)
    if (open >= close) continue
    if (open > end) off.push({ start: end, end: open })
    end = Math.max(end, close)
  }
  if (end < to) off.push({ start: end, end: to })
  return off
}
