import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { openWorkbench, type Workbench } from '#main/compose.ts'
import type { Role } from '#shared/canonical.ts'
import { importPaths } from '../support/project.ts'

const FILES: Readonly<Partial<Record<Role, string>>> = {
  live: 'live.csv',
  backtest: 'backtest.csv',
  market: 'quotes.csv',
  orders: 'orders.csv',
  cash: 'cash.csv',
}

/** Writes the generated sample into a new folder and returns it. */
export function writeSample(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parity-sample-'))
  for (const { name, text } of generateSample(SAMPLE_SEED)) writeFileSync(join(folder, name), text)
  return folder
}

/** Opens a project that holds the sample's trades, quotes, orders and funding; `close` removes it. */
export async function openSample(): Promise<{ workbench: Workbench; folder: string; close: () => Promise<void> }> {
  const folder = writeSample()
  const workbench = await openWorkbench(join(folder, 'project.duckdb'))
  for (const [role, name] of Object.entries(FILES)) await importPaths(workbench, role as Role, [join(folder, name)])
  const close = async () => {
    await workbench.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { workbench, folder, close }
}
