import type { Review } from '#shared/review.ts'
import { cumulativeFigure } from '../figures/cumulative.ts'
import { trackingErrorFigure } from '../figures/tracking-error.ts'
import type { Child } from '../markup.ts'

/** Returns tracking error and P&L over time, or null where no day was evaluated. */
export function overTimeSection(review: Review): Child {
  return review.days.length === 0 ? null : [trackingErrorFigure(review), cumulativeFigure(review)]
}
