import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkbench, type Workbench } from '#main/compose.ts'
import { reviewSchema, type Review } from '#shared/review.ts'
import { importPaths, review } from '../support/project.ts'
import { realData } from '../support/real-data.ts'

const LIVE = realData('pairA_freqtrade_ichiV1', 'live_tradesv3.sqlite')
const DRY_RUN = realData('pairA_freqtrade_ichiV1', 'dryrun_tradesv3.sqlite')
const OTHER_USER = realData('pairA_freqtrade_ichiV1', 'backtest-result-2024-05-06_09-49-32.json')

/** Numbers counted by hand in the databases with their write-ahead logs applied: 80 live trades, 168 orders, 160 of them filled. */
describe.skipIf(LIVE === null || DRY_RUN === null)('a live freqtrade database beside its dry run', () => {
  let folder: string
  let workbench: Workbench
  let unscaled: Review
  let scaled: Review
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parity-test-'))
    workbench = await openWorkbench(join(folder, 'pair.duckdb'))
    await importPaths(workbench, 'live', [LIVE ?? ''])
    await importPaths(workbench, 'backtest', [DRY_RUN ?? ''])
    unscaled = await review(workbench, { capital: 1000 })
    scaled = await review(workbench, { capital: 1000, scale: 'auto' })
  }, 400_000)
  afterAll(async () => {
    await workbench.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const count = async (sql: string) =>
    Number((await workbench.store.runText(`SELECT count(*)::DOUBLE AS n FROM ${sql}`))[0]?.['n'])

  it('has every live order, those in the write-ahead log included', async () => {
    // Opened without its -wal the database holds fewer orders, and says nothing.
    expect(await count("trade_order WHERE origin = 'live'")).toBe(168)
    expect(await count("fill WHERE origin = 'live'")).toBe(160)
    expect(await count("trade_order WHERE origin = 'backtest'")).toBe(782)
  })

  it('accounts for every record read', () => {
    expect(unscaled.inputs).toHaveLength(2)
    for (const { rows } of unscaled.inputs) expect(rows.accepted + rows.rejected).toBe(rows.read)
  })

  it('counts cancelled and expired orders by side', () => {
    expect(unscaled.orders).toEqual({
      live: { filled: 160, cancelled: 1, expired: 7 },
      backtest: { filled: 768, cancelled: 14 },
    })
  })

  it('matches at least 68 of the 80 live trades’ entries', async () => {
    const entries = `(SELECT trip_id, arg_min(composite_id, first_t) AS composite_id FROM composite WHERE origin = 'live' GROUP BY trip_id)`
    expect(await count(entries)).toBe(80)
    const matched = await count(
      `${entries} JOIN pairing USING (composite_id) JOIN loose_pair USING (pair_id) WHERE kind = 'matched'`,
    )
    expect(matched).toBeGreaterThanOrEqual(68)
  })

  it('evaluates the nine days both sides cover', () => {
    expect(unscaled.status).toBe('OK')
    expect(unscaled.days.map((day) => day.day)).toEqual(
      Array.from({ length: 9 }, (_, index) => `2024-01-${String(12 + index).padStart(2, '0')}`),
    )
  })

  it('says that sizes differ nearly seven times and offers the scale', () => {
    const [suggestion] = unscaled.suggestions
    expect(suggestion).toMatchObject({ code: 'scale', sentence: expect.stringContaining('compare equal sizes') })
    // Live stakes are 32 of the dry run's 214 in the middle pair.
    expect(1 / (suggestion?.value ?? 0)).toBeCloseTo(6.6875, 3)
  })

  it('has at most a twentieth of the sizing effect once scaled', () => {
    expect(scaled.settings.scale).toBeCloseTo(unscaled.suggestions[0]?.value ?? 0, 12)
    expect(Math.abs(scaled.total.attribution.sizing)).toBeLessThanOrEqual(
      0.05 * Math.abs(unscaled.total.attribution.sizing),
    )
  })

  it('leaves a residual of float dust, per day and in total, at both scales', () => {
    for (const document of [unscaled, scaled]) {
      expect(document.total.residual_limit).toBeGreaterThan(0)
      expect(Math.abs(document.total.attribution.residual)).toBeLessThanOrEqual(document.total.residual_limit)
      for (const day of document.days)
        expect(Math.abs(day.attribution.residual)).toBeLessThanOrEqual(document.total.residual_limit)
    }
  })

  it('writes documents of the published schema', () => {
    for (const document of [unscaled, scaled])
      expect(reviewSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
  })
})

describe.skipIf(LIVE === null || OTHER_USER === null)(
  'a live freqtrade database beside another user’s backtest',
  () => {
    it('says what is not comparable', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'parity-test-'))
      const workbench = await openWorkbench(join(folder, 'other.duckdb'))
      try {
        await importPaths(workbench, 'live', [LIVE ?? ''])
        await importPaths(workbench, 'backtest', [OTHER_USER ?? ''])
        const document = await review(workbench, { capital: 1000 })
        expect(document.status).toBe('NOT_COMPARABLE')
        expect(document.reason).toMatch(/no common|no instrument/)
        expect(document.coverage.live).not.toBeNull()
      } finally {
        await workbench.close()
        rmSync(folder, { recursive: true, force: true })
      }
    })
  },
)
