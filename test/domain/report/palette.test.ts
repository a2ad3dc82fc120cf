import { describe, expect, it } from 'vitest'
import { BAND_LOOKS, CAUSE_LOOKS, NEUTRALS } from '#domain/report/palette.ts'
import { BANDS, CAUSES } from '#shared/review.ts'

const SHADES = ['light', 'dark'] as const

/** WCAG 2.2 relative luminance of #RRGGBB. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(SHADES)('the report’s colours in %s', (shade) => {
  const background = NEUTRALS.background[shade]

  it('leave text readable on page, panels and tints (4.5:1)', () => {
    const grounds = [background, NEUTRALS.panel[shade], ...BANDS.map((band) => BAND_LOOKS[band].tint[shade])]
    for (const ground of grounds) expect(contrast(NEUTRALS.ink[shade], ground)).toBeGreaterThanOrEqual(4.5)
    for (const ground of [background, NEUTRALS.panel[shade]])
      expect(contrast(NEUTRALS.muted[shade], ground)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(NEUTRALS.accent[shade], background)).toBeGreaterThanOrEqual(4.5)
  })

  it('leave marks of bands and causes visible (3:1)', () => {
    for (const band of BANDS) expect(contrast(BAND_LOOKS[band].mark[shade], background)).toBeGreaterThanOrEqual(3)
    for (const cause of CAUSES) expect(contrast(CAUSE_LOOKS[cause].mark[shade], background)).toBeGreaterThanOrEqual(3)
  })
})

describe('what colour says', () => {
  it('is said by sign and pattern too, each its own', () => {
    expect(new Set(BANDS.map((band) => BAND_LOOKS[band].sign)).size).toBe(BANDS.length)
    expect(new Set(BANDS.map((band) => BAND_LOOKS[band].pattern)).size).toBe(BANDS.length)
    expect(new Set(CAUSES.map((cause) => CAUSE_LOOKS[cause].pattern)).size).toBe(CAUSES.length)
  })
})
