import { buildActionDocument } from '#domain/daily/action-document.ts'
import { alertMessage, type AlertMessage } from '#domain/daily/alert-message.ts'
import { isAlert, replayBreaches, type DayVerdict, type Transition } from '#domain/daily/breach-state.ts'
import { defaultEscalation } from '#domain/parity/band.ts'
import type { ActionDocument } from '#shared/action.ts'
import type { DailyReport } from '#shared/daily.ts'
import type { DailyConfig } from '#shared/daily-config.ts'
import { invariant } from '#shared/errors.ts'
import type { Action, Band, Review, ReviewDay } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { appendAudit } from './audit-log.ts'
import { channelsOf } from './daily-job-alerts.ts'
import type { DailyTools, ReviewRun } from './daily-job-tools.ts'

type Judged = DailyReport['judged'][number]

interface Stored extends DayVerdict {
  readonly transition: string
  readonly revision: number
}

/** A day to write down: judged for the first time, or judged otherwise than before. */
interface Change extends DayVerdict {
  readonly transition: Transition
  readonly revision: number
  readonly alert: boolean
}

/**
 * Judges every evaluated day that has no verdict yet, and corrects that of the last judged day where the files were corrected.
 * Verdict, action, alert and audit entries are one transaction: after a kill all of it is there or nothing, and the same
 * review again changes nothing. The first run takes the past as it is and alerts for its last day only; later each missed day
 * alerts.
 */
export async function judgeDays(
  tools: Pick<DailyTools, 'store' | 'clock'>,
  run: ReviewRun,
  config: DailyConfig,
  reviewPath: (day: string) => string,
): Promise<Judged[]> {
  const { store, clock } = tools
  const changes = changesOf(run, await readVerdicts(store))
  if (changes.length === 0) return []
  await store.transaction(async () => {
    for (const change of changes) {
      const { day, band, action, streak, transition, revision } = change
      const document = actionOf(run, day, config, reviewPath(day))
      const verdict = { day, run_id: run.runId, band, action, streak, transition, revision }
      await store.run(queries.setVerdict, { ...verdict, judged_us: clock.nowMicros() })
      await store.run(queries.setAction, { day, document: JSON.stringify(document) })
      await appendAudit(store, clock, 'verdict', verdict)
      await appendAudit(store, clock, 'action', document)
      if (change.alert) await queueAlerts(store, config, change, document)
    }
  })
  return changes.map(({ streak: _, ...judged }) => judged)
}

/** Returns the action document of one evaluated day. */
function actionOf({ review }: ReviewRun, day: string, config: DailyConfig, reviewPath: string): ActionDocument {
  const document = buildActionDocument({
    review,
    day,
    escalation: defaultEscalation(config.escalation.after),
    reviewPath,
  })
  invariant(document !== null, 'an evaluated day has an action document')
  return document
}

async function readVerdicts(store: Store): Promise<Map<string, Stored>> {
  const rows = await store.rows(queries.verdicts, {})
  return new Map(
    rows.map((row) => [row.day, { ...row, band: row.band as Band | null, action: row.action as Action | null }]),
  )
}

function changesOf({ review }: ReviewRun, stored: ReadonlyMap<string, Stored>): Change[] {
  const verdicts = new Map<string, DayVerdict>(stored)
  for (const day of review.days) if (isOpen(day, review, stored)) verdicts.set(day.day, day)
  const sequence = [...verdicts.values()].sort((a, b) => a.day.localeCompare(b.day))
  const { transitions } = replayBreaches(sequence)
  const lastDay = sequence.at(-1)?.day
  const lastJudged = lastDayOf(stored)
  return sequence.flatMap(({ day, band, action, streak }, index) => {
    const before = stored.get(day)
    if (before?.band === band && before.action === action) return []
    const transition = transitions[index] ?? 'unknown'
    const isNews = day === lastDay || (lastJudged !== null && day > lastJudged)
    const matters = isAlert(transition) || (before !== undefined && isAlert(before.transition as Transition))
    const revision = before === undefined ? 0 : before.revision + 1
    return [{ day, band, action, streak, transition, revision, alert: isNews && matters }]
  })
}

/**
 * Whether a review may still say what a day is: always for one never judged, and for the last judged one, whose action stands.
 * Days before it were acted on and stay as they were decided. Where the files no longer reach back to the first judged day, a
 * day without its whole window is known less well now than when it was judged.
 */
function isOpen({ day, flags }: ReviewDay, { days }: Review, stored: ReadonlyMap<string, Stored>): boolean {
  if (!stored.has(day)) return true
  if (day !== lastDayOf(stored)) return false
  const first = days[0]?.day ?? day
  const reachesBack = [...stored.keys()].every((judged) => judged >= first)
  return reachesBack || !flags.some(({ code }) => code === 'short-window')
}

function lastDayOf(stored: ReadonlyMap<string, Stored>): string | null {
  return [...stored.keys()].reduce<string | null>((last, day) => (last === null || day > last ? day : last), null)
}

async function queueAlerts(store: Store, config: DailyConfig, change: Change, action: ActionDocument): Promise<void> {
  const { day, revision, transition } = change
  const message = alertMessage(action, transition, config.strategy ?? null)
  const said: AlertMessage = revision === 0 ? message : { ...message, title: `Corrected: ${message.title}` }
  for (const channel of channelsOf(config))
    await store.run(queries.queueAlert, { day, revision, channel, message: JSON.stringify(said) })
}
