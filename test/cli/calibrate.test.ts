import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { csv, type Row } from '../support/project.ts'
import { buildParity, runParity } from '../support/run-parity.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

/** Two days of one round trip each. */
function trips(deviation: number): string {
  const rows = ['2025-01-06', '2025-01-07'].flatMap((day): Row[] =>
    ['buy', 'sell'].map((side, index) => ({
      signal_id: `${side}-${day}`,
      symbol: 'BTC/USDT',
      side,
      qty: 1,
      price: 100 + index + deviation,
      arrival_mid: 100 + index,
      t_fill: `${day}T1${index}:00:00Z`,
    })),
  )
  return csv(rows)
}

const files = () => [
  '--live',
  temporaryFile('live.csv', trips(0.02)),
  '--backtest',
  temporaryFile('backtest.csv', trips(0.01)),
]

describe('parity calibrate', () => {
  beforeAll(buildParity)

  it('says that it stored the fitted set only where a project keeps it', async () => {
    // Without --project the project is removed at the end, and "Stored as scenario as-live" sent people looking for it.
    const without = await runParity(['calibrate', ...files()])
    expect(without).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Stored') as string })
    expect(without.stdout).toMatch(/^Not stored as a scenario: give --project FILE to keep it, /m)
    const kept = await runParity(['calibrate', ...files(), '--project', join(temporaryFolder(), 'project.duckdb')])
    expect(kept.code).toBe(0)
    expect(kept.stdout).toMatch(/^Stored as scenario "as-live", version 1\.$/m)
  })
})
