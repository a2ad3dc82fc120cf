import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { importFiles } from '#engine/import-files.ts'
import type { ImportRequest } from '#engine/import-request.ts'
import { reviewParity } from '#engine/review-parity.ts'
import type { ReviewRequest } from '#engine/review-settings.ts'
import { openWorkbench, type Workbench } from '#main/compose.ts'
import type { Role } from '#shared/canonical.ts'
import type { ImportReport, Review } from '#shared/review.ts'
import { silentTask } from './recording-sink.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** 2025-03-01T12:00:00Z, in microseconds: what the clock of every project in the tests says. */
export const NOW_MICROS = 1_740_830_400_000_000

const CLOCK = { nowMicros: () => NOW_MICROS }

/** A row of a canonical file; a cell not given is empty. */
export type Row = Readonly<Record<string, string | number | null>>

/** Returns rows as CSV text under the union of their columns. */
export function csv(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => columns.map((column) => String(row[column] ?? '')).join(','))
  return `${[columns.join(','), ...lines].join('\n')}\n`
}

/** Opens a project in a temporary folder, closed and removed when the test ends. */
export async function openProject(path = join(temporaryFolder(), 'project.duckdb')): Promise<Workbench> {
  const workbench = await openWorkbench(path, CLOCK)
  onTestFinished(() => workbench.close())
  return workbench
}

/** Runs `work` over a project of its own, closed before this returns: for properties that need many. */
export async function withProject<T>(work: (workbench: Workbench, folder: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder()
  const workbench = await openWorkbench(join(folder, 'project.duckdb'), CLOCK)
  try {
    return await work(workbench, folder)
  } finally {
    await workbench.close()
  }
}

/** Imports paths under one role. */
export async function importPaths(
  workbench: Workbench,
  role: Role,
  paths: readonly string[],
  rest: Partial<ImportRequest> = {},
): Promise<ImportReport> {
  const requests = paths.map((path) => ({ path, role, answers: {}, ...rest }))
  return await importFiles(workbench, requests, silentTask())
}

/** Imports one file with this content, written into a temporary folder. */
export async function importText(
  workbench: Workbench,
  content: string | Uint8Array,
  { role = 'live', name = 'fills.csv', ...rest }: Partial<ImportRequest> & { name?: string } = {},
): Promise<ImportReport> {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, content)
  return await importPaths(workbench, role, [path], rest)
}

/** Rows by the role of the file they stand in. */
export type Tables = Partial<Record<'live' | 'backtest' | 'market' | 'cash' | 'positions' | 'orders', readonly Row[]>>

/** Imports each table as one canonical CSV file of its role, all in one call. */
export async function importTables(workbench: Workbench, tables: Tables): Promise<void> {
  const folder = temporaryFolder()
  const requests = (Object.entries(tables) as [Role, readonly Row[]][])
    .filter(([, rows]) => rows.length > 0)
    .map(([role, rows]) => {
      const path = join(folder, `${role}.csv`)
      writeFileSync(path, csv(rows))
      return { path, role, answers: {} }
    })
  await importFiles(workbench, requests, silentTask())
}

/** Reviews what a project holds. */
export async function review(workbench: Workbench, request: ReviewRequest = {}): Promise<Review> {
  return await reviewParity(workbench, request, silentTask())
}

/** Imports tables into a new project and reviews them. */
export async function reviewTables(tables: Tables, request: ReviewRequest = {}): Promise<Review> {
  return await withProject(async (workbench) => {
    await importTables(workbench, tables)
    return await review(workbench, request)
  })
}

/** Returns what a project holds, to compare before and after: rows of every table, and its sources with their hashes. */
export async function contentsOf({ store }: Workbench): Promise<Record<string, unknown>> {
  const tables = (await store.runText(
    "SELECT table_name AS name FROM duckdb_tables() WHERE NOT temporary AND schema_name = 'main' ORDER BY 1",
  )) as { name: string }[]
  const contents: Record<string, unknown> = {}
  for (const { name } of tables) {
    const [row] = await store.runText(
      `SELECT count(*)::DOUBLE AS rows, coalesce(bit_xor(hash(t)), 0)::VARCHAR AS hash FROM ${name} t`,
    )
    contents[name] = row
  }
  return contents
}
