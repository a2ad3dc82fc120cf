import { BANDS, type Band, type Review, type ReviewDay } from '#shared/review.ts'
import { daysByBand } from '../day-facts.ts'
import { intervalText } from '../headline.ts'
import { element, type Markup } from '../markup.ts'
import { capitalised, counted, dayText, plain } from '../number-text.ts'
import { ACTION_WORDS, MEASURE_WORDS } from '../words.ts'
import { dayTicks } from './day-axis.ts'
import { dayAxis, dayPositions, figure, FIGURE_WIDTH, label, line, valueAxis, type Frame } from './figure.ts'
import { closedPath, openPath, runs } from './path.ts'
import { bandFill, bandMark, glyphAt } from './patterns.ts'
import { logScale, logTicks, type Scale } from './scale.ts'

const HEIGHT = 280
const FRAME: Frame = { left: 48, right: FIGURE_WIDTH - 92, top: 8, bottom: HEIGHT - 26 }
const MARKED_DAYS = 120

type X = (index: number) => number

/**
 * Draws the measure that drives the band, one point a day, on a logarithmic axis: bands as tinted zones, the 95 % interval
 * as a ribbon, the target as a line, each day's band as a glyph. Null where no day has the measure.
 */
export function trackingErrorFigure(review: Review): Markup | null {
  const { days, settings } = review
  const values = days.map((day) => day[settings.band_measure])
  if (values.every((value) => value === null)) return null
  const [low, high] = domain(review)
  const y = logScale(low, high, FRAME.bottom, FRAME.top)
  const x = dayPositions(FRAME, days.length)
  const counts = daysByBand(days)
  return figure(
    {
      title: capitalised(MEASURE_WORDS[settings.band_measure]),
      note: noteOf(review, low),
      legend: BANDS.filter((band) => counts[band] > 0).map((band) =>
        element('li', {}, bandMark(band), ` ${counted(counts[band], 'day')}`),
      ),
      summary: BANDS.map((band) => `${band} ${counted(counts[band], 'day')}`).join(', '),
      height: HEIGHT,
    },
    bandZones(settings.band_edges_bps, low, high, y),
    valueAxis(FRAME, y, logTicks(low, high), (value) => plain(value, value < 1 ? 1 : 0)),
    ribbon(days, x, y),
    targetLine(settings.target_bps, y),
    measureLine(values, x, y),
    glyphs(review, x, y),
    dayAxis(
      FRAME,
      x,
      dayTicks(
        days.map(({ day }) => day),
        9,
      ),
    ),
  )
}

function noteOf({ days, settings }: Review, low: number): string {
  const glyphs = days.length <= MARKED_DAYS ? 'each day’s glyph says its band' : 'a glyph where the band changes'
  const isBelow = days.some((day) => (day[settings.band_measure] ?? low) < low)
  return `bps a year over the last ${counted(settings.window, 'day')}, logarithmic; ribbon: 95 % interval; ${glyphs}${isBelow ? '; what is smaller stands on the axis' : ''}`
}

function domain({ days, settings }: Review): [number, number] {
  const values = days.flatMap((day) => [day[settings.band_measure], ...(day.te_interval_bps ?? [])])
  const positive = values.filter((value) => value !== null && value > 0) as number[]
  const { target_bps: target } = settings
  const high = positive.reduce((most, value) => Math.max(most, value * 1.2), target * 2)
  const below = Math.min(target / 2, (settings.band_edges_bps[0] ?? target) / 2.5)
  const low = positive.reduce((least, value) => Math.min(least, value / 1.2), below)
  return [Math.max(low, high / 1e4), high]
}

function bandZones(edges: readonly number[], low: number, high: number, y: Scale): Markup[] {
  return BANDS.flatMap((band, index) => {
    const from = Math.max(low, edges[index - 1] ?? 0)
    const to = Math.min(high, edges[index] ?? Infinity)
    if (!(to > from)) return []
    const [top, bottom] = [y(to), y(from)]
    const width = FRAME.right - FRAME.left
    const zone = element('rect', { x: FRAME.left, y: top, width, height: bottom - top, fill: bandFill(band) })
    return bottom - top < 13 ? [zone] : [zone, ...zoneLabel(band, (top + bottom) / 2)]
  })
}

function zoneLabel(band: Band, y: number): Markup[] {
  return [glyphAt(band, FRAME.right + 14, y, 11, null), label(FRAME.right + 24, y + 4, band)]
}

function ribbon(days: readonly ReviewDay[], x: X, y: Scale): Markup[] {
  return runs(days, (day) => day.te_interval_bps).map((run) => {
    const upper = run.map(({ index, value }) => ({ x: x(index), y: y(value[1]) }))
    const lower = run.map(({ index, value }) => ({ x: x(index), y: y(value[0]) }))
    return element('path', { class: 'ribbon', d: closedPath([...upper, ...lower.reverse()]) })
  })
}

function targetLine(target: number, y: Scale): Markup[] {
  const at = y(target)
  return [
    line(FRAME.left, at, FRAME.right, at, 'limit'),
    label(FRAME.left + 6, at - 5, `target ${plain(target, 1)}`, 'start', 'strong'),
  ]
}

function measureLine(values: readonly (number | null)[], x: X, y: Scale): Markup[] {
  return runs(values, (value) => value).map((run) =>
    element('path', { class: 'live', d: openPath(run.map(({ index, value }) => ({ x: x(index), y: y(value) }))) }),
  )
}

/** Every day of a short review; of a long one the days where the band changes and the last. */
function glyphs({ days, settings }: Review, x: X, y: Scale): Markup[] {
  const every = days.length <= MARKED_DAYS
  return days.flatMap((day, index) => {
    const value = day[settings.band_measure]
    const marked = every || index === days.length - 1 || day.band !== days[index - 1]?.band
    if (value === null || day.band === null || !marked) return []
    return [glyphAt(day.band, x(index), y(value), every ? 9 : 11, glyphTitle(day, value))]
  })
}

function glyphTitle(day: ReviewDay, value: number): string {
  const parts = [
    `${dayText(day.day)}: ${plain(value, 1)} bps`,
    intervalText(day),
    day.band,
    day.action === null ? null : ACTION_WORDS[day.action],
  ]
  return parts.filter((part) => part !== null).join(', ')
}
