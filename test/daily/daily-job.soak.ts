import { expect, it } from 'vitest'
import { verifyAudit } from '#engine/audit-log.ts'
import { dayAt, eveningAfter, openDailyProject, writeTrades } from './daily-project.ts'

const RUNS = Number(process.env['SOAK_RUNS'] ?? 1000)
const EXPORTED_DAYS = 30
/** Memory is read every so many runs. */
const EVERY = Math.max(1, Math.min(50, Math.floor(RUNS / 8)))
const MEBIBYTE = 2 ** 20
/** What the process may hold more in the last quarter of the runs than in the second. */
const ALLOWED_MIB = 32

it(`runs ${RUNS} days in one process, whose memory stays flat`, async () => {
  const project = await openDailyProject('[slack]\nurl_env = "NOT_SET"\n')
  const held: number[] = []
  for (let run = 0; run < RUNS; run++) {
    // A rolling export: the last thirty days, every tenth of them bad.
    const last = EXPORTED_DAYS + run
    const losses = Array.from({ length: EXPORTED_DAYS }, (_, i) =>
      (last - EXPORTED_DAYS + 1 + i) % 10 === 0 ? 4 : 0.1,
    )
    writeTrades(project.folder, losses, last - EXPORTED_DAYS + 1)
    project.at(eveningAfter(last))
    const report = await project.run()
    expect(report.action?.day).toBe(dayAt(last))
    if (run % EVERY !== EVERY - 1) continue
    const before = residentMiB()
    releaseSpare()
    held.push(residentMiB())
    console.log(`run ${run + 1}: ${before.toFixed(0)} MiB, of it held ${held.at(-1)?.toFixed(0)} MiB`)
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const quarter = Math.ceil(held.length / 4)
  const growth = mean(held.slice(-quarter)) - mean(held.slice(quarter, 2 * quarter))
  console.log(`memory grew by ${growth.toFixed(1)} MiB after warming up`)
  expect(growth).toBeLessThan(ALLOWED_MIB)
  const [verdicts] = await project.workbench.store.runText('SELECT count(*)::DOUBLE AS n FROM verdict')
  expect(verdicts).toEqual({ n: EXPORTED_DAYS - 1 + RUNS })
  expect((await verifyAudit(project.workbench.store)).entries).toBeGreaterThan(RUNS)
})

function residentMiB(): number {
  return process.memoryUsage.rss() / MEBIBYTE
}

/**
 * Collects garbage and gives empty pages back. A plain collection keeps the young generation at the size it grew to (up to
 * 128 MiB, in steps, of which nothing is in use), which no leak explains and which V8 itself gives back when it idles.
 */
function releaseSpare(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
