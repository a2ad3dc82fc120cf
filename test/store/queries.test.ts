import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { queries, QUERY_FILES } from '#adapters/duckdb/queries.ts'
import type { QueryParameters } from '#adapters/duckdb/query.ts'
import { openWorkbench, type Workbench } from '#main/compose.ts'
import { csv, importPaths, review } from '../support/project.ts'

const BOUND = Object.entries(queries)

/** Values whose type the database cannot infer from NULL. */
const SAMPLE_VALUES: QueryParameters = {
  from: '2025-01-01',
  to: '2025-01-02',
  scale: 1,
  weekdays: false,
  ladder: false,
}

const fill = (id: string, t: string, price: number) => ({
  fill_id: id,
  symbol: 'BTC/USDT',
  side: 'buy',
  qty: 1,
  price,
  fill_mid: 100,
  t_fill: t,
})

/** A small review with every kind of file, so that every temporary table a query reads is in place. */
async function reviewSmall(folder: string): Promise<Workbench> {
  const workbench = await openWorkbench(join(folder, 'small.duckdb'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return [join(folder, name)]
  }
  const fills = (shift: number) =>
    csv([fill('1', '2025-01-01T10:00:00Z', 100 + shift), fill('2', '2025-01-02T10:00:00Z', 101)])
  await importPaths(workbench, 'live', file('live.csv', fills(0.5)))
  await importPaths(workbench, 'backtest', file('backtest.csv', fills(0)))
  await importPaths(workbench, 'market', file('quotes.csv', 'symbol,t,bid,ask\nBTC/USDT,2025-01-01T10:00:00Z,99,101\n'))
  await review(workbench, { capital: 1000 })
  await prepareOnDemand(workbench)
  return workbench
}

/** Makes the temporary tables a review itself does not need, in the order the queries are declared. */
async function prepareOnDemand({ store }: Workbench): Promise<void> {
  for (const [, { sql, parameters }] of BOUND) {
    const [, name] = /^CREATE OR REPLACE TEMP (?:TABLE|VIEW) (\w+)/m.exec(sql) ?? []
    if (name === undefined) continue
    const found = await store.runText('FROM duckdb_columns() WHERE table_name = $name', { name })
    if (found.length === 0) await store.runText(sql, valuesOf(parameters))
  }
}

describe('every query file', () => {
  let folder: string
  let workbench: Workbench
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parity-test-'))
    workbench = await reviewSmall(folder)
  })
  afterAll(async () => {
    await workbench.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is bound by exactly one query', () => {
    // A .sql file nobody binds is dead; one bound twice has two truths about its columns.
    expect(BOUND.map(([, query]) => query.name).sort()).toEqual([...QUERY_FILES.keys()].sort())
  })

  it('begins with a comment that says its grain or what it does', () => {
    const bare = [...QUERY_FILES].filter(([, sql]) => !/^-- \S.{20,}/.test(sql)).map(([name]) => name)
    expect(bare).toEqual([])
  })

  it.each(BOUND)('%s names the parameters its text has', (_, query) => {
    // A parameter declared and not used, or used and not declared, fails only when the query runs.
    const text = query.sql.replace(/--.*$/gm, '').replace(/'[^']*'/g, '')
    const used = new Set([...text.matchAll(/\$([a-z]\w*)/g)].map((match) => match[1]))
    expect([...query.parameters].sort()).toEqual([...used].sort())
  })

  it.each(BOUND)('%s is valid SQL against the migrated schema', async (_, query) => {
    const plan = await workbench.store.runText(`EXPLAIN ${query.sql}`, valuesOf(query.parameters))
    expect(plan.length).toBeGreaterThan(0)
  })

  const reading = BOUND.filter(([, query]) => Object.keys(query.columns).length > 0)
  it.each(reading)('%s returns the columns its binding declares', async (_, query) => {
    const described = (await workbench.store.runText(`DESCRIBE ${query.sql}`, valuesOf(query.parameters))) as {
      column_name: string
      column_type: string
    }[]
    const returned = Object.fromEntries(described.map((column) => [column.column_name, kindOf(column.column_type)]))
    const declared = Object.fromEntries(
      Object.entries(query.columns).map(([name, type]) => [name, type.replace('?', '')]),
    )
    expect(returned).toEqual(declared)
  })
})

function valuesOf(names: readonly string[]): QueryParameters {
  return Object.fromEntries(names.map((name) => [name, SAMPLE_VALUES[name] ?? null]))
}

function kindOf(type: string): string {
  if (type === 'VARCHAR') return 'text'
  if (type === 'BOOLEAN') return 'boolean'
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT)$/.test(type) ? 'number' : type
}
