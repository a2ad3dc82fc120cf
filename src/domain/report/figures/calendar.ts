import { BANDS, type Band, type Review, type ReviewDay } from '#shared/review.ts'
import { bandOf } from '#domain/parity/band.ts'
import { gapBpsOf, gapOf, hasReturns, moneyOf } from '../day-facts.ts'
import { element, type Markup } from '../markup.ts'
import { bps, dayText, plain } from '../number-text.ts'
import { dayNumber, weekdayOf } from './day-axis.ts'
import { figure, FIGURE_WIDTH, label } from './figure.ts'
import { bandFill, bandMark, glyphAt } from './patterns.ts'

const LEFT = 34
const TOP = 20
const WEEKS_A_ROW = 53
const CHARACTER = 6.6
const DATE = 30
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const LEVELS = 4

/** Draws one cell a day, a column a week: its gap written in it where there is room, filled by the band the day alone would be in, or without capital by the size of the gap. Null without days. */
export function calendarFigure(review: Review): Markup | null {
  const [first] = review.days
  const last = review.days.at(-1)
  if (first === undefined || last === undefined) return null
  const look = cellLook(review)
  const widest = review.days.reduce((most, day) => Math.max(most, look(day).text.length), 0)
  const grid = gridOf(first.day, last.day, widest * CHARACTER)
  return figure(
    {
      title: 'Gap by day',
      note: `live − backtest, ${unitOf(review)}; ${meaningOf(review)}`,
      legend: !hasReturns(review) ? null : BANDS.map((band) => element('li', {}, bandMark(band))),
      summary: `${review.days.length} days from ${dayText(first.day)} to ${dayText(last.day)}.`,
      height: grid.height,
    },
    grid.rowTops.flatMap((top) =>
      WEEKDAYS.map((name, weekday) => label(0, top + (weekday + 0.5) * grid.cellHeight + 4, name, 'start', 'axis')),
    ),
    monthLabels(review.days, grid),
    review.days.map((day) => cell(day, grid, look)),
  )
}

interface Grid {
  readonly firstWeek: number
  readonly cellWidth: number
  readonly cellHeight: number
  readonly written: boolean
  readonly rowTops: readonly number[]
  readonly height: number
}

function gridOf(first: string, last: string, textWidth: number): Grid {
  const firstWeek = weekOf(first)
  const weeks = weekOf(last) - firstWeek + 1
  const columns = Math.min(weeks, WEEKS_A_ROW)
  const cellWidth = Math.min(82, (FIGURE_WIDTH - LEFT) / columns)
  const written = cellWidth >= DATE + textWidth
  const cellHeight = written ? 26 : 15
  const rowHeight = TOP + 7 * cellHeight + 8
  const rowTops = Array.from({ length: Math.ceil(weeks / WEEKS_A_ROW) }, (_, row) => row * rowHeight + TOP)
  return { firstWeek, cellWidth, cellHeight, written, rowTops, height: rowTops.length * rowHeight }
}

function weekOf(day: string): number {
  return Math.floor((dayNumber(day) + 3) / 7)
}

function placeOf(day: string, grid: Grid): { x: number; y: number; top: number } {
  const week = weekOf(day) - grid.firstWeek
  const top = grid.rowTops[Math.floor(week / WEEKS_A_ROW)] ?? TOP
  return { x: LEFT + (week % WEEKS_A_ROW) * grid.cellWidth, y: top + weekdayOf(day) * grid.cellHeight, top }
}

function cell(day: ReviewDay, grid: Grid, look: CellLook): Markup {
  const { x, y } = placeOf(day.day, grid)
  const [width, height] = [grid.cellWidth - 2, grid.cellHeight - 2]
  const { band, style, text, title } = look(day)
  const area = { x, y, width, height, rx: 2 }
  return element(
    'g',
    { class: band === null ? null : `band-${band}` },
    element('title', {}, title),
    element('rect', band === null ? { ...area, class: style } : { ...area, class: style, fill: bandFill(band) }),
    grid.written ? cellText(day, text, x, y, width) : cellGlyph(band, x + width / 2, y + height / 2),
  )
}

function cellText(day: ReviewDay, text: string, x: number, y: number, width: number): Markup[] {
  return [
    label(x + 5, y + 16, String(Number(day.day.slice(8))), 'start', 'cell-date'),
    label(x + width - 5, y + 16.5, text, 'end', 'cell-value'),
  ]
}

/** Where a cell is too small for its number, a glyph says its band, unless it is the best. */
function cellGlyph(band: Band | null, x: number, y: number): Markup | null {
  return band === null || band === 'excellent' ? null : glyphAt(band, x, y, 8, null)
}

type CellLook = (day: ReviewDay) => { band: Band | null; style: string; text: string; title: string }

/** Returns how a day's cell looks: filled by the band of its own te_day, or without capital by a quarter of the largest gap. */
function cellLook(review: Review): CellLook {
  const say = moneyOf(review)
  const { currency, band_edges_bps: edges } = review.settings
  const largest = review.days.reduce((most, day) => Math.max(most, Math.abs(gapOf(day) ?? 0)), 0)
  return (day) => {
    const gap = gapOf(day) ?? 0
    const gapBps = gapBpsOf(day)
    const band = day.te_day_bps === null ? null : bandOf(day.te_day_bps, edges)
    const level = largest === 0 ? 0 : Math.min(LEVELS, Math.ceil((Math.abs(gap) / largest) * LEVELS - 1e-9))
    const money = `${say(gapOf(day))} ${currency ?? ''}`.trim()
    return {
      band,
      style: band === null ? `cell level-${level}${gap < 0 ? ' behind' : ''}` : 'cell',
      text: gapBps === null ? say(gapOf(day)) : bps(gapBps),
      title: `${dayText(day.day)}: ${money}${gapBps === null ? '' : `, ${bps(gapBps)} bps of capital (${plain(day.te_day_bps, 1)} annualised)`}`,
    }
  }
}

/** The first day of each month carries its name; the year stands at the first label of a row and in January. */
function monthLabels(days: readonly ReviewDay[], grid: Grid): Markup[] {
  const starts = days.filter((day, index) => day.day.slice(0, 7) !== days[index - 1]?.day.slice(0, 7))
  const placed = starts.map(({ day }) => ({ day, ...placeOf(day, grid) })).filter(({ x }) => x <= FIGURE_WIDTH - 50)
  const roomy = placed.filter(({ x, top }, index) => {
    const next = placed[index + 1]
    return next?.top !== top || next.x - x >= 54
  })
  return roomy.map(({ day, x, top }, index) => {
    const [, month = '', year = ''] = dayText(day).split(' ')
    const withYear = month === 'Jan' || roomy[index - 1]?.top !== top
    return label(x, top - 6, withYear ? `${month} ${year}` : month, 'start', 'axis')
  })
}

function unitOf(review: Review): string {
  return hasReturns(review) ? 'bps of capital that day' : (review.settings.currency ?? 'money')
}

function meaningOf(review: Review): string {
  return hasReturns(review)
    ? 'filled by the band that day alone would be in, annualised'
    : 'the darker, the larger; dashed edge: live is behind'
}
