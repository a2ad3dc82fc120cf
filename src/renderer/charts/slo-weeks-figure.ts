import { TIERS, type Interval, type SloEntry, type Tier } from '#shared/slo.ts'
import { axis, label, layout, type Draw } from './figure.ts'
import { TIER_WORD } from '#domain/report/service-words.ts'
import { tierColour } from './tier-style.ts'

/** One service level over one window of seven days. */
export interface SloWeek {
  readonly name: string
  readonly title: string
  readonly unit: SloEntry['unit']
  readonly week: Interval
}

/** Letter of each tier inside a cell: what is known by colour is said in ink too. */
const SIGN: Readonly<Record<Tier, string>> = {
  MEETING: '',
  AT_RISK: 'r',
  INSUFFICIENT_DATA: '?',
  VIOLATED: 'v',
  CRITICAL: 'C',
}

/** Returns the windows of seven days of every service level that begin on or after a day, the levels in the order given, oldest first. */
export function sloWeeks(slos: readonly SloEntry[], from: string): SloWeek[] {
  return slos.flatMap(({ name, title, unit, weeks }) =>
    weeks.filter(({ end }) => end.slice(0, 10) > from).map((week) => ({ name, title, unit, week })),
  )
}

/** Draws one row a service level and one column a window, coloured by the window's own tier, with the tier's letter where it is not meeting. */
export function sloWeeksFigure(
  slos: readonly SloEntry[],
  weeks: readonly SloWeek[],
  write: (week: SloWeek) => string,
): Draw {
  const ends = [...new Set(weeks.map(({ week }) => week.end))].sort()
  const cells = new Map(weeks.map((one) => [`${one.name} ${one.week.end}`, one]))
  const grid = <T>(value: (week: SloWeek) => T) =>
    slos.map(({ name }) =>
      ends.map((end) => {
        const cell = cells.get(`${name} ${end}`)
        return cell === undefined ? null : value(cell)
      }),
    )
  const step = Math.ceil(ends.length / 7)
  const ticks = ends.filter((_, at) => (ends.length - 1 - at) % step === 0)
  return (palette) => ({
    data: [
      {
        type: 'heatmap',
        x: ends,
        y: slos.map((_, at) => at),
        z: grid(({ week }) => TIERS.indexOf(week.tier)),
        customdata: grid(({ name }) => name),
        text: grid(({ week }) => SIGN[week.tier]),
        texttemplate: '%{text}',
        textfont: { size: 11, color: palette.bg },
        hovertext: grid((one) => label(write(one))),
        hovertemplate: '%{hovertext}<extra></extra>',
        hoverongaps: false,
        colorscale: TIERS.flatMap((tier, at) => [
          [at / TIERS.length, tierColour(palette, tier)],
          [(at + 1) / TIERS.length, tierColour(palette, tier)],
        ]),
        zmin: -0.5,
        zmax: TIERS.length - 0.5,
        showscale: false,
        xgap: 2,
        ygap: 2,
      },
    ],
    layout: layout(palette, {
      margin: { l: 12, r: 12, t: 6, b: 24 },
      xaxis: axis(palette, {
        type: 'category',
        showgrid: false,
        zeroline: false,
        showline: false,
        tickangle: 0,
        tickvals: ticks,
        ticktext: ticks.map((end) => shortDay(end)),
      }),
      yaxis: axis(palette, {
        range: [slos.length - 0.5, -0.5],
        showgrid: false,
        zeroline: false,
        showline: false,
        tickvals: slos.map((_, at) => at),
        ticktext: slos.map(({ title }) => label(title)),
      }),
    }),
  })
}

/** Returns what a cell says: the window's days, its value and its tier. */
export function weekText({ title, week }: SloWeek, value: string): string {
  return `${title}, ${week.start.slice(0, 10)} to ${week.end.slice(0, 10)} UTC: ${value}, ${TIER_WORD[week.tier]}`
}

function shortDay(instant: string): string {
  return new Date(instant).toLocaleDateString('en-GB', { day: '2-digit', month: 'short', timeZone: 'UTC' })
}
