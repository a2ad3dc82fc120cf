import { dropSource } from '#adapters/duckdb/load/drop-source.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'

/** One file of an import as far as replacing goes. */
export interface Incoming {
  readonly path: string
  readonly role: string
  readonly sha256: string
}

/** A file loaded before whose content is no longer what stands at its path. */
export interface SupersededSource extends Incoming {
  readonly sourceId: number
}

/**
 * Returns the loaded files that the incoming ones replace: the same path (or a member of the same archive) and role with other
 * content, unless that content is among the incoming under another name, as after a log was rotated.
 */
export async function findSuperseded(store: Store, incoming: readonly Incoming[]): Promise<SupersededSource[]> {
  const present = new Set(incoming.map(({ role, sha256 }) => `${role} ${sha256}`))
  const sources = await store.rows(queries.sources, {})
  return sources
    .filter(
      (source) =>
        !present.has(`${source.role} ${source.sha256}`) &&
        incoming.some(
          ({ path, role }) => role === source.role && (source.path === path || source.path.startsWith(`${path}/`)),
        ),
    )
    .map(({ source_id: sourceId, path, role, sha256 }) => ({ sourceId, path, role, sha256 }))
}

/** Removes superseded files with their rows, inside the running transaction. */
export async function dropSuperseded(store: Store, superseded: readonly SupersededSource[]): Promise<void> {
  for (const { sourceId } of superseded) await dropSource(store, sourceId)
}
