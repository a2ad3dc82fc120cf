import type { ReviewSettings } from '#shared/review.ts'

/** What the user may say about a review; everything else is read from the data or is a default. */
export interface ReviewRequest {
  readonly capital?: number
  readonly calendar?: '24x7' | 'weekdays'
  readonly window?: number
  readonly attribution?: 'shapley' | 'ladder'
  readonly scale?: number | 'auto'
  readonly strategy?: string
  readonly from?: string
  readonly to?: string
  readonly targetBps?: number
  readonly matchGateSeconds?: number
  readonly seed?: number
  /** Lower edges of good, warning, critical and emergency, annualised bps. */
  readonly bandEdgesBps?: number[]
  /** Bad days in a row that act as critical. */
  readonly escalationAfter?: number
  /** Good days after a stop before re-enabling is recommended; as many as escalate when absent. */
  readonly reEnableAfter?: number
  /** Reporting currency; the quote currency of most fills when absent. */
  readonly currency?: string
  /** Counts USD stablecoins as one currency. */
  readonly stablecoinsEqual?: boolean
}

/** Defaults of a review; bps are annualised. */
export const REVIEW_DEFAULTS = {
  window: 20,
  attribution: 'shapley',
  bandMeasure: 'te_rms_bps',
  bandEdgesBps: [10, 20, 50, 100],
  targetBps: 20,
  escalationAfter: 3,
  matchGateSeconds: 120,
  seed: 1,
  scale: 1,
} as const

/** Days a year by which returns are annualised. */
export const DAYS_PER_YEAR: Record<ReviewSettings['calendar'], number> = { '24x7': 365, weekdays: 252 }

/** Outside this range the median quantity ratio is said and offered as scale. */
export const COMPARABLE_SCALE = { from: 0.8, to: 1.25 } as const
