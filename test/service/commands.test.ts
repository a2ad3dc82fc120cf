import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { canaryDocumentSchema } from '#shared/canary.ts'
import { sloDocumentSchema, type SloDocument } from '#shared/slo.ts'
import { runParity } from '../support/run-parity.ts'

const folder = mkdtempSync(join(tmpdir(), 'parity-service-'))
const at = (name: string) => join(folder, name)
const files = (...roles: string[]) => roles.flatMap((role) => [`--${role}`, at(`${role}.csv`)])
const CANARY = files('deployment', 'risk', 'health', 'orders', 'uptime', 'incidents', 'live')
const SLO = files('uptime', 'incidents', 'orders')

beforeAll(() => {
  for (const { name, text } of generateSample(SAMPLE_SEED)) writeFileSync(at(name), text)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const level = (document: SloDocument, name: string) => document.slos.find((slo) => slo.name === name)

describe('parity slo', () => {
  it("finds the sample's outage and its honest acknowledgement time", async () => {
    const run = await runParity(['slo', ...SLO, '--as-of', '2026-03-28', '--json', '--out', at('out')])
    expect(run, run.stderr).toMatchObject({ code: 0 })
    const document = sloDocumentSchema.parse(JSON.parse(run.stdout))
    expect(document.as_of).toBe('2026-03-29T00:00:00Z')
    expect(level(document, 'uptime')).toMatchObject({
      violations: [{ start: '2026-03-28T00:00:00Z', cause: 'down 50.0 min from 2026-03-28T09:10:00Z' }],
      budget: { used_minutes: expect.closeTo(50, 6) },
    })
    expect(JSON.parse(readFileSync(at('out/slo.json'), 'utf8'))).toEqual(JSON.parse(run.stdout))
    const later = await runParity(['slo', ...SLO, '--json'])
    expect(sloDocumentSchema.parse(JSON.parse(later.stdout)).ack).toMatchObject({ unacked: 1, not_reached_above: 40 })
  })

  it('reads for a person, and exits 3 when the tier asked about is reached', async () => {
    const run = await runParity(['slo', ...SLO, '--fail-on', 'CRITICAL'])
    expect(run.code).toBe(3)
    expect(run.stdout).toContain('alerts, 1 not acknowledged')
    expect(run.stdout).toMatch(/CRITICAL +Alert to acknowledgement +40\.0 min \(target 15\.0 min\)/)
  })

  it('takes tracking error from a review, and says when a file is none', async () => {
    const review = await runParity([
      'review',
      ...files('live', 'backtest'),
      ...['--market', at('quotes.csv'), '--capital', '100000', '--out', at('report'), '--format', 'json'],
    ])
    expect(review, review.stderr).toMatchObject({ code: 0 })
    const run = await runParity(['slo', '--review', at('report/review.json'), '--json'])
    const document = sloDocumentSchema.parse(JSON.parse(run.stdout))
    expect(level(document, 'tracking_error')?.value).toBeGreaterThan(10)
    expect(level(document, 'uptime')).toMatchObject({ tier: 'INSUFFICIENT_DATA', reason: 'no-file' })
    const wrong = await runParity(['slo', '--review', at('truth.json')])
    expect(wrong).toMatchObject({ code: 4 })
    expect(wrong.stderr).toMatch(/is not a review \(parity\.review\/1\)/)
  })

  it('alerts above the burn asked for, and says whose thresholds they are', async () => {
    const run = await runParity(['slo', ...SLO, '--burn', '1h=10', '--burn', '6h=5'])
    expect(run.stdout).toContain('Burn alerts: 1h above 10, 6h above 5, 24h above 3, 3d above 1 (request).')
    expect(await runParity(['slo', ...SLO, '--burn', '2h=10'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--burn takes 1h, 6h, 24h or 3d'),
    })
  })

  it('does not pass in silence: nothing to judge, a wrong time, rows after the clock', async () => {
    expect(await runParity(['slo'])).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/no service level can be judged/),
    })
    expect(await runParity(['slo', ...SLO, '--as-of', 'soon'])).toMatchObject({ code: 2 })
    const path = at('future.csv')
    writeFileSync(path, 't,status\n2999-01-01T00:00:00Z,up\n2999-01-01T00:05:00Z,up\n')
    const run = await runParity(['slo', '--uptime', path])
    expect(run.stdout).toContain('flag after-clock: 2 (uptime)')
  })
})

describe('parity canary', () => {
  it("ends the sample's deployment in the planted decision, and audits each change of decision once", async () => {
    const project = at('canary.duckdb')
    const run = await runParity(['canary', ...CANARY, '--project', project, '--json', '--fail-on', 'not-ready'])
    expect(run, run.stderr).toMatchObject({ code: 3 })
    const document = canaryDocumentSchema.parse(JSON.parse(run.stdout))
    expect(document).toMatchObject({ state: 'ROLLED_BACK', decision: 'ROLLBACK', binding: 'regression' })
    const truth = JSON.parse(readFileSync(at('truth.json'), 'utf8')) as {
      canary: { decided_after: string; decided_before: string }
    }
    const decided = Date.parse(document.log.find(({ state }) => state === 'ROLLED_BACK')?.t ?? '')
    expect(decided).toBeGreaterThan(Date.parse(truth.canary.decided_after))
    expect(decided).toBeLessThan(Date.parse(truth.canary.decided_before))
    const entries = async () => {
      const { stdout } = await runParity(['audit', 'verify', '--project', project, '--json'])
      return (JSON.parse(stdout) as { entries: number }).entries
    }
    const before = await entries()
    const again = await runParity(['canary', '--project', project, '--json'])
    expect(JSON.parse(again.stdout)).toEqual(document)
    expect(await entries()).toBe(before)
  })

  it('is not yet rolled back the day before, and says what it waits for', async () => {
    const run = await runParity(['canary', ...CANARY, '--as-of', '2026-04-27T18:00:00Z'])
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/^HOLD: .*(covered hours|trades)/m)
    expect(run.stdout).toContain('PROD_CANARY as of 2026-04-27T18:00:00Z')
  })

  it('asks for a deployment', async () => {
    expect(await runParity(['canary', ...SLO])).toMatchObject({ code: 2 })
    const run = await runParity(['canary', ...CANARY, '--id', 'other'])
    expect(run).toMatchObject({ code: 4, stderr: expect.stringContaining('no deployment "other". It has: canary-') })
  })
})

describe('parity import', () => {
  it('loads uptime into a project, which slo then judges', async () => {
    const project = at('uptime.duckdb')
    const run = await runParity(['import', at('uptime.csv'), '--role', 'uptime', '--project', project])
    expect(run.stdout).toMatch(/uptime, canonical-service\): 17276 read, 17276 accepted, 0 rejected/)
    const slo = await runParity(['slo', '--project', project, '--json'])
    expect(level(sloDocumentSchema.parse(JSON.parse(slo.stdout)), 'uptime')?.coverage).toBeGreaterThan(0.99)
  })

  it('asks for the zone of times that have none', async () => {
    const path = at('naive.csv')
    writeFileSync(path, 't,status\n2026-03-01 00:00:00,up\n')
    const args = ['import', path, '--role', 'uptime', '--project', at('naive.duckdb')]
    expect(await runParity(args)).toMatchObject({ code: 4, stderr: expect.stringContaining('give it with --zone') })
    expect(await runParity([...args, '--zone', 'UTC'])).toMatchObject({ code: 0 })
  })
})

describe('parity daily', () => {
  const toml = (text: string) => {
    writeFileSync(at('parity.toml'), text)
    return ['daily', '--config', at('parity.toml')]
  }

  it('runs over the sample with its service levels and canary, and fails on the band asked about', async () => {
    const lines = ['live', 'backtest', 'cash', 'orders', 'uptime', 'incidents', 'health', 'risk', 'deployment']
    const roles = lines.map((role) => `${role} = ["${role}.csv"]`).join('\n')
    const args = toml(
      `project = "daily.duckdb"\nout = "reports"\ncapital = 100_000\nmarket = ["quotes.csv"]\n${roles}\n[outputs]\nmetrics = "m.prom"\n`,
    )
    const run = await runParity([...args, '--day', '2026-03-29', '--fail-on', 'warning'])
    expect(run, run.stderr).toMatchObject({ code: 3 })
    expect(run.stdout).toMatch(/^2026-03-28: \w+, [\w-]+ \(\w+\)$/m)
    const metrics = readFileSync(at('m.prom'), 'utf8')
    expect(metrics).toContain('parity_slo_tier{slo="uptime"}')
    expect(metrics).toContain('parity_canary_state{deployment="canary-2026-04",version="v2",state="ROLLED_BACK"} 1')
    canaryDocumentSchema.parse(JSON.parse(readFileSync(at('reports/2026-03-29/canary.json'), 'utf8')))
    sloDocumentSchema.parse(JSON.parse(readFileSync(at('reports/2026-03-29/slo.json'), 'utf8')))
  })

  it('says what is wrong in parity.toml with exit 2, and in the files with exit 4', async () => {
    const wrong = await runParity(
      toml('project = "x.duckdb"\nout = "o"\nlive = ["l.csv"]\nbacktest = ["b.csv"]\nslak = 1\n'),
    )
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('slak: it is not a known key') })
    const syntax = await runParity(toml('project = \n'))
    expect(syntax).toMatchObject({ code: 2, stderr: expect.stringContaining('Cannot use') })
    const missing = await runParity(
      toml('project = "x.duckdb"\nout = "o"\nlive = ["none.csv"]\nbacktest = ["backtest.csv"]\n'),
    )
    expect(missing).toMatchObject({ code: 4, stderr: expect.stringContaining('none.csv') })
    const band = await runParity([
      ...toml('project = "x.duckdb"\nout = "o"\nlive = ["live.csv"]\nbacktest = ["backtest.csv"]\n'),
      '--fail-on',
      'good',
    ])
    expect(band).toMatchObject({ code: 2, stderr: expect.stringContaining('set capital or equity') })
  })
})
