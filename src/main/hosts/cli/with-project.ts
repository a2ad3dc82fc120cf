import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkbench, type Workbench } from '../../compose.ts'

/** Runs `work` over the named project, or over a temporary one that is removed afterwards. */
export async function withProject<T>(
  project: string | undefined,
  work: (workbench: Workbench) => Promise<T>,
  workers?: number,
): Promise<T> {
  const temporary = project === undefined ? await mkdtemp(join(tmpdir(), 'parity-review-')) : null
  const workbench = await openWorkbench(project ?? join(temporary ?? '', 'review.duckdb'), undefined, workers)
  try {
    return await work(workbench)
  } finally {
    await workbench.close()
    if (temporary !== null) await rm(temporary, { recursive: true, force: true })
  }
}
