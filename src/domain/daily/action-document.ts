import { actionDocumentSchema, type ActionDocument } from '#shared/action.ts'
import { CAUSES } from '#shared/review.ts'
import { escalate, type EscalationRule } from '../parity/band.ts'
import type { ReviewedDay, ReviewedDays } from './reviewed-days.ts'

/** What action.json is built from: the review, the day it is about, and where the report stands. */
export interface ActionRequest {
  readonly review: ReviewedDays
  readonly day: string
  readonly escalation: readonly EscalationRule[]
  /** Path of the review as the reader of action.json finds it, or null. */
  readonly reviewPath: string | null
}

/** Returns action.json for one day of a review; `as_of` is when the review was made. Null when the review has no such day. */
export function buildActionDocument({
  review,
  day: wanted,
  escalation,
  reviewPath,
}: ActionRequest): ActionDocument | null {
  const day = review.days.find((candidate) => candidate.day === wanted)
  if (!day) return null
  const level = day.band === null ? null : escalate(day.band, day.streak, escalation)
  return actionDocumentSchema.parse({
    schema: 'parity.action/1',
    as_of: review.generated_at,
    day: day.day,
    level,
    action: day.action,
    reason: reasonOf(day, level),
    streak: day.streak,
    evidence: {
      te_bps: day.te_bps,
      te_rms_bps: day.te_rms_bps,
      td_bps: day.td_bps,
      te_day_bps: day.te_day_bps,
      active_return: day.active_return,
      dominant_cause: dominantCause(day),
      sentence: review.explain.find((finding) => finding.day === day.day)?.sentence ?? null,
      review: reviewPath,
    },
  } satisfies ActionDocument)
}

/** Returns the cause that carries most of a day's difference in its direction, or null without a difference. */
export function dominantCause({ attribution, live_pnl, backtest_pnl }: ReviewedDay): string | null {
  const direction = Math.sign((live_pnl ?? 0) - (backtest_pnl ?? 0))
  const ranked = [...CAUSES].sort((a, b) => direction * (attribution[b] - attribution[a]))
  const first = ranked[0]
  return direction === 0 || first === undefined || direction * attribution[first] <= 0 ? null : first
}

function reasonOf({ band, streak, te_rms_bps, te_bps }: ReviewedDay, level: ActionDocument['level']): string {
  if (band === null) return 'the day could not be judged: no capital is known or too few days were evaluated'
  const error = te_rms_bps ?? te_bps
  const measured = error === null ? `tracking error is ${band}` : `tracking error of ${error.toFixed(1)} bps is ${band}`
  return level === band ? measured : `${measured}; ${streak} bad days in a row act as ${level ?? band}`
}
