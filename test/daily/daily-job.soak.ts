import { expect, it } from 'vitest'
import { verifyAudit } from '#engine/audit-log.ts'
import { dayAt, eveningAfter, openDailyProject, writeTrades } from './daily-project.ts'

const RUNS = Number(process.env['SOAK_RUNS'] ?? 1000)
const EXPORTED_DAYS = 30
const WARM_UP = Math.ceil(RUNS / 4)
const MEBIBYTE = 2 ** 20
/** What the process may hold more at the end than after warming up. */
const ALLOWED_MIB = 64

it(`runs ${RUNS} days in one process, whose memory stays flat`, async () => {
  const project = await openDailyProject('[slack]\nurl_env = "NOT_SET"\n')
  const resident: number[] = []
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
    globalThis.gc?.()
    resident.push(process.memoryUsage.rss() / MEBIBYTE)
    if (run % 50 === 49) console.log(`run ${run + 1}: ${resident.at(-1)?.toFixed(0)} MiB`)
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const growth = mean(resident.slice(-WARM_UP)) - mean(resident.slice(WARM_UP, 2 * WARM_UP))
  console.log(`memory grew by ${growth.toFixed(1)} MiB after warming up`)
  expect(growth).toBeLessThan(ALLOWED_MIB)
  const [verdicts] = await project.workbench.store.runText('SELECT count(*)::DOUBLE AS n FROM verdict')
  expect(verdicts).toEqual({ n: EXPORTED_DAYS - 1 + RUNS })
  expect((await verifyAudit(project.workbench.store)).entries).toBeGreaterThan(RUNS)
})
