import { InvalidArgumentError } from 'commander'
import type { Answers } from '#engine/ports.ts'
import type { Role } from '#shared/canonical.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/
const DAY_MS = 86_400_000
const DURATION = /^([\d.]+)(ms|s|m|h|d)$/
const UNIT_US: Record<string, number> = { ms: 1e3, s: 1e6, m: 6e7, h: 3.6e9, d: 8.64e10 }

/** Collects a repeatable or variadic option, which is undefined at first. */
export function collectMany(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value]
}

/** Parses an instant with an offset, or a day (its end), into UTC microseconds. */
export function instantMicros(text: string): number {
  if (DAY.test(text)) return (Date.parse(`${day(text)}T00:00:00Z`) + DAY_MS) * 1000
  const milliseconds = INSTANT.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(milliseconds))
    throw new InvalidArgumentError('expected an instant such as 2026-05-01T14:00:00Z, or a day as YYYY-MM-DD.')
  return milliseconds * 1000
}

/** Parses a number above zero. */
export function positive(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('expected a number above zero.')
  return value
}

/** Parses a whole number of at least `least`. */
export function wholeFrom(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`expected a whole number of at least ${least}.`)
    return value
  }
}

/** Date.parse takes 31 February for 3 March. */
function isCalendarDay(text: string): boolean {
  const parsed = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(text)
}

/** Parses a calendar day, YYYY-MM-DD. */
export function day(text: string): string {
  if (!DAY.test(text) || !isCalendarDay(text)) throw new InvalidArgumentError('expected a day as YYYY-MM-DD.')
  return text
}

/** Parses a length of time such as 5m or 1h into microseconds. */
export function durationMicros(text: string): number {
  const [, amount, unit] = DURATION.exec(text) ?? []
  const factor = UNIT_US[unit ?? '']
  if (factor === undefined || !(Number(amount) > 0))
    throw new InvalidArgumentError('expected a length of time such as 30s, 5m or 1h.')
  return Number(amount) * factor
}

/** Parses `auto` or a number above zero. */
export function scale(text: string): number | 'auto' {
  return text === 'auto' ? 'auto' : positive(text)
}

/** The options that answer what a file cannot say of itself, as commander parses them. */
export interface AnswerOptions {
  readonly zone?: string
  readonly dateOrder?: 'dmy' | 'mdy'
  readonly decimal?: '.' | ','
  readonly feeSign?: 'charged' | 'negative-charged'
  readonly symbol?: string
  readonly security?: string
  readonly contractSize?: Readonly<Record<string, number>>
  readonly capital?: number
  readonly service?: readonly string[]
  readonly equityFiles?: 'accounts' | 'one'
}

/** Returns the answers among the options; the capital and what equity files are answer equity files only, the service uptime files. */
export function answersOf(options: AnswerOptions, role?: Role): Answers {
  const { zone, dateOrder, decimal, feeSign, symbol, security, contractSize, capital, service, equityFiles } = options
  return {
    ...(zone !== undefined && { zone }),
    ...(dateOrder !== undefined && { dateOrder }),
    ...(decimal !== undefined && { decimal }),
    ...(feeSign !== undefined && { feeSign }),
    ...(symbol !== undefined && { symbol }),
    ...(security !== undefined && { security }),
    ...(contractSize !== undefined && { contractSizes: contractSize }),
    ...(role === 'equity' && capital !== undefined && { capital }),
    ...(role === 'equity' && equityFiles !== undefined && { equityFiles }),
    ...(role === 'uptime' && service !== undefined && { service }),
  }
}

/** Collects texts into a list. */
export function appendText(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

/** Collects `name=value` into a record of texts. */
export function assignText(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [name = '', ...rest] = text.split('=')
  const value = rest.join('=').trim()
  if (name.trim() === '' || value === '') throw new InvalidArgumentError('expected NAME=VALUE.')
  return { ...before, [name.trim()]: value }
}

/** Collects `name=number` into a record of numbers above zero. */
export function assignNumber(text: string, before: Record<string, number> = {}): Record<string, number> {
  const [[name, value] = ['', '']] = Object.entries(assignText(text))
  return { ...before, [name]: positive(value) }
}
