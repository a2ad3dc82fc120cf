import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { postJson } from '#adapters/deliver/post-json.ts'
import { readDailyFile } from '#adapters/files/read-daily-file.ts'
import { runDailyJob } from '#engine/daily-job.ts'
import type { Task } from '#engine/ports.ts'
import { dailyTools } from '#main/compose-daily.ts'
import { openWorkbench, type Workbench } from '#main/compose.ts'
import type { DailyReport } from '#shared/daily.ts'
import { csv } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The first day of the trades of {@link writeTrades}. */
const FIRST_DAY = Date.parse('2026-03-02T00:00:00Z')
const DAY_MS = 86_400_000

/** Returns the day with this index, 0 = 2026-03-02. */
export function dayAt(index: number): string {
  return new Date(FIRST_DAY + index * DAY_MS).toISOString().slice(0, 10)
}

/** Returns 18:00 UTC of the day after the one with this index, in microseconds: that day is over then. */
export function eveningAfter(index: number): number {
  return (FIRST_DAY + (index + 1) * DAY_MS + 18 * 3_600_000) * 1000
}

/**
 * Writes live.csv and backtest.csv: one unit bought at 100 and sold at 101 each day, in live for `losses[i]` less on day i.
 * With capital 10,000 a loss of 1 is 1 bps of capital that day, sqrt(365) = 19.1 bps annualised.
 */
export function writeTrades(folder: string, losses: readonly number[], from = 0, name = 'live.csv'): void {
  const rows = (live: boolean) =>
    losses.flatMap((loss, i) => {
      const fill = (n: number, side: string, hour: string, price: number) => ({
        fill_id: `${dayAt(from + i)}-${n}`,
        signal_id: `s-${dayAt(from + i)}-${n}`,
        symbol: 'BTC-USDT',
        side,
        qty: 1,
        price,
        fee: 0,
        t_fill: `${dayAt(from + i)}T${hour}:00:00Z`,
        fill_mid: price,
      })
      return [fill(1, 'buy', '10', 100), fill(2, 'sell', '11', 101 - (live ? loss : 0))]
    })
  writeFile(join(folder, name), csv(rows(true)))
  if (name === 'live.csv') writeFile(join(folder, 'backtest.csv'), csv(rows(false)))
}

/** Writes a file and its folder. */
export function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const TOML = `project = "history.duckdb"
out = "reports"
live = ["live.csv"]
backtest = ["backtest.csv"]
capital = 10_000
calendar = "24x7"
window = 2
[outputs]
action = "out/action.json"
metrics = "out/parity.prom"
rules = "out/parity.rules.yml"
`

/** A daily job in a folder of its own, run in this process. */
export interface DailyProject {
  readonly folder: string
  readonly workbench: Workbench
  /** Values of environment variables. */
  readonly secrets: Record<string, string>
  /** Sets the clock. */
  at(micros: number): void
  run(until?: string, task?: Task): Promise<DailyReport>
}

/** Makes a folder with parity.toml (with `extra` at its end, or in place of it where a function) and opens its project. */
export async function openDailyProject(extra: string | ((toml: string) => string) = ''): Promise<DailyProject> {
  const folder = temporaryFolder()
  const config = join(folder, 'parity.toml')
  writeFile(config, typeof extra === 'string' ? TOML + extra : extra(TOML))
  let now = eveningAfter(0)
  const workbench = await openWorkbench(join(folder, 'history.duckdb'), { nowMicros: () => now })
  onTestFinished(() => workbench.close())
  const secrets: Record<string, string> = {}
  const tools = dailyTools(workbench, { post: postJson, secret: (name) => secrets[name] })
  return {
    folder,
    workbench,
    secrets,
    at: (micros) => {
      now = micros
    },
    run: async (until, task = silentTask()) =>
      await runDailyJob(
        tools,
        { config: await readDailyFile(config), base: folder, ...(until !== undefined && { until }) },
        task,
      ),
  }
}

/** Returns the bodies of the audit entries of a kind, oldest first. */
export async function auditOf({ workbench }: DailyProject, kind: string): Promise<Record<string, unknown>[]> {
  const rows = (await workbench.store.runText('SELECT body FROM audit WHERE kind = $kind ORDER BY seq', {
    kind,
  })) as { body: string }[]
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>)
}
