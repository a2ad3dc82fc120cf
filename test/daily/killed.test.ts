import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyAudit } from '#engine/audit-log.ts'
import { openWorkbench } from '#main/compose.ts'
import { actionDocumentSchema } from '#shared/action.ts'
import { dailyReportSchema } from '#shared/daily.ts'
import { runParity } from '../support/run-parity.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { dayAt, writeFile, writeTrades } from './daily-project.ts'
import { startWebhook } from './webhook.ts'

const KILLS = 20
/** Two days before the first that is killed, so that a band can be given. */
const CALM_DAYS = 2

const TOML = `project = "history.duckdb"
out = "reports"
live = ["live.csv"]
backtest = ["backtest.csv"]
uptime = ["uptime.csv"]
capital = 10_000
calendar = "24x7"
window = 2
[outputs]
action = "out/action.json"
metrics = "out/parity.prom"
rules = "out/parity.rules.yml"
[slack]
url_env = "PARITY_TEST_SLACK"
`

/** Writes the files as they are when the day with this index is over: calm days, then a breach every day. */
function writeDays(folder: string, last: number): void {
  writeTrades(
    folder,
    Array.from({ length: last + 1 }, (_, i) => (i < CALM_DAYS ? 0.1 : 4)),
  )
  const outage = `${dayAt(last)}T03:00:00Z,${dayAt(last)}T03:04:00Z,down`
  writeFile(
    join(folder, 'uptime.csv'),
    `start,end,status\n${dayAt(0)}T00:00:00Z,${dayAt(last)}T03:00:00Z,up\n${outage}\n`,
  )
}

describe('the daily job killed at any point', () => {
  it('is completed by the next run: one verdict, one action and one alert a day, the audit chain whole', async () => {
    const folder = temporaryFolder()
    const config = join(folder, 'parity.toml')
    writeFile(config, TOML)
    const webhook = await startWebhook((response) => setTimeout(() => response.writeHead(200).end(), 50))
    const env = { PARITY_TEST_SLACK: webhook.url }
    const run = (last: number, killAfterMs?: number) =>
      runParity(['daily', '--config', config, '--day', dayAt(last), '--json'], {
        env,
        ...(killAfterMs !== undefined && {
          started: (child) => void setTimeout(() => child.kill('SIGKILL'), killAfterMs),
        }),
      })

    writeDays(folder, CALM_DAYS - 1)
    expect(await run(CALM_DAYS - 1)).toMatchObject({ code: 0 })
    const began = performance.now()
    expect(await run(CALM_DAYS - 1)).toMatchObject({ code: 0 })
    // Kills are spread evenly over one and a half times what the last whole run took, in an order that mixes early and late.
    let spanMs = 1.5 * (performance.now() - began)
    let killed = 0
    for (let i = 0; i < KILLS; i++) {
      const last = CALM_DAYS + i
      writeDays(folder, last)
      const { signal } = await run(last, (((i * 7) % KILLS) + 0.5) * (spanMs / KILLS))
      if (signal === 'SIGKILL') killed += 1
      const again = performance.now()
      const finished = await run(last)
      spanMs = 1.5 * (performance.now() - again)
      expect(finished, finished.stderr).toMatchObject({ code: 0 })
      const report = dailyReportSchema.parse(JSON.parse(finished.stdout))
      const written = JSON.parse(readFileSync(join(folder, 'out/action.json'), 'utf8')) as unknown
      expect(actionDocumentSchema.parse(written)).toEqual(report.action)
      expect(report.action?.day).toBe(dayAt(last))
    }
    expect(killed).toBeGreaterThan(KILLS / 4)

    const days = Array.from({ length: CALM_DAYS + KILLS }, (_, i) => dayAt(i))
    const breached = days.slice(CALM_DAYS)
    const workbench = await openWorkbench(join(folder, 'history.duckdb'))
    const { store } = workbench
    try {
      const column = async (sql: string) => (await store.runText(sql)).map(({ day }) => day)
      expect(await column('SELECT day FROM verdict ORDER BY day')).toEqual(days)
      expect(await column('SELECT day FROM action ORDER BY day')).toEqual(days)
      for (const kind of ['verdict', 'action'])
        expect(await column(`SELECT body->>'$.day' AS day FROM audit WHERE kind = '${kind}' ORDER BY seq`)).toEqual(
          days,
        )
      expect(await column('SELECT day FROM outbox WHERE delivered_us IS NOT NULL ORDER BY day')).toEqual(breached)
      expect(await column('SELECT day FROM outbox WHERE delivered_us IS NULL')).toEqual([])
      expect((await verifyAudit(store)).entries).toBeGreaterThan(3 * days.length)
      const [fills] = await store.runText('SELECT count(*)::DOUBLE AS n FROM fill')
      expect(fills).toEqual({ n: days.length * 4 })
    } finally {
      await workbench.close()
    }
    // Killed between the channel's answer and our note of it, an alert is sent again under the same key, once a kill at most.
    const keys = webhook.received.map(({ key }) => key)
    expect([...new Set(keys)].sort()).toEqual(breached.map((day) => `${day}-0-slack`))
    expect(keys.length - breached.length).toBeLessThanOrEqual(killed)
  }, 400_000)
})
