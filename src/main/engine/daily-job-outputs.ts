import { join, resolve } from 'node:path'
import { alertRulesText } from '#domain/daily/alert-rules.ts'
import { metricsText } from '#domain/daily/metrics-text.ts'
import { reviewHtml } from '#domain/report/review-html.ts'
import { reviewMarkdown } from '#domain/report/review-markdown.ts'
import { DEFAULT_SLO_SETTINGS, withBurnThresholds } from '#domain/slo/settings.ts'
import type { ActionDocument } from '#shared/action.ts'
import type { CanaryDocument } from '#shared/canary.ts'
import type { DailyConfig } from '#shared/daily-config.ts'
import type { DailyReview, StoredSimulation } from '#shared/daily-simulation.ts'
import type { SloDocument } from '#shared/slo.ts'
import type { DailyTools } from './daily-job-tools.ts'

/** A review is made at least once a day (a later run that day may reuse it), and some slack. */
const STALE_HOURS = 26

/** Everything one run hands over. */
export interface DailyDocuments {
  readonly review: DailyReview
  /** parity.simulate/1 of what `review.simulation` summarises. */
  readonly simulation: StoredSimulation['document']
  readonly action: ActionDocument
  readonly slo: SloDocument | null
  readonly canary: CanaryDocument | null
}

/** Returns where the report of a day stands. */
export function reportFolder(config: DailyConfig, base: string, day: string): string {
  return join(resolve(base, config.out), day)
}

/**
 * Writes the report into a folder of its own and the files other systems read, each whole or not at all. The same documents give
 * the same bytes, so writing again after a kill changes nothing. action.json comes last: what it speaks of is there by then.
 */
export async function writeOutputs(
  { write }: Pick<DailyTools, 'write'>,
  config: DailyConfig,
  folder: string,
  base: string,
  documents: DailyDocuments,
): Promise<string[]> {
  const { review, simulation, action, slo, canary } = documents
  const contents = { ...review, ...(slo !== null && { service: slo }), ...(canary !== null && { canary }) }
  const files: (readonly [string, string])[] = [
    [join(folder, 'review.json'), json(review)],
    [join(folder, 'review.html'), reviewHtml(contents)],
    [join(folder, 'review.md'), reviewMarkdown(contents)],
  ]
  if (simulation !== null) files.push([join(folder, 'simulate.json'), json(simulation)])
  if (slo !== null) files.push([join(folder, 'slo.json'), json(slo)])
  if (canary !== null) files.push([join(folder, 'canary.json'), json(canary)])
  const { metrics, rules, action: actionPath } = config.outputs
  const { burnRules } = withBurnThresholds(DEFAULT_SLO_SETTINGS, config.slo.burn)
  if (metrics !== undefined) files.push([resolve(base, metrics), metricsText(documents)])
  if (rules !== undefined) files.push([resolve(base, rules), alertRulesText({ staleHours: STALE_HOURS, burnRules })])
  if (actionPath !== undefined) files.push([resolve(base, actionPath), json(action)])
  for (const [path, text] of files) await write(path, text)
  return files.map(([path]) => path)
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
