import { withoutFuture, type ServiceData } from '#domain/slo/levels.ts'
import { DEFAULT_SLO_SETTINGS, withBurnThresholds, type SloSettings } from '#domain/slo/settings.ts'
import { buildSloDocument } from '#domain/slo/slo-document.ts'
import type { Flag, Review } from '#shared/review.ts'
import type { BurnSource, BurnThresholds, SloDocument } from '#shared/slo.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Task } from './ports.ts'
import { readServiceData, type ServiceTools } from './service-data.ts'

/** What a service-level history is asked for. */
export interface SloHistoryRequest {
  /** UTC microseconds; up to where the data speaks when absent. */
  readonly asOf?: number
  /** Takes the place of the project's last review. */
  readonly review?: Review
  /** Takes the place of the thresholds the project's parity.toml gave, which take the place of the defaults. */
  readonly burn?: BurnThresholds
}

/** Returns slo.json of what the project holds. Throws NOTHING_ACCEPTED when it holds nothing a service level is judged on. */
export async function sloHistory(
  { store, clock, version }: ServiceTools,
  { asOf, review, burn }: SloHistoryRequest,
  task: Task,
): Promise<SloDocument> {
  const { data, flags } = await readServiceData(store, review ?? null, task)
  const { settings, source } = await burnSettings(store, burn)
  const document = buildSloDocument({ data, settings, burnSource: source, asOf: asOf ?? null, version })
  return { ...document, flags: [...document.flags, ...flags, ...afterClock(data, clock.nowMicros())] }
}

/** Flags rows dated after this machine's clock: a wrong date in a file, or a wrong clock. */
export function afterClock(data: ServiceData, nowMicros: number): Flag[] {
  return withoutFuture(data, nowMicros).left.map(({ field, count }) => ({ code: 'after-clock', field, count }))
}

const BURN_KEY = 'slo-burn'

/** Keeps the burn thresholds of a parity.toml with the project, so that every screen and command judges by them; none given forgets them. */
export async function keepBurnThresholds(store: Store, thresholds: BurnThresholds): Promise<void> {
  await store.run(queries.setSetting, { key: BURN_KEY, value: JSON.stringify(thresholds) })
}

/** Returns the settings with the burn thresholds asked for, else those kept with the project, else the defaults; and whose they are. */
export async function burnSettings(
  store: Store,
  asked: BurnThresholds = {},
): Promise<{ readonly settings: SloSettings; readonly source: BurnSource }> {
  const [row] = await store.rows(queries.setting, { key: BURN_KEY })
  const kept = row === undefined ? {} : (JSON.parse(row.value) as BurnThresholds)
  const source = isGiven(asked) ? 'request' : isGiven(kept) ? 'parity.toml' : 'defaults'
  return { settings: withBurnThresholds(withBurnThresholds(DEFAULT_SLO_SETTINGS, kept), asked), source }
}

function isGiven(thresholds: BurnThresholds): boolean {
  return Object.values(thresholds).some((value) => value !== undefined)
}
