import { invariant } from '#shared/errors.ts'
import { BANDS, CAUSES, type Band, type Cause } from '#shared/review.ts'

export type Theme = 'light' | 'dark'

/** The tokens a figure draws with, read from the style sheet so that they are written in one place. */
export interface Palette {
  readonly bg: string
  readonly panel: string
  readonly ink: string
  readonly muted: string
  readonly border: string
  readonly hairline: string
  readonly accent: string
  readonly live: string
  readonly backtest: string
  readonly scenario: string
  readonly band: Readonly<Record<Band, string>>
  readonly tint: Readonly<Record<Band, string>>
  readonly cause: Readonly<Record<Cause, string>>
  readonly font: string
}

/** Returns a theme's palette, which the document must be in. The theme is asked for so that figures are drawn again when it changes. */
export function readPalette(theme: Theme): Palette {
  const style = getComputedStyle(document.documentElement)
  invariant(document.documentElement.dataset['theme'] === theme, 'the document shows the theme it is drawn in')
  const token = (name: string) => sixDigits(style.getPropertyValue(`--${name}`).trim())
  const record = <Name extends string>(names: readonly Name[], suffix = '') =>
    Object.fromEntries(names.map((name) => [name, token(`${name}${suffix}`)])) as Record<Name, string>
  return {
    bg: token('bg'),
    panel: token('panel'),
    ink: token('ink'),
    muted: token('muted'),
    border: token('border'),
    hairline: token('hairline'),
    accent: token('accent'),
    live: token('live'),
    backtest: token('backtest'),
    scenario: token('scenario'),
    band: record(BANDS),
    tint: record(BANDS, '-tint'),
    cause: record(CAUSES),
    font: '"Inter Variable", system-ui, sans-serif',
  }
}

/** The build shortens `#ffffff` to `#fff`. */
function sixDigits(colour: string): string {
  return /^#[\da-f]{3}$/i.test(colour) ? colour.replaceAll(/[\da-f]/gi, '$&$&') : colour
}

/** Fill pattern of each cause, so that bars are told apart without colour. */
export const CAUSE_PATTERN: Readonly<Record<Cause, string>> = {
  alpha: '',
  fees: '/',
  slippage: 'x',
  timing: '-',
  sizing: '.',
  price: '|',
  funding: '+',
}

/** Fill pattern of each band. */
export const BAND_PATTERN: Readonly<Record<Band, string>> = {
  excellent: '',
  good: '.',
  warning: '/',
  critical: 'x',
  emergency: '+',
}

/**
 * Returns a pattern drawn in the page's colour over marks. `under` is the marks' colour where they share one; a list of
 * colours takes its place by itself, but Plotly would first try to derive a contrast from the list.
 */
export function overMarks<Shape>(palette: Palette, shape: Shape, size: number, under: string = palette.bg) {
  return { shape, size, solidity: 0.3, fgcolor: palette.bg, bgcolor: under, fillmode: 'overlay' } as const
}

/** Marker of each band, the same signs the labels draw. */
export const BAND_SYMBOL: Readonly<Record<Band, string>> = {
  excellent: 'circle',
  good: 'circle-open-dot',
  warning: 'triangle-up',
  critical: 'square',
  emergency: 'x',
}
