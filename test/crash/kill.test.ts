import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { verifyAudit } from '#engine/audit-log.ts'
import { reviewSchema } from '#shared/review.ts'
import { contentsOf, csv, importPaths, openProject, review, type Row } from '../support/project.ts'
import { buildParity, runParity } from '../support/run-parity.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const KILLS = 20
const ROWS = 12_000

function fills(origin: string, count: number): string {
  const rows = Array.from({ length: count }, (_, index): Row => ({
    fill_id: `${origin}-${index}`,
    signal_id: `s-${index}`,
    symbol: 'BTC/USDT',
    side: index % 2 === 0 ? 'buy' : 'sell',
    qty: 1 + (index % 3),
    price: 100 + (index % 17),
    t_fill: new Date(Date.UTC(2025, 0, 6) + index * 10_000).toISOString(),
  }))
  return csv(rows)
}

/** Runs the command and kills it after `delayMs`, without any chance to tidy up; says whether it had finished before. */
async function runAndKill(args: readonly string[], delayMs: number, temporary: string): Promise<boolean> {
  const { signal } = await runParity(args, {
    // What a killed process could not remove goes with the test's folder.
    env: { TMPDIR: temporary },
    started: (child) => void setTimeout(() => child.kill('SIGKILL'), delayMs),
  })
  return signal === null
}

/**
 * Random times from the start of a process to well after it would have ended, one in each of as many equal parts; then ever
 * later ones while `isDone` says no, as the machine may have become slower than when `wholeMs` was measured.
 */
function* killTimes(wholeMs: number, isDone: () => boolean): Generator<number> {
  for (let index = 0; index < KILLS; index++) yield (wholeMs * (index + Math.random())) / KILLS
  for (let delayMs = wholeMs; !isDone(); delayMs *= 1.5) yield delayMs
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

describe('kill -9', () => {
  beforeAll(buildParity)

  it('of an import leaves all of its files or none, and what was committed before', async () => {
    const folder = temporaryFolder()
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const before = file('before.csv', fills('before', 10))
    const files = [file('a.csv', fills('a', ROWS)), file('b.csv', fills('b', ROWS))]
    const project = (index: number | string) => join(folder, `${index}.duckdb`)
    const importInto = (path: string) => ['import', ...files, '--role', 'backtest', '--project', path]
    const whole = await timed(() => runParity(importInto(project('whole'))))
    const seen = new Set<number>()
    let kills = 0
    for (const delayMs of killTimes(whole * 1.1, () => seen.has(2 * ROWS))) {
      const path = project(++kills)
      const first = await openProject(path)
      await importPaths(first, 'live', [before])
      await first.close()
      const finished = await runAndKill(importInto(path), delayMs, folder)
      const workbench = await openProject(path)
      const [row] = await workbench.store.runText(
        "SELECT count(*) FILTER (origin = 'live')::DOUBLE AS live, count(*) FILTER (origin = 'backtest')::DOUBLE AS backtest FROM fill",
      )
      const [sources] = await workbench.store.runText('SELECT count(*)::DOUBLE AS n FROM source_file')
      const loaded = Number(row?.['backtest'])
      seen.add(loaded)
      expect(row?.['live'], `killed after ${delayMs} ms`).toBe(10)
      expect(loaded === 0 || loaded === 2 * ROWS, `${loaded} rows, killed after ${delayMs} ms`).toBe(true)
      expect(sources?.['n']).toBe(loaded === 0 ? 1 : 3)
      if (finished) expect(loaded).toBe(2 * ROWS)
      await verifyAudit(workbench.store)
      await workbench.close()
    }
    expect(seen.size).toBe(2)
  }, 400_000)

  it('of a review leaves every run it stored whole, and the project as it was otherwise', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'project.duckdb')
    const first = await openProject(path)
    for (const role of ['live', 'backtest'] as const) {
      writeFileSync(join(folder, `${role}.csv`), fills(role, ROWS))
      await importPaths(first, role, [join(folder, `${role}.csv`)])
    }
    await review(first, { capital: 1e6 })
    const before = withoutRuns(await contentsOf(first))
    await first.close()
    const command = ['review', '--project', path, '--capital', '1000000', '--out', join(folder, 'report')]
    const whole = await timed(() => runParity(command))
    let finished = 0
    for (const delayMs of killTimes(whole * 1.1, () => finished > 0)) {
      if (await runAndKill(command, delayMs, folder)) finished++
      const workbench = await openProject(path)
      expect(withoutRuns(await contentsOf(workbench)), `killed after ${delayMs} ms`).toEqual(before)
      const runs = await workbench.store.runText('SELECT review FROM run')
      expect(runs.length).toBeGreaterThanOrEqual(2 + finished)
      for (const run of runs) expect(JSON.parse(String(run['review']))).toMatchObject({ status: 'OK' })
      await verifyAudit(workbench.store)
      await workbench.close()
    }
    const named = readdirSync(join(folder, 'report')).filter((name) => !name.startsWith('.'))
    for (const name of named) expect(name).toMatch(/^(review|days|pairs|rejects)\.(json|html|md|csv)$/)
    expect(reviewSchema.parse(JSON.parse(readFileSync(join(folder, 'report', 'review.json'), 'utf8')))).toMatchObject({
      status: 'OK',
    })
  }, 400_000)
})

/** What a review may not change: everything but the stored runs, their audit entries and the head of the audit. */
function withoutRuns(contents: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(contents).filter(([table]) => !['run', 'audit', 'project_setting'].includes(table)),
  )
}
