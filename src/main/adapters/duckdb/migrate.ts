import { createHash } from 'node:crypto'
import { AppError } from '#shared/errors.ts'
import { quoteText } from './sql-text.ts'

const FILES = import.meta.glob<string>('./migrations/*.sql', { query: '?raw', import: 'default', eager: true })

/** Every migration in name order: its name, text and checksum. */
export const MIGRATIONS = Object.entries(FILES)
  .map(([path, sql]) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
  }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))

/** What a migration needs of an open project. */
interface MigratedProject {
  readonly path: string
  runText(sql: string): Promise<Record<string, unknown>[]>
  transaction<T>(work: () => Promise<T>): Promise<T>
}

/** Applies the migrations a project lacks, each in its own transaction. Throws PROJECT_NEWER when the project holds one this program does not know. */
export async function migrate(store: MigratedProject): Promise<void> {
  await store.runText(
    'CREATE TABLE IF NOT EXISTS schema_migration (name VARCHAR PRIMARY KEY, checksum VARCHAR NOT NULL)',
  )
  const rows = (await store.runText('SELECT name, checksum FROM schema_migration')) as {
    name: string
    checksum: string
  }[]
  const applied = new Map(rows.map((row) => [row.name, row.checksum]))
  checkKnown(store.path, applied)
  for (const migration of MIGRATIONS) {
    if (applied.has(migration.name)) continue
    await store.transaction(async () => {
      await store.runText(migration.sql)
      await store.runText(
        `INSERT INTO schema_migration VALUES (${quoteText(migration.name)}, ${quoteText(migration.checksum)})`,
      )
    })
  }
}

function checkKnown(path: string, applied: ReadonlyMap<string, string>): void {
  for (const [name, checksum] of applied) {
    const known = MIGRATIONS.find((migration) => migration.name === name)
    if (known?.checksum === checksum) continue
    throw new AppError(
      'PROJECT_NEWER',
      `The project ${path} was written by another version of this program (its schema step ${name} is not known here); open it with that version.`,
    )
  }
}
