import type { Band } from '#shared/review.ts'
import type { Tier } from '#shared/slo.ts'

/** One stroke or fill of a glyph on a field of 12 by 12; filled unless it has a stroke's width. */
export interface GlyphPart {
  readonly path: string
  readonly stroke?: number
  readonly dash?: string
}

/** A sign as drawn: its colour token and its parts. */
export interface GlyphShape {
  readonly colour: string
  readonly parts: readonly GlyphPart[]
}

const circle = (radius: number) => `M6 ${6 - radius}a${radius} ${radius} 0 1 1-.01 0Z`
const ring = (dash?: string): GlyphPart => ({ path: circle(4.75), stroke: 1.5, ...(dash !== undefined && { dash }) })

/**
 * The signs of bands and service level tiers, told apart without colour and without a symbol font. Bands differ in outline;
 * tiers are a gauge that fills as it gets worse, hatched where too little is known, in the bands' ramp without its second step.
 */
export const GLYPHS: Readonly<Record<Band | Tier, GlyphShape>> = {
  excellent: { colour: '--excellent', parts: [{ path: circle(4.5) }] },
  good: {
    colour: '--good',
    parts: [{ path: circle(4.25), stroke: 1.5 }, { path: 'M6 6V1.75A4.25 4.25 0 0 1 10.25 6Z' }],
  },
  warning: { colour: '--warning', parts: [{ path: 'M6 1.2 11.2 10.8H.8Z' }] },
  critical: { colour: '--critical', parts: [{ path: 'M1.5 1.5h9v9h-9Z' }] },
  emergency: { colour: '--emergency', parts: [{ path: 'M2 2 10 10M10 2 2 10', stroke: 3 }] },
  MEETING: { colour: '--excellent', parts: [ring()] },
  AT_RISK: { colour: '--warning', parts: [ring(), { path: 'M6 6V1.25A4.75 4.75 0 0 1 10.75 6Z' }] },
  VIOLATED: { colour: '--critical', parts: [ring(), { path: 'M6 6V1.25A4.75 4.75 0 1 1 1.25 6Z' }] },
  CRITICAL: { colour: '--emergency', parts: [ring(), { path: 'M2.6 9.4 9.4 2.6', stroke: 2 }] },
  INSUFFICIENT_DATA: {
    colour: '--border',
    parts: [ring('2 1.2'), { path: 'M3 7.5 7.5 3M4.5 9 9 4.5', stroke: 1 }],
  },
}
