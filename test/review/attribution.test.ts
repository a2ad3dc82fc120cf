import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CAUSES, type Review } from '#shared/review.ts'
import type { Workbench } from '#main/compose.ts'
import { importTables, review, withProject } from '../support/project.ts'
import { anyPortfolio, DAYS, EVALUATED, tablesOf, type Portfolio } from './portfolio.ts'
import { attributePortfolio, hasUnknownFees, ledgerPnl } from './reference.ts'

const PAIR_CAUSES = CAUSES.filter((cause) => cause !== 'funding')
const METHODS = ['shapley', 'ladder'] as const
// A run is a project of its own; shrinking would take many more. The seed is printed.
const RUNS = { numRuns: 15, endOnFailure: true }

interface Reviewed {
  readonly document: Review
  /** `pair_day` summed by day: the new part of each cause from pairs. */
  readonly pairSums: readonly Record<string, unknown>[]
}

async function reviewBy(workbench: Workbench, attribution: 'shapley' | 'ladder', scale: number): Promise<Reviewed> {
  const document = await review(workbench, {
    capital: 1000,
    calendar: '24x7',
    attribution,
    scale,
    from: EVALUATED[0] ?? '',
  })
  const sums = PAIR_CAUSES.map((cause) => `sum(${cause}) AS ${cause}`).join(', ')
  const pairSums = await workbench.store.runText(`SELECT day::VARCHAR AS day, ${sums} FROM pair_day GROUP BY day`)
  return { document, pairSums }
}

/** A thousandth of the product's own limit, which is 1e-9 of traded and carried notional. */
const limitOf = (document: Review) => Math.max(document.total.residual_limit / 1000, 1e-9)

function expectReference(document: Review, portfolio: Portfolio, method: 'shapley' | 'ladder'): void {
  const limit = limitOf(document)
  const reference = attributePortfolio(portfolio, method)
  expect(document.days.map((day) => day.day)).toEqual(EVALUATED)
  document.days.forEach((day, index) => {
    for (const cause of CAUSES)
      expect(
        Math.abs(day.attribution[cause] - (reference[index]?.byCause[cause] ?? 0)),
        `${cause} of ${day.day}`,
      ).toBeLessThanOrEqual(limit)
    for (const cause of PAIR_CAUSES)
      expect(
        Math.abs(day.carry[cause] - (reference[index]?.carry[cause] ?? 0)),
        `carry ${cause} of ${day.day}`,
      ).toBeLessThanOrEqual(limit)
  })
}

function expectLedger(document: Review, portfolio: Portfolio): void {
  const limit = limitOf(document)
  for (const day of document.days) {
    const index = DAYS.indexOf(day.day as (typeof DAYS)[number])
    expect(Math.abs((day.live_pnl ?? NaN) - ledgerPnl(portfolio, 'live', index))).toBeLessThanOrEqual(limit)
    expect(Math.abs((day.backtest_pnl ?? NaN) - ledgerPnl(portfolio, 'backtest', index))).toBeLessThanOrEqual(limit)
  }
}

function expectSums({ document, pairSums }: Reviewed): void {
  const limit = limitOf(document)
  for (const day of document.days) {
    expect(Math.abs(day.attribution.residual)).toBeLessThanOrEqual(limit)
    const pairs = pairSums.find((row) => row['day'] === day.day) ?? {}
    for (const cause of PAIR_CAUSES)
      expect(Math.abs(day.attribution[cause] - day.carry[cause] - Number(pairs[cause] ?? 0))).toBeLessThanOrEqual(limit)
  }
  const { attribution, active_pnl: active } = document.total
  const explained = CAUSES.reduce((sum, cause) => sum + attribution[cause], 0)
  expect(Math.abs((active ?? NaN) - explained - attribution.residual)).toBeLessThanOrEqual(limit)
  expect(Math.abs(attribution.residual)).toBeLessThanOrEqual(limit)
}

/** Parts by cause add up to the measure itself; bps of a capital of 1000 turn a residual of 1e-9 into 1e-8. */
function expectEuler({ total }: Review): void {
  const sum = (parts: Readonly<Record<string, number | null>>) =>
    Object.values(parts).reduce((all: number, part) => all + (part ?? NaN), 0)
  if (total.te_rms_bps !== null && total.te_rms_bps > 1e-6)
    expect(sum(total.te_by_cause_bps)).toBeCloseTo(total.te_rms_bps, 3)
  expect(sum(total.td_by_cause_bps)).toBeCloseTo(total.td_bps ?? NaN, 3)
}

describe('a review of any small book', () => {
  it('has the causes of the pure attribution on every day, the ledger’s P&L, and a residual within its limit', async () => {
    const property = fc.asyncProperty(anyPortfolio, async (portfolio) => {
      await withProject(async (workbench) => {
        await importTables(workbench, tablesOf(portfolio))
        for (const method of METHODS) {
          const reviewed = await reviewBy(workbench, method, portfolio.scale)
          expect(reviewed.document.status).toBe('OK')
          expectReference(reviewed.document, portfolio, method)
          if (!hasUnknownFees(portfolio)) expectLedger(reviewed.document, portfolio)
          expectSums(reviewed)
          expectEuler(reviewed.document)
        }
      })
    })
    await fc.assert(property, RUNS)
  }, 400_000)
})
