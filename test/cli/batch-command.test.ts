import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { importReportSchema, reviewSchema } from '#shared/review.ts'
import { contentsOf, csv, importPaths, openProject, type Row } from '../support/project.ts'
import { buildParity, runParity } from '../support/run-parity.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const DAYS = ['2025-01-06', '2025-01-07', '2025-01-08']

/** One round trip a day that makes `profit` on one unit. */
function trips(profit: number): string {
  const rows = DAYS.flatMap((day): Row[] =>
    ['buy', 'sell'].map((side, index) => ({
      signal_id: `${side}-${day}`,
      symbol: 'BTC/USDT',
      side,
      qty: 1,
      price: 100 + index * profit,
      t_fill: `${day}T1${index}:00:00Z`,
    })),
  )
  return csv(rows)
}

function sides(liveProfit = 1, backtestProfit = 2): string[] {
  return [
    '--live',
    temporaryFile('live.csv', trips(liveProfit)),
    '--backtest',
    temporaryFile('backtest.csv', trips(backtestProfit)),
  ]
}

const document = (stdout: string) => JSON.parse(stdout) as unknown

describe('parity review', () => {
  beforeAll(buildParity)

  it('ends with 0 and prints one document of the published schema and nothing else', async () => {
    const { code, stdout, stderr } = await runParity(['review', ...sides(), '--capital', '1000', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    const review = reviewSchema.parse(document(stdout))
    expect(review).toEqual(document(stdout))
    expect(review.total.active_pnl).toBeCloseTo(-3, 9)
  })

  it('prints the verdict for a person, and its reports where they were asked for', async () => {
    const out = join(temporaryFolder(), 'deep', 'report')
    const { code, stdout } = await runParity([
      'review',
      ...sides(),
      '--capital',
      '1000',
      '--out',
      out,
      '--format',
      'json,md',
    ])
    expect(code).toBe(0)
    expect(stdout).toContain('residual')
    expect(stdout).toContain(`written: ${join(out, 'review.json')}`)
    expect(readdirSync(out).sort()).toEqual(['review.json', 'review.md'])
    expect(reviewSchema.parse(document(readFileSync(join(out, 'review.json'), 'utf8'))).status).toBe('OK')
  })

  // Amounts below 10 have more decimals here as in the report; a code alone says nothing to who has not read the manual.
  it('says in words what each cause and flag means, with the report’s decimals, and what to do', async () => {
    const { stdout } = await runParity(['review', ...sides(1.5), '--capital', '1000'])
    expect(stdout).toContain('Action by tracking error: disable new entries.')
    expect(stdout).toMatch(/ {2}price +−1\.500 {2}timing and slippage together: no mid known\n/)
    expect(stdout).toMatch(/ {2}alpha +0\.000\n/)
    expect(stdout).toContain('flag no-mid (price, 6): No mid price is known around these pairs')
  })

  // Tracking error of a file against itself is 0 and "excellent": the most reassuring answer to the wrong question.
  it('says when both sides are one file', async () => {
    const same = ['--live', temporaryFile('a.csv', trips(1)), '--backtest', temporaryFile('b.csv', trips(1))]
    expect((await runParity(['review', ...same])).stdout).toContain('b.csv has the content of a live file')
    expect((await runParity(['review', ...sides()])).stdout).not.toContain('has the content of')
  })

  it('ends with 2 when the first day is after the last', async () => {
    const { code, stderr } = await runParity(['review', ...sides(), '--from', '2025-01-08', '--to', '2025-01-06'])
    expect(code).toBe(2)
    expect(stderr).toContain('--from 2025-01-08 is after --to 2025-01-06')
  })

  it('ends with 3 when the last day is in the band to fail on or worse, and 0 when it is better', async () => {
    // -1 of 1000 every day is 10 bps a day, 158.7 bps a year: emergency. -.001 is .16 bps a year: excellent.
    const far = ['review', ...sides(), '--capital', '1000', '--json']
    for (const band of ['warning', 'emergency']) {
      const { code, stdout } = await runParity([...far, '--fail-on', band])
      expect(code).toBe(3)
      expect(reviewSchema.parse(document(stdout)).band).toBe('emergency')
    }
    expect((await runParity(['review', ...sides(1.999), '--capital', '1000', '--fail-on', 'good'])).code).toBe(0)
    expect((await runParity(['review', ...sides(1.999), '--capital', '1000', '--fail-on', 'excellent'])).code).toBe(3)
  })

  it('ends with 4 when the sides cannot be compared, and still prints the document', async () => {
    const later = trips(1).replaceAll('2025-01', '2025-03')
    const { code, stdout } = await runParity([
      'review',
      '--live',
      temporaryFile('live.csv', trips(1)),
      '--backtest',
      temporaryFile('later.csv', later),
      '--json',
    ])
    expect(code).toBe(4)
    expect(reviewSchema.parse(document(stdout))).toMatchObject({ status: 'NOT_COMPARABLE' })
  })

  it('keeps the files in a project, which can be reviewed again without them', async () => {
    const project = join(temporaryFolder(), 'kept.duckdb')
    const first = await runParity(['review', ...sides(), '--project', project, '--json'])
    const second = await runParity(['review', '--project', project, '--json'])
    const days = (stdout: string) => reviewSchema.parse(document(stdout)).days
    expect([first.code, second.code]).toEqual([0, 0])
    expect(days(second.stdout)).toEqual(days(first.stdout))
  })

  it.each([
    ['one side alone', ['review', '--live', 'x.csv']],
    ['a band without capital', ['review', '--live', 'x.csv', '--backtest', 'y.csv', '--fail-on', 'good']],
    ['an unknown band', ['review', '--live', 'x.csv', '--backtest', 'y.csv', '--fail-on', 'awful']],
    ['a day that is none', ['review', '--live', 'x.csv', '--backtest', 'y.csv', '--from', '2025-02-31']],
    ['a capital of zero', ['review', '--live', 'x.csv', '--backtest', 'y.csv', '--capital', '0']],
    ['an unknown report', ['review', '--live', 'x.csv', '--backtest', 'y.csv', '--out', 'report', '--format', 'pdf']],
    ['an unknown option', ['review', '--lvie', 'x.csv']],
    ['an unknown command', ['revue']],
    ['an unknown role', ['import', 'x.csv', '--role', 'paper', '--project', 'p.duckdb']],
    ['no project', ['import', 'x.csv', '--role', 'live']],
  ])('ends with 2 for %s, before anything is read or made, with an error document', async (_, args) => {
    const cwd = temporaryFolder()
    const { code, stdout, stderr } = await runParity([...args, '--json'], { cwd })
    expect(code).toBe(2)
    expect(document(stdout)).toMatchObject({
      schema: 'parity.error/1',
      code: 'USAGE',
      message: expect.stringMatching(/\w{3,}/),
    })
    expect(stderr).not.toContain('bug')
    expect(readdirSync(cwd)).toEqual([])
  })

  it('ends with 0 for help and version', async () => {
    for (const args of [['--help'], ['review', '--help'], ['--version']]) {
      const { code, stdout } = await runParity(args)
      expect(code).toBe(0)
      expect(stdout.length).toBeGreaterThan(3)
    }
    expect((await runParity(['review', '--help'])).stdout).toContain('Examples:')
  })
})

describe('parity import', () => {
  beforeAll(buildParity)

  it('prints its report as one document, bad rows with line and column, and ends with 0', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'fills.csv')
    writeFileSync(path, trips(1).replaceAll(',sell,', ',hold,'))
    const { code, stdout, stderr } = await runParity([
      'import',
      path,
      '--role',
      'live',
      '--project',
      join(folder, 'p.duckdb'),
      '--json',
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const report = importReportSchema.parse(document(stdout))
    expect(report.inputs).toMatchObject([{ path, role: 'live', rows: { read: 6, accepted: 3, rejected: 3 } }])
    expect(report.rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual(
      [3, 5, 7].map((line) => [line, 'side', 'unknown-side']),
    )
  })

  it('says what it read, refused and why to a person', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'fills.csv')
    writeFileSync(path, trips(1).replaceAll(',sell,', ',hold,'))
    const { code, stdout } = await runParity(['import', path, '--role', 'live', '--project', join(folder, 'p.duckdb')])
    expect(code).toBe(0)
    expect(stdout).toContain('6 read, 3 accepted, 3 rejected')
    expect(stdout).toContain('line 3, column side: Column "side" holds "hold"; expected buy or sell.')
  })
})

describe('Ctrl+C', () => {
  beforeAll(buildParity)

  it.each([
    ['reads its file', 0],
    ['loads its rows', 150],
  ])(
    'cancels an import while it %s, with 130, one sentence, and nothing changed',
    async (_, delayMs) => {
      const folder = temporaryFolder()
      const project = join(folder, 'project.duckdb')
      const workbench = await openProject(project)
      await importPaths(workbench, 'live', [temporaryFile('live.csv', trips(1))])
      const before = await contentsOf(workbench)
      await workbench.close()
      const rows = Array.from(
        { length: 1_500_000 },
        (_, index) => `id-${index},BTC/USDT,buy,1,100,2025-01-06T10:00:00Z`,
      )
      const large = join(folder, 'large.csv')
      writeFileSync(large, `fill_id,symbol,side,qty,price,t_fill\n${rows.join('\n')}\n`)
      const args = ['import', large, '--role', 'backtest', '--project', project, '--json']
      const { code, stdout, stderr } = await runParity(args, {
        env: { TMPDIR: folder, PARITY_THREADS: '1' },
        started: (child) => onceImporting(folder, delayMs, () => child.kill('SIGINT')),
      })
      expect(code).toBe(130)
      expect(stderr).toMatch(/^parity: .+ was cancelled; nothing was changed\.\n$/)
      expect(document(stdout)).toMatchObject({ schema: 'parity.error/1', code: 'CANCELLED' })
      expect(await contentsOf(await openProject(project))).toEqual(before)
      expect(readdirSync(folder).filter((name) => name.startsWith('parity-'))).toEqual([])
    },
    400_000,
  )
})

/** Calls `act` a while after another process began an import: its private folder appears among the temporary files. */
function onceImporting(temporary: string, delayMs: number, act: () => void): void {
  const timer = setInterval(() => {
    if (!readdirSync(temporary).some((name) => name.startsWith('parity-'))) return
    clearInterval(timer)
    setTimeout(act, delayMs)
  }, 5)
}
