import { withoutFuture, type ServiceData } from '#domain/slo/levels.ts'
import { DEFAULT_SLO_SETTINGS, type SloSettings } from '#domain/slo/settings.ts'
import { buildSloDocument } from '#domain/slo/slo-document.ts'
import type { Flag, Review } from '#shared/review.ts'
import type { SloDocument } from '#shared/slo.ts'
import type { Task } from './ports.ts'
import { readServiceData, type ServiceTools } from './service-data.ts'

/** What a service-level history is asked for. */
export interface SloHistoryRequest {
  /** UTC microseconds; up to where the data speaks when absent. */
  readonly asOf?: number
  /** Takes the place of the project's last review. */
  readonly review?: Review
  readonly settings?: SloSettings
}

/** Returns slo.json of what the project holds. Throws NOTHING_ACCEPTED when it holds nothing a service level is judged on. */
export async function sloHistory(
  { store, clock, version }: ServiceTools,
  { asOf, review, settings = DEFAULT_SLO_SETTINGS }: SloHistoryRequest,
  task: Task,
): Promise<SloDocument> {
  const { data, flags } = await readServiceData(store, review ?? null, task)
  const document = buildSloDocument({ data, settings, asOf: asOf ?? null, version })
  return { ...document, flags: [...document.flags, ...flags, ...afterClock(data, clock.nowMicros())] }
}

/** Flags rows dated after this machine's clock: a wrong date in a file, or a wrong clock. */
export function afterClock(data: ServiceData, nowMicros: number): Flag[] {
  return withoutFuture(data, nowMicros).left.map(({ field, count }) => ({ code: 'after-clock', field, count }))
}
