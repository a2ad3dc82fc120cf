import { TIERS, type Interval, type SloEntry } from '#shared/slo.ts'
import { DAY_BAR_MS, dayRange } from './day-axis.ts'
import { axis, label, layout, type Attributes, type Draw } from './figure.ts'
import type { Palette } from './palette.ts'
import { TIER_WORD } from '#domain/report/service-words.ts'
import { TIER_PATTERN, tierColour, type DayTier } from './tier-style.ts'

/** One service level on one UTC day, as the bars show it. */
export interface TierDay {
  readonly name: string
  readonly title: string
  readonly day: string
  readonly tier: DayTier
  readonly interval: Interval | null
}

const DAY_MS = 86_400_000
const BAR_HEIGHT = 0.76

/**
 * Returns the days of every service level, first to last. A day between two judged ones that is not in the history had no
 * eligible time (maintenance, or closed) and is SKIPPED.
 */
export function tierDays(slos: readonly SloEntry[]): TierDay[] {
  return slos.flatMap(({ name, title, history }) => {
    const known = new Map(history.map((interval) => [interval.start.slice(0, 10), interval]))
    const days = [...known.keys()].sort()
    return daysBetween(days[0], days.at(-1)).map((day) => {
      const interval = known.get(day) ?? null
      return { name, title, day, tier: interval?.tier ?? 'SKIPPED', interval }
    })
  })
}

/** Draws a row of daily bars per service level, the worst on top: coloured and patterned by tier, hatched where unknown. */
export function tierDaysFigure(
  slos: readonly SloEntry[],
  days: readonly TierDay[],
  write: (day: TierDay) => string,
): Draw {
  const rows = new Map(slos.map(({ name }, at) => [name, at]))
  const tiers: DayTier[] = [...TIERS, 'SKIPPED']
  return (palette) => ({
    data: tiers.flatMap((tier) => {
      const shown = days.filter((day) => day.tier === tier)
      return shown.length === 0 ? [] : [bars(tier, shown, rows, write, palette)]
    }),
    layout: layout(palette, {
      barmode: 'overlay',
      showlegend: true,
      margin: { l: 12, r: 12, t: 24, b: 24 },
      xaxis: axis(palette, {
        type: 'date',
        range: dayRange(days.toSorted((a, b) => a.day.localeCompare(b.day))),
        showgrid: false,
        tickformat: '%d %b',
      }),
      yaxis: axis(palette, {
        range: [slos.length - 0.5, -0.5],
        showgrid: false,
        zeroline: false,
        tickvals: slos.map((_, at) => at),
        ticktext: slos.map(({ title }) => label(title)),
      }),
    }),
  })
}

function bars(
  tier: DayTier,
  days: readonly TierDay[],
  rows: ReadonlyMap<string, number>,
  write: (day: TierDay) => string,
  palette: Palette,
): Attributes {
  const colour = tierColour(palette, tier)
  const hollow = tier === 'INSUFFICIENT_DATA' || tier === 'SKIPPED'
  return {
    type: 'bar',
    name: tier === 'SKIPPED' ? 'maintenance or closed' : TIER_WORD[tier],
    x: days.map(({ day }) => day),
    base: days.map(({ name }) => (rows.get(name) ?? 0) - BAR_HEIGHT / 2),
    y: days.map(() => BAR_HEIGHT),
    width: DAY_BAR_MS,
    customdata: days.map(({ name }) => name),
    text: days.map((day) => label(write(day))),
    textposition: 'none',
    marker: {
      color: hollow ? palette.bg : colour,
      line: { width: hollow ? 1 : 0, color: palette.border },
      pattern: {
        shape: TIER_PATTERN[tier],
        size: 5,
        solidity: 0.35,
        fgcolor: hollow ? palette.border : palette.bg,
        bgcolor: hollow ? palette.bg : colour,
        fillmode: 'overlay',
      },
    },
    hovertemplate: '%{text}<extra></extra>',
  }
}

function daysBetween(first: string | undefined, last: string | undefined): string[] {
  if (first === undefined || last === undefined) return []
  const [from, to] = [Date.parse(first), Date.parse(last)]
  return Array.from({ length: Math.round((to - from) / DAY_MS) + 1 }, (_, at) =>
    new Date(from + at * DAY_MS).toISOString().slice(0, 10),
  )
}
