import { join } from 'node:path'
import { queries } from '#adapters/duckdb/queries.ts'
import type { DailyTools, ReviewRun } from './daily-job-tools.ts'
import type { Task } from './ports.ts'
import { reportFiles } from './report-files.ts'
import type { ReviewRequest } from './review-settings.ts'
import { buildReviewTables } from './review-tables.ts'

const PAIRS = 'pairs.csv'

/**
 * Writes the tables of a report (days.csv, rejects.csv, pairs.csv) and returns their paths. pairs.csv reads the temporary tables
 * of the review, so it is written before a simulation takes them; one written from this very review is left as it is, and
 * where it has gone the tables are built anew.
 */
export async function writeReportTables(
  tools: DailyTools,
  run: ReviewRun,
  request: ReviewRequest,
  folder: string,
  task: Task,
): Promise<string[]> {
  const written: string[] = []
  for (const { name, pieces } of reportFiles(tools.store, run.review, ['csv'], task)) {
    const path = join(folder, name)
    written.push(path)
    if (name !== PAIRS) await tools.write(path, pieces)
    else await writePairs(tools, run, request, path, pieces, task)
  }
  return written
}

async function writePairs(
  { store, write, exists }: DailyTools,
  { runId, reused }: ReviewRun,
  request: ReviewRequest,
  path: string,
  pieces: AsyncIterable<string> | Iterable<string>,
  task: Task,
): Promise<void> {
  const made = { kind: 'pairs', made_for: String(runId) }
  if (reused) {
    const [kept] = await store.rows(queries.part, made)
    if (kept?.document === path && (await exists(path))) return
    await buildReviewTables(store, request, task)
  }
  await write(path, pieces)
  await store.run(queries.setPart, { ...made, document: path })
}
