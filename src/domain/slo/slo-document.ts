import { AppError } from '#shared/errors.ts'
import { sloDocumentSchema, type BurnSource, type SloDocument, type SloEntry } from '#shared/slo.ts'
import { evaluateLevel, missingLevel } from './evaluate.ts'
import { DAY, toIso } from './instants.ts'
import { createLevels, dataThrough, withoutFuture, type ServiceData } from './levels.ts'
import { complianceScore } from './score.ts'
import { burnThresholds, SLO_NAMES, type SloSettings } from './settings.ts'
import { severityOf, worstTier } from './tiers.ts'
import { ackEntry } from './waiting-levels.ts'

/** What slo.json is built from. `asOf` null = up to where the data speaks. */
export interface SloRequest {
  readonly data: ServiceData
  readonly settings: SloSettings
  /** Whose burn thresholds the settings hold; the defaults when absent. */
  readonly burnSource?: BurnSource
  readonly asOf: number | null
  /** The product's version. */
  readonly version: string
}

/**
 * Returns slo.json: every service level worst first, the acknowledgement block, the compliance score and the overall tier
 * (the worst of the parts). Rows after `asOf` are left out and flagged `future-row`. Throws NOTHING_ACCEPTED without rows.
 */
export function buildSloDocument({
  data: given,
  settings,
  burnSource = 'defaults',
  asOf: asked,
  version,
}: SloRequest): SloDocument {
  const asOf = asked ?? dataThrough(given, settings)
  if (asOf === null)
    throw new AppError(
      'NOTHING_ACCEPTED',
      'No uptime, incident, order or tracking-error row was found, so no service level can be judged. Give at least one such file.',
    )
  const { data, left } = withoutFuture(given, asOf)
  const { levels } = createLevels(data, settings, asOf)
  const evaluated = SLO_NAMES.map((name) => {
    const level = levels.find((candidate) => candidate.name === name)
    return level ? evaluateLevel(level, settings, asOf) : missingLevel(name, settings)
  })
  const entries = evaluated.map(({ entry }) => entry)
  const { score, reason, evaluatedWeight } = complianceScore(
    evaluated.map(({ entry, scored }) => ({ ...entry, scored })),
    settings,
  )
  const start = windowStart(
    levels.map(({ dataFrom }) => dataFrom),
    settings,
    asOf,
  )
  return sloDocumentSchema.parse({
    schema: 'parity.slo/1',
    version,
    as_of: toIso(asOf),
    window: { start: start === null ? null : toIso(start), end: toIso(asOf), days: settings.windowDays },
    settings: { history_days: settings.historyDays, burn: burnThresholds(settings), burn_source: burnSource },
    slos: [...entries].sort((a, b) => severityOf(b.tier) - severityOf(a.tier)),
    ack: ackEntry(data.incidents, { from: start ?? asOf, to: asOf, asOf }),
    overall: {
      tier: worstTier(entries.map(({ tier }) => tier)),
      score,
      score_reason: reason,
      evaluated_weight: evaluatedWeight,
      intervals_met: shareMet(entries),
    },
    flags: left.map(({ field, count }) => ({ code: 'future-row', field, count })),
  } satisfies SloDocument)
}

function windowStart(starts: readonly number[], settings: SloSettings, asOf: number): number | null {
  const first = starts.reduce((a, b) => Math.min(a, b), Infinity)
  return Number.isFinite(first) ? Math.max(first, asOf - settings.windowDays * DAY) : null
}

function shareMet(entries: readonly SloEntry[]): number | null {
  const met = entries.reduce((sum, { intervals }) => sum + intervals.met, 0)
  const evaluated = entries.reduce((sum, { intervals }) => sum + intervals.evaluated, 0)
  return evaluated === 0 ? null : met / evaluated
}
