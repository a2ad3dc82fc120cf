import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CAUSES, type Review } from '#shared/review.ts'
import {
  contentsOf,
  csv,
  importPaths,
  importTables,
  openProject,
  review,
  reviewTables,
  withProject,
  type Row,
} from '../support/project.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

/** A fill without any id, at one of few instants and sizes, so that matching has ties to break. */
const anyFill: fc.Arbitrary<Row> = fc.record({
  symbol: fc.constantFrom('BTC/USDT', 'BTC/USDT', 'ETH/USDT'),
  side: fc.constantFrom('buy', 'buy', 'sell'),
  qty: fc.constantFrom(1, 1, 2),
  price: fc.integer({ min: 90, max: 110 }),
  fee: fc.integer({ min: -20, max: 50 }),
  fill_mid: fc.integer({ min: 95, max: 105 }),
  t_fill: fc.constantFrom(
    '2025-01-06T10:00:00Z',
    '2025-01-06T10:01:00Z',
    '2025-01-07T23:59:30Z',
    '2025-01-08T00:00:20Z',
  ),
})
const anyFills = fc.array(anyFill, { minLength: 3, maxLength: 12 })
const shuffled = (rows: readonly Row[]) => fc.shuffledSubarray([...rows], { minLength: rows.length })

const near = (value: number) => expect.closeTo(value, 9) as number

const figures = (document: Review) => ({
  matching: { ...document.matching, median_dt_ms: null, median_quantity_ratio: null },
  days: document.days.map((day) => CAUSES.map((cause) => near(day.attribution[cause]))),
  pnl: document.days.map((day) => [near(day.live_pnl ?? NaN), near(day.backtest_pnl ?? NaN)]),
})

describe('rows in another order', () => {
  it('give the same review, also where matching has ties', async () => {
    // Numbering rows as they stand in the file breaks ties by file order.
    const property = fc.asyncProperty(
      fc.tuple(anyFills, anyFills).chain(([live, backtest]) =>
        fc.record({
          tables: fc.constant({ live, backtest }),
          again: fc.record({ live: shuffled(live), backtest: shuffled(backtest) }),
        }),
      ),
      async ({ tables, again }) => {
        const first = await reviewTables(tables)
        const second = await reviewTables(again)
        expect({
          matching: { ...second.matching, median_dt_ms: null, median_quantity_ratio: null },
          days: second.days.map((day) => CAUSES.map((cause) => day.attribution[cause])),
          pnl: second.days.map((day) => [day.live_pnl, day.backtest_pnl]),
        }).toEqual(figures(first))
      },
    )
    await fc.assert(property, { numRuns: 10, endOnFailure: true })
  }, 400_000)
})

const fill = (id: string, more: Row = {}): Row => ({
  fill_id: id,
  signal_id: `s-${id}`,
  symbol: 'BTC/USDT',
  side: 'buy',
  qty: 1,
  price: 100,
  t_fill: '2025-01-06T10:00:00Z',
  ...more,
})

describe('the same file again', () => {
  const content = csv([fill('1'), fill('2')])

  it('adds nothing and says so, whatever its name', async () => {
    const workbench = await openProject()
    await importPaths(workbench, 'live', [temporaryFile('first.csv', content)])
    const before = await contentsOf(workbench)
    const report = await importPaths(workbench, 'live', [temporaryFile('second.csv', content)])
    expect(report.inputs).toEqual([])
    expect(report.notes).toEqual([
      expect.stringMatching(/second\.csv was loaded before as .*first\.csv; nothing was added/),
    ])
    expect(await contentsOf(workbench)).toEqual(before)
  })

  it('adds nothing in the same call either', async () => {
    // Rows without ids would count twice without a word.
    const bare = csv([fill('1', { fill_id: null, signal_id: null })])
    const workbench = await openProject()
    const report = await importPaths(workbench, 'live', [
      temporaryFile('first.csv', bare),
      temporaryFile('second.csv', bare),
    ])
    expect(report.inputs.map((input) => input.rows.accepted)).toEqual([1])
    expect(await workbench.store.runText('SELECT count(*)::DOUBLE AS n FROM fill')).toEqual([{ n: 1 }])
    expect(report.notes).toHaveLength(1)
  })

  it('may be both sides, and then nothing differs', async () => {
    const workbench = await openProject()
    await importPaths(workbench, 'live', [temporaryFile('fills.csv', content)])
    await importPaths(workbench, 'backtest', [temporaryFile('fills.csv', content)])
    const { matching, total } = await review(workbench, { capital: 1000 })
    expect(matching).toMatchObject({ matched: 2, live_only: 0, backtest_only: 0 })
    expect(total.active_pnl).toBe(0)
  })

  it('gives the same review when the project is reviewed again', async () => {
    await withProject(async (workbench) => {
      await importTables(workbench, { live: [fill('1', { price: 101 })], backtest: [fill('1')] })
      expect(await review(workbench, { capital: 1000 })).toEqual(await review(workbench, { capital: 1000 }))
    })
  })
})

describe('an id that means two things', () => {
  it('never makes a flipped side vanish: both orders stay, unmatched and flagged', async () => {
    // Matching by id alone would net a buy of 1 against a sell of 1 and hide a difference of 2 units.
    const { matching, total, flags } = await reviewTables({
      live: [fill('1', { side: 'sell' }), fill('2')],
      backtest: [fill('1'), fill('2')],
    })
    expect(matching).toMatchObject({
      matched: 1,
      live_only: 1,
      backtest_only: 1,
      by_method: { id: 1, 'id-conflict': 2 },
    })
    expect(flags).toContainEqual({ code: 'id-conflict', field: 'matching', count: 2 })
    expect(Math.abs(total.attribution.residual)).toBeLessThanOrEqual(total.residual_limit)
  })

  it('never makes another symbol vanish, nor is it paired by time with a third order', async () => {
    const { matching } = await reviewTables({
      live: [fill('1', { symbol: 'ETH/USDT' }), fill('2')],
      backtest: [fill('1'), fill('3', { symbol: 'ETH/USDT' }), fill('2')],
    })
    expect(matching).toMatchObject({ matched: 1, live_only: 1, backtest_only: 2 })
    expect(matching.by_method).toMatchObject({ id: 1, 'id-conflict': 2 })
  })

  it('refuses a fill id used twice in one file, keeping the first', async () => {
    const workbench = await openProject()
    const report = await importPaths(workbench, 'live', [
      temporaryFile('fills.csv', csv([fill('1'), fill('2'), fill('1', { price: 99 })])),
    ])
    expect(report.inputs[0]?.rows).toEqual({ read: 3, accepted: 2, rejected: 1 })
    expect(report.rejects).toEqual([expect.objectContaining({ line: 4, column: 'fill_id', reason: 'duplicate-id' })])
    expect(await workbench.store.runText("SELECT price FROM fill WHERE fill_id = '1'")).toEqual([{ price: 100 }])
  })

  it('refuses a fill id a file before used, not one of the other side or another symbol', async () => {
    const workbench = await openProject()
    await importPaths(workbench, 'live', [temporaryFile('a.csv', csv([fill('1')]))])
    await importPaths(workbench, 'backtest', [temporaryFile('b.csv', csv([fill('1')]))])
    const report = await importPaths(workbench, 'live', [
      temporaryFile('c.csv', csv([fill('1', { price: 99 }), fill('1', { symbol: 'ETH/USDT' })])),
    ])
    expect(report.inputs[0]?.rows).toEqual({ read: 2, accepted: 1, rejected: 1 })
    expect(report.rejects[0]).toMatchObject({ line: 2, reason: 'duplicate-id' })
  })
})
