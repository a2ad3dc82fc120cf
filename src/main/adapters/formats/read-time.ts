import { zonedToUtcMs } from './zone.ts'

/**
 * How a cell writes a time. `iso` and `compact` (20240131;093000) begin with the year; `slashed` begins with day or
 * month. `naive` says that no offset is written.
 */
export type TimeKind =
  'epoch-s' | 'epoch-ms' | 'epoch-us' | 'epoch-ns' | 'iso' | 'iso-naive' | 'slashed' | 'slashed-naive'

/** What a file cannot say itself: the zone of naive times and the order of slashed dates. */
export interface TimeRule {
  readonly zone: string | null
  readonly dateOrder: 'dmy' | 'mdy' | null
}

const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(.*)$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})[;T ](\d{2})(\d{2})(\d{2})$/
const SLASHED = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(.*)$/
const CLOCK = /^[T ,;]+(\d{1,2}):(\d{2})([:.,\d]*)$/i
const SECONDS = /^:(\d{2})$/
const SPLIT_SECONDS = /^:(\d{2})[.,](\d{1,9})$/
const OFFSET = / ?(Z|UTC|GMT|[+-]\d{2}|[+-]\d{4}|[+-]\d{2}:\d{2})$/i
const HALF_DAY = / ?([AP])M$/i
const EPOCH = /^\d+$/
const DATE_START = /^\d{1,4}[-/]/
const MICROS_PER = { 'epoch-s': 1e6, 'epoch-ms': 1e3, 'epoch-us': 1, 'epoch-ns': 1e-3 } as const
const EPOCH_KINDS: Readonly<Record<number, keyof typeof MICROS_PER>> = {
  10: 'epoch-s',
  13: 'epoch-ms',
  16: 'epoch-us',
  19: 'epoch-ns',
}

/** Returns how a cell writes a time, or null when it writes none. Epoch units by the number of digits: 10, 13, 16, 19. */
export function timeKindOf(text: string): TimeKind | null {
  const epoch = epochKindOf(text)
  if (epoch !== null) return epoch
  if (COMPACT.test(text)) return 'iso-naive'
  const iso = ISO.exec(text)
  const clock = clockOf((iso ?? SLASHED.exec(text))?.[4])
  if (clock === null) return null
  const naive = clock.offset === null
  if (iso !== null) return naive ? 'iso-naive' : 'iso'
  return naive ? 'slashed-naive' : 'slashed'
}

/** Returns what a slashed date proves of its order: a part above 12 is the day. Null when both read. */
export function dateOrderOf(text: string): 'dmy' | 'mdy' | null {
  const found = SLASHED.exec(text)
  if (found === null) return null
  if (Number(found[1]) > 12) return 'dmy'
  return Number(found[2]) > 12 ? 'mdy' : null
}

/**
 * Returns UTC microseconds of a cell, rounded down from nanoseconds, or null when it is not a time under `rule`: not a
 * date of the calendar, a naive time without a zone, a slashed date without an order.
 */
export function parseTimeMicros(text: string, rule: TimeRule): number | null {
  const epoch = epochKindOf(text)
  if (epoch !== null) return epochMicros(text, epoch)
  const spaced = text.replace(COMPACT, '$1-$2-$3 $4:$5:$6')
  const iso = ISO.exec(spaced)
  const found = iso ?? SLASHED.exec(spaced)
  const clock = clockOf(found?.[4])
  if (found === null || clock === null) return null
  const [first, second, third] = [Number(found[1]), Number(found[2]), Number(found[3])]
  if (iso !== null) return civilMicros([first, second, third], clock, rule)
  if (rule.dateOrder === null) return null
  return civilMicros(rule.dateOrder === 'dmy' ? [third, second, first] : [third, first, second], clock, rule)
}

function epochKindOf(text: string): keyof typeof MICROS_PER | null {
  if (DATE_START.test(text)) return null
  const [whole = '', fraction = '0', ...more] = text.split('.')
  if (more.length > 0 || !EPOCH.test(whole) || !EPOCH.test(fraction)) return null
  return EPOCH_KINDS[whole.length] ?? null
}

function epochMicros(text: string, kind: keyof typeof MICROS_PER): number {
  const [whole = '', fraction = '0'] = text.split('.')
  if (kind === 'epoch-ns') return Number(BigInt(whole) / 1000n)
  // A nanosecond's tolerance: a fraction such as 0.123457 has no exact double.
  return Number(whole) * MICROS_PER[kind] + Math.floor(Number(`0.${fraction}`) * MICROS_PER[kind] + 1e-3)
}

type Civil = readonly [year: number, month: number, day: number]

interface ClockTime {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly micros: number
  readonly offset: string | null
}

/** Reads the part after the date; nothing there is midnight. Null when it is no time of day. */
function clockOf(text: string | undefined): ClockTime | null {
  if (text === undefined) return null
  if (text === '') return { hour: 0, minute: 0, second: 0, micros: 0, offset: null }
  const offset = OFFSET.exec(text)
  const unzoned = text.slice(0, offset?.index)
  const half = HALF_DAY.exec(unzoned)
  const match = CLOCK.exec(unzoned.slice(0, half?.index))
  if (match === null) return null
  const tail = match[3] ?? ''
  const seconds = tail === '' ? [tail, '0'] : (SECONDS.exec(tail) ?? SPLIT_SECONDS.exec(tail))
  if (seconds === null) return null
  const hour = half === null ? Number(match[1]) : twelveHour(Number(match[1]), half[1]!.toUpperCase())
  const [minute, second] = [Number(match[2]), Number(seconds[1])]
  if (hour === null || hour > 23 || minute > 59 || second > 59) return null
  const micros = Number((seconds[2] ?? '').padEnd(6, '0').slice(0, 6))
  return { hour, minute, second, micros, offset: offset?.[1] ?? null }
}

function civilMicros([year, month, day]: Civil, clock: ClockTime, rule: TimeRule): number | null {
  const civilMs = Date.UTC(year, month - 1, day, clock.hour, clock.minute, clock.second)
  const date = new Date(civilMs)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  if (clock.offset !== null) return (civilMs - offsetMs(clock.offset)) * 1000 + clock.micros
  return rule.zone === null ? null : zonedToUtcMs(civilMs, rule.zone) * 1000 + clock.micros
}

function twelveHour(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half === 'P' ? 12 : 0)
}

function offsetMs(offset: string): number {
  if (/^[A-Z]/i.test(offset)) return 0
  const sign = offset.startsWith('-') ? -1 : 1
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', ''))) * 60_000
}
