import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { importReportSchema, reviewSchema } from '#shared/review.ts'
import { buildParity, runParity } from '../support/run-parity.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const fills = (price: number) =>
  `symbol,side,qty,price,t_fill\nA/USD,buy,1,100,2025-01-06T10:00:00Z\nA/USD,sell,1,${price},2025-01-06T11:00:00Z\n`

describe('what a file cannot say is answered on the command line', () => {
  beforeAll(buildParity)

  it('the capital before the first of its returns: asked with 4, loaded with it, and said once for the project', async () => {
    const project = join(temporaryFolder(), 'project.duckdb')
    const returns = temporaryFile('returns.csv', '2025-01-06,0.01\n2025-01-07,-0.02\n')
    const load = ['import', returns, '--role', 'equity', '--project', project, '--json']
    const asked = await runParity(load)
    expect([asked.code, JSON.parse(asked.stdout)]).toEqual([
      4,
      expect.objectContaining({ code: 'AMBIGUOUS', message: expect.stringContaining('--capital') as string }),
    ])
    const loaded = await runParity([...load, '--capital', '100000'])
    expect(loaded.code).toBe(0)
    expect(importReportSchema.parse(JSON.parse(loaded.stdout)).inputs).toMatchObject([
      { format: 'pyfolio-returns', rows: { read: 2, accepted: 2 } },
    ])
  })

  it('the clock of market files, by a mapping file of their own', async () => {
    const bars = temporaryFile(
      'A-1h.csv',
      'symbol,t,open,close\nA/USD,2025-01-06 13:00:00,100,101\nA/USD,2025-01-06 14:00:00,101,101\n',
    )
    const { code, stdout } = await runParity([
      'review',
      ...['--live', temporaryFile('live.csv', fills(101)), '--backtest', temporaryFile('backtest.csv', fills(102))],
      ...[
        '--market',
        bars,
        '--market-mapping',
        temporaryFile('m.toml', 'zone = "UTC"\ntime_offset = "-3h"\n'),
        '--json',
      ],
    ])
    expect(code).toBe(0)
    expect(reviewSchema.parse(JSON.parse(stdout)).inputs.at(-1)).toMatchObject({
      role: 'market',
      rows: { read: 2, accepted: 2 },
    })
  })
})
