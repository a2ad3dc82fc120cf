import { BANDS, CAUSES, type Band, type Cause } from '#shared/review.ts'
import { element, type Markup } from '../markup.ts'
import { BAND_LOOKS, CAUSE_LOOKS, type PatternName } from '../palette.ts'

const TILE = 8

const STROKES: Readonly<Record<PatternName, string | null>> = {
  plain: null,
  outline: null,
  dots: 'M2 2h.01M6 6h.01',
  slash: 'M-2 2L2 -2M0 8L8 0M6 10L10 6',
  cross: 'M-2 2L2 -2M0 8L8 0M6 10L10 6M-2 6L2 10M0 0L8 8M6 -2L10 2',
  plus: 'M4 1.5V6.5M1.5 4H6.5',
  dash: 'M0 2H8M0 6H8',
  bars: 'M2 0V8M6 0V8',
}

/** Returns the shared definitions every figure refers to: fills of causes and bands with their patterns, and the bands' glyphs. */
export function figureDefinitions(): Markup {
  return element(
    'svg',
    { class: 'definitions', width: 0, height: 0, 'aria-hidden': 'true' },
    element(
      'defs',
      {},
      CAUSES.map((cause) => fill(`cause-${cause}`, 'cause-marks', CAUSE_LOOKS[cause].pattern)),
      BANDS.map((band) => fill(`band-${band}`, `band-marks band-${band}`, BAND_LOOKS[band].pattern)),
      fill('behind', 'behind-marks', 'slash'),
      fill('ahead', 'ahead-marks', 'plain'),
    ),
    BANDS.map((band) => element('symbol', { id: `glyph-${band}`, viewBox: '-6 -6 12 12' }, GLYPHS[band])),
  )
}

/** Returns the paint of a cause's area, with its pattern. */
export function causeFill(cause: Cause): string {
  return `url(#fill-cause-${cause})`
}

/** Returns the paint of a band's tint, with its pattern. */
export function bandFill(band: Band): string {
  return `url(#fill-band-${band})`
}

/** Returns a band's glyph centred on a point of a drawing. */
export function glyphAt(band: Band, x: number, y: number, size: number, title: string | null): Markup {
  const half = size / 2
  return element(
    'use',
    { href: `#glyph-${band}`, x: x - half, y: y - half, width: size, height: size, class: `glyph band-${band}` },
    title === null ? null : element('title', {}, title),
  )
}

/** Returns a band as glyph and word, for text; a missing band as a dash. */
export function bandMark(band: Band | null): Markup {
  if (band === null) return element('span', { class: 'none' }, '–')
  const glyph = element('svg', { class: 'glyph', 'aria-hidden': 'true' }, element('use', { href: `#glyph-${band}` }))
  return element('span', { class: `band band-${band}` }, glyph, ' ', band)
}

/** Returns a swatch of a cause's fill, for legends and tables. */
export function causeSwatch(cause: Cause): Markup {
  return element(
    'svg',
    { class: 'swatch', 'aria-hidden': 'true' },
    element('rect', { width: '100%', height: '100%', rx: 2, fill: causeFill(cause) }),
  )
}

function fill(name: string, marks: string, pattern: PatternName): Markup {
  const stroke = STROKES[pattern]
  return element(
    'pattern',
    { id: `fill-${name}`, width: TILE, height: TILE, patternUnits: 'userSpaceOnUse' },
    element('rect', { class: `fill-${name}`, width: TILE, height: TILE }),
    stroke === null ? null : element('path', { class: marks, d: stroke }),
  )
}

const GLYPHS: Readonly<Record<Band, Markup>> = {
  excellent: element('circle', { class: 'glyph-area', r: 4.2 }),
  good: element(
    'g',
    {},
    element('circle', { class: 'glyph-ring', r: 4 }),
    element('path', { class: 'glyph-area', d: 'M0 0V-4A4 4 0 0 1 4 0Z' }),
  ),
  warning: element('path', { class: 'glyph-area', d: 'M0 -5L5.4 4.4H-5.4Z' }),
  critical: element('rect', { class: 'glyph-area', x: -4.2, y: -4.2, width: 8.4, height: 8.4 }),
  emergency: element('path', { class: 'glyph-strokes', d: 'M-3.6 -3.6L3.6 3.6M3.6 -3.6L-3.6 3.6' }),
}
