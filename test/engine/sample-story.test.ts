import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { importFiles } from '#engine/import-files.ts'
import { reviewParity } from '#engine/review-parity.ts'
import { openWorkbench } from '#main/compose.ts'
import type { Review } from '#shared/review.ts'
import { silentTask } from '../support/recording-sink.ts'

interface Planted {
  readonly day: string
  readonly cause: 'alpha' | 'sizing' | 'timing' | 'slippage' | 'fees'
  readonly pnl: number
}

let review: Review
let planted: readonly Planted[]

async function reviewSample(folder: string): Promise<{ review: Review; planted: readonly Planted[] }> {
  const files = generateSample(SAMPLE_SEED)
  const truth = JSON.parse(files.find((file) => file.name === 'truth.json')?.text ?? '{}') as { days: Planted[] }
  for (const file of files) writeFileSync(join(folder, file.name), file.text)
  const workbench = await openWorkbench(join(folder, 'project.duckdb'))
  try {
    const roles = {
      live: 'live',
      backtest: 'backtest',
      market: 'quotes',
      cash: 'cash',
      equity: 'equity',
      orders: 'orders',
    }
    const requests = Object.entries(roles).map(([role, name]) => ({
      path: join(folder, `${name}.csv`),
      role: role as 'live',
      answers: {},
    }))
    await importFiles(workbench, requests, silentTask())
    return { review: await reviewParity(workbench, {}, silentTask()), planted: truth.days }
  } finally {
    await workbench.close()
  }
}

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parity-sample-'))
  try {
    ;({ review, planted } = await reviewSample(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 400_000)

const dayOf = (day: string) => review.days.find((candidate) => candidate.day === day)

describe('the sample’s planted story', () => {
  it('is found day by day: the planted cause is the largest, and its money is within a tenth of what was planted', () => {
    expect(planted.length).toBeGreaterThanOrEqual(9)
    for (const { day, cause, pnl } of planted) {
      const attribution = dayOf(day)?.attribution
      expect(attribution?.[cause], `${day} ${cause}`).toBeDefined()
      const others = (['alpha', 'sizing', 'timing', 'slippage', 'fees'] as const).filter((other) => other !== cause)
      for (const other of others)
        expect(Math.abs(attribution![cause]), `${day}: ${cause} over ${other}`).toBeGreaterThan(
          Math.abs(attribution![other]),
        )
      expect(Math.abs(attribution![cause] - pnl), `${day}: planted ${pnl}`).toBeLessThan(0.1 * Math.abs(pnl) + 5)
    }
  })

  it('is told: explain names the planted cause first on every planted day', () => {
    for (const { day, cause } of planted)
      expect(review.explain.find((finding) => finding.day === day)?.cause, day).toBe(cause)
  })

  it('places the thin book: SOL between 14:00 and 15:00 on 11 March', () => {
    const slices = review.explain.filter((finding) => finding.day === '2026-03-11').map((finding) => finding.slice)
    expect(slices).toContainEqual(expect.objectContaining({ hour: '14' }))
    expect(slices).toContainEqual(expect.objectContaining({ symbol: 'SOL-USDT-PERP' }))
  })

  it('leaves nothing over, on any day or in total', () => {
    expect(Math.abs(review.total.attribution.residual)).toBeLessThan(review.total.residual_limit)
    for (const day of review.days) expect(Math.abs(day.attribution.residual)).toBeLessThan(1e-6)
  })

  it('reconciles live P&L with the account’s own value to a hundredth of a basis point', () => {
    expect(review.reconciliation?.days).toBe(60)
    expect(Math.abs(review.reconciliation!.difference_bps)).toBeLessThan(0.01)
  })
})
