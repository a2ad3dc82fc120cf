import { simulateDocumentSchema, type SimulateDocument } from '#shared/simulate/document.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'

const KEY = 'scenarios compared'

/** Keeps the scenarios compared last over the last review in the project, for its report, across restarts. */
export async function keepComparison(store: Store, document: SimulateDocument): Promise<void> {
  const value = JSON.stringify({ run: await lastRun(store), document })
  await store.run(queries.setSetting, { key: KEY, value })
}

/** Returns the scenarios compared last; null where none were since the last review, or where what is kept cannot be read. */
export async function keptComparison(store: Store): Promise<SimulateDocument | null> {
  const [row] = await store.rows(queries.setting, { key: KEY })
  if (row === undefined) return null
  const { run, document } = JSON.parse(row.value) as { run: unknown; document: unknown }
  return run === (await lastRun(store)) ? (simulateDocumentSchema.safeParse(document).data ?? null) : null
}

async function lastRun(store: Store): Promise<string | null> {
  const [run] = await store.rows(queries.latestRun, {})
  return run === undefined ? null : String(run.run_id)
}
