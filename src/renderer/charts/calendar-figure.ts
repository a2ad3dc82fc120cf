import { plain } from '#domain/report/number-text.ts'
import { BANDS, type Band, type ReviewDay } from '#shared/review.ts'
import { axis, layout, type Draw } from './figure.ts'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const DAY_MS = 86_400_000
const TICKS = 6

/** Sign of each band inside a calendar cell: letters every font has. */
const SIGN: Readonly<Record<Band, string>> = { excellent: '', good: 'g', warning: 'w', critical: 'c', emergency: 'E' }

/** Draws the band of each day in a calendar: one column a week, one row a weekday; a letter says the band beside its colour. */
export function calendarFigure(days: readonly ReviewDay[], band: (day: ReviewDay) => Band | null): Draw {
  const cells = days.map((day) => ({ day, band: band(day), ...placeOf(day.day) }))
  const weeks = [...new Set(cells.map(({ week }) => week))].sort()
  const ticks = weeks.filter((_, index) => index % Math.ceil(weeks.length / TICKS) === 0)
  const at = new Map(cells.map((cell) => [`${cell.week} ${cell.weekday}`, cell]))
  const grid = <T>(value: (cell: (typeof cells)[number]) => T) =>
    WEEKDAYS.map((_, weekday) =>
      weeks.map((week) => {
        const cell = at.get(`${week} ${weekday}`)
        return cell === undefined ? null : value(cell)
      }),
    )
  return (palette) => ({
    data: [
      {
        type: 'heatmap',
        x: weeks,
        y: WEEKDAYS,
        z: grid((cell) => (cell.band === null ? null : BANDS.indexOf(cell.band))),
        customdata: grid((cell) => cell.day.day),
        text: grid((cell) => (cell.band === null ? '' : SIGN[cell.band])),
        texttemplate: '%{text}',
        textfont: { size: 10, color: palette.bg },
        hovertext: grid(
          (cell) =>
            `${cell.day.day}<br>day ${plain(cell.day.te_day_bps, 1)} bps${cell.band === null ? '' : `, ${cell.band}`}`,
        ),
        hovertemplate: '%{hovertext}<extra></extra>',
        colorscale: BANDS.flatMap((name, index) => [
          [index / BANDS.length, palette.band[name]],
          [(index + 1) / BANDS.length, palette.band[name]],
        ]),
        zmin: -0.5,
        zmax: BANDS.length - 0.5,
        showscale: false,
        xgap: 2,
        ygap: 2,
      },
    ],
    layout: layout(palette, {
      margin: { l: 34, r: 8, t: 6, b: 24 },
      xaxis: axis(palette, {
        type: 'category',
        showgrid: false,
        zeroline: false,
        tickangle: 0,
        showline: false,
        tickvals: ticks,
        ticktext: ticks.map(shortDay),
      }),
      yaxis: axis(palette, { autorange: 'reversed', showgrid: false, zeroline: false, showline: false }),
    }),
  })
}

/** Returns the Monday of a day's week, and the weekday counted from Monday. */
function placeOf(day: string): { week: string; weekday: number } {
  const time = Date.parse(`${day}T00:00:00Z`)
  const weekday = (new Date(time).getUTCDay() + 6) % 7
  return { week: new Date(time - weekday * DAY_MS).toISOString().slice(0, 10), weekday }
}

function shortDay(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { day: '2-digit', month: 'short', timeZone: 'UTC' })
}
