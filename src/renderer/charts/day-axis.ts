import type { Attributes } from './figure.ts'
import type { Palette } from './palette.ts'

/** Days from the first to the last, inclusive; an absent end is open. */
export interface DaySpan {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Shades the days outside a brush; half a day of margin keeps the bars at its ends whole. */
export function shadeOutside(
  days: readonly { readonly day: string }[],
  { from, to }: DaySpan,
  palette: Palette,
): Attributes[] {
  const [first, last] = [days[0]?.day, days.at(-1)?.day]
  if (first === undefined || last === undefined) return []
  const shade = (x0: string, x1: string) => ({
    type: 'rect',
    yref: 'paper',
    y0: 0,
    y1: 1,
    x0,
    x1,
    line: { width: 0 },
    fillcolor: withAlpha(palette.bg, 0.72),
  })
  return [
    ...(from !== undefined && from > first ? [shade(`${dayBefore(first)} 12:00`, `${dayBefore(from)} 12:00`)] : []),
    ...(to !== undefined && to < last ? [shade(`${to} 12:00`, `${last} 12:00`)] : []),
  ]
}

/** Width of one day's bar on a date axis, ms; a lone bar would else be a hairline. */
export const DAY_BAR_MS = 0.85 * 86_400_000

/** Returns the ends of a date axis on which each day's bar is whole. */
export function dayRange(days: readonly { readonly day: string }[]): [string, string] | undefined {
  const [first, last] = [days[0]?.day, days.at(-1)?.day]
  return first === undefined || last === undefined ? undefined : [`${dayBefore(first)} 12:00`, `${last} 12:00`]
}

const DAY_MS = 86_400_000
const FEW_DAYS = 10

/** Returns a tick a day for a span of few days, on which Plotly would write each day twice; nothing for a longer one. */
export function dayTicks(days: readonly { readonly day: string }[]): Attributes {
  const [first, last] = [days[0]?.day, days.at(-1)?.day]
  if (first === undefined || last === undefined || Date.parse(last) - Date.parse(first) > FEW_DAYS * DAY_MS) return {}
  return { tick0: first, dtick: DAY_MS }
}

/** Returns the attributes of an axis of the given days, which shows no more than them. */
export function dayAxis(days: readonly { readonly day: string }[]): Attributes {
  return {
    type: 'date',
    range: dayRange(days),
    ...dayTicks(days),
    showgrid: false,
    tickformat: '%d %b',
    hoverformat: '%Y-%m-%d',
  }
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** Returns a colour of six hex digits with an opacity. */
export function withAlpha(colour: string, opacity: number): string {
  const part = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return `rgba(${part(1)}, ${part(3)}, ${part(5)}, ${opacity})`
}
