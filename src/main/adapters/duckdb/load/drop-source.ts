import type { Store } from '../store.ts'

/** Every table whose rows belong to an imported file, that file's own record last. */
export const SOURCE_TABLES = [
  'fill',
  'trade_order',
  'cash',
  'position',
  'quote',
  'bar',
  'book',
  'equity',
  'uptime_check',
  'uptime_interval',
  'incident',
  'health_check',
  'risk_snapshot',
  'deployment_stage',
  'reject',
  'source_file',
] as const

/** Removes an imported file with all its rows, inside the running transaction. */
export async function dropSource(store: Store, sourceId: number): Promise<void> {
  for (const table of SOURCE_TABLES)
    await store.runText(`DELETE FROM ${table} WHERE source_id = $source_id`, { source_id: sourceId })
}
