import { BANDS, type Review, type ReviewDay } from '#shared/review.ts'
import { element, type Markup } from '../markup.ts'
import { plain } from '../number-text.ts'
import { FIGURE_WIDTH, label, line } from './figure.ts'
import { bandFill, glyphAt } from './patterns.ts'
import { logScale, type Scale } from './scale.ts'

const HEIGHT = 74
const LEFT = 4
const RIGHT = FIGURE_WIDTH - 4
const TOP = 22
const BOTTOM = 50
const HALO = 11

/** Draws where a day stands among the bands: the measure's glyph with its interval as a whisker, and the target. Null without the measure. */
export function bandGauge({ settings }: Review, day: ReviewDay): Markup | null {
  const value = day[settings.band_measure]
  if (value === null || day.band === null) return null
  const edges = settings.band_edges_bps
  const interval = day.te_interval_bps ?? [value, value]
  const low = Math.min(
    (edges[0] ?? 1) / 2.5,
    ...[value, interval[0]].filter((bound) => bound > 0).map((bound) => bound / 1.3),
  )
  const high = Math.max((edges.at(-1) ?? 1) * 2, value * 1.3, interval[1] * 1.3)
  const x = logScale(Math.max(low, high / 1e5), high, LEFT, RIGHT)
  const middle = (TOP + BOTTOM) / 2
  const at = Math.max(x(value), LEFT + HALO)
  return element(
    'svg',
    {
      class: 'gauge',
      viewBox: `0 0 ${FIGURE_WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': `${plain(value, 1)} bps lies in the band ${day.band}; target ${plain(settings.target_bps, 1)} bps.`,
    },
    zones(edges, x),
    line(x(interval[0]), middle, x(interval[1]), middle, 'whisker'),
    interval.map((bound) => line(x(bound), middle - 5, x(bound), middle + 5, 'whisker')),
    line(x(settings.target_bps), TOP - 6, x(settings.target_bps), BOTTOM + 2, 'limit'),
    label(x(settings.target_bps), TOP - 9, `target ${plain(settings.target_bps, 1)}`, 'middle', 'strong'),
    element('circle', { class: 'halo', cx: at, cy: middle, r: HALO }),
    glyphAt(day.band, at, middle, 18, null),
  )
}

function zones(edges: readonly number[], x: Scale): Markup[] {
  return BANDS.flatMap((band, index) => {
    const [lower, upper] = [edges[index - 1], edges[index]]
    const from = lower === undefined ? LEFT : x(lower)
    const to = upper === undefined ? RIGHT : x(upper)
    const zone = element('rect', {
      x: from,
      y: TOP,
      width: Math.max(0, to - from),
      height: BOTTOM - TOP,
      fill: bandFill(band),
    })
    const edge =
      lower === undefined
        ? []
        : [line(from, TOP, from, BOTTOM + 4, 'tick'), label(from, BOTTOM + 17, plain(lower, 0), 'middle', 'axis')]
    return [zone, ...edge, label((from + to) / 2, BOTTOM + 17, band, 'middle', 'axis')]
  })
}
