import type { Tier } from '#shared/slo.ts'
import type { Palette } from './palette.ts'

/** A day's tier in a figure; `SKIPPED` is a day without eligible time: maintenance, or closed. */
export type DayTier = Tier | 'SKIPPED'

/** Fill pattern of each tier, so that bars are told apart without colour. Hatching is kept for what is unknown. */
export const TIER_PATTERN: Readonly<Record<DayTier, string>> = {
  MEETING: '',
  AT_RISK: '.',
  VIOLATED: 'x',
  CRITICAL: '+',
  INSUFFICIENT_DATA: '/',
  SKIPPED: '-',
}

/** Returns the colour of a tier: the bands' ramp without its second step. */
export function tierColour({ band, hairline, border }: Palette, tier: DayTier): string {
  const colours: Record<DayTier, string> = {
    MEETING: band.excellent,
    AT_RISK: band.warning,
    VIOLATED: band.critical,
    CRITICAL: band.emergency,
    INSUFFICIENT_DATA: border,
    SKIPPED: hairline,
  }
  return colours[tier]
}
