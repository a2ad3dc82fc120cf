import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { makeTemporaryFolder, removeTemporaryFolder } from '#adapters/files/temporary-folder.ts'
import { openWorkbench, type Workbench } from '../../compose.ts'

/**
 * Runs `work` over the named project, or over a temporary one that is removed afterwards. A project file that this call made
 * goes away again when the work fails before anything was committed to it: a rejected input leaves nothing behind.
 */
export async function withProject<T>(
  project: string | undefined,
  work: (workbench: Workbench) => Promise<T>,
  workers?: number,
): Promise<T> {
  const temporary = project === undefined ? makeTemporaryFolder('parity-review-') : null
  const path = project ?? join(temporary ?? '', 'review.duckdb')
  const isNew = temporary === null && !existsSync(path)
  const workbench = await openWorkbench(path, undefined, workers)
  let isLeft = false
  try {
    return await work(workbench)
  } catch (error) {
    isLeft = isNew && (await isEmpty(workbench.store).catch(() => false))
    throw error
  } finally {
    await workbench.close()
    if (isLeft) await removeProject(path)
    if (temporary !== null) await removeTemporaryFolder(temporary)
  }
}

/** Whether nothing but the schema is in a project: every change of it is audited or a file in it. */
async function isEmpty(store: Store): Promise<boolean> {
  const [sources, audited] = [await store.rows(queries.sources, {}), await store.rows(queries.auditEntries, {})]
  return sources.length === 0 && audited.length === 0
}

async function removeProject(path: string): Promise<void> {
  await rm(path, { force: true })
  await rm(`${path}.wal`, { force: true })
}
