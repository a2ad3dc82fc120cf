import { bps, percent, plain } from '#domain/report/number-text.ts'
import { writeMoney } from './money.svelte.ts'

/** How a column or figure writes its numbers: one unit, one number of decimals, never K or M by itself. */
export const WRITE = {
  money: writeMoney,
  bps,
  /** Basis points that cannot be negative, such as tracking error: no sign. */
  level: (value: number | null) => plain(value, 1),
  percent,
  count: (value: number | null) => plain(value, 0),
  milliseconds: (value: number | null) => plain(value, 0),
  price: (value: number | null) => (value === null ? '–' : plain(value, decimalsOf(value))),
  quantity: (value: number | null) => (value === null ? '–' : plain(value, decimalsOf(value))),
} as const satisfies Record<string, (value: number | null) => string>

export type NumberKind = keyof typeof WRITE

const SHOWN_DIGITS = 10

/** Returns as many decimals as the number has, up to ten significant digits, so that prices show as quoted. */
function decimalsOf(value: number): number {
  const [, fraction = ''] = Number(value.toPrecision(SHOWN_DIGITS)).toFixed(8).replace(/0+$/, '').split('.')
  return fraction.length
}

/** Returns an ISO time in a zone to the millisecond: `2026-03-11 14:02:11.482`. Null stays a dash. */
export function timeText(iso: string | null, zone: string): string {
  if (iso === null) return '–'
  const parts = Object.fromEntries(
    timeParts(zone)
      .formatToParts(new Date(iso))
      .map(({ type, value }) => [type, value]),
  )
  const { year, month, day, hour, minute, second, fractionalSecond } = parts
  return `${year ?? ''}-${month ?? ''}-${day ?? ''} ${hour ?? ''}:${minute ?? ''}:${second ?? ''}.${fractionalSecond ?? ''}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

function timeParts(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })
  formats.set(zone, format)
  return format
}

/** Returns a duration as people say it: `0.4 s`, `42 s`, `3 min 5 s`. */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${plain(seconds, 1)} s`
  if (seconds < 60) return `${plain(seconds, 0)} s`
  return `${plain(Math.floor(seconds / 60), 0)} min ${plain(seconds % 60, 0)} s`
}

/** Returns a size in bytes with the unit that fits. Sizes of files are not results, so their unit may float. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'] as const
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return `${plain(bytes / 1000 ** power, power === 0 ? 0 : 1)} ${units[power] ?? 'B'}`
}

/** Returns the last part of a path, whichever slash it was written with. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
