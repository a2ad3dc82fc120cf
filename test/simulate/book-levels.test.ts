import { describe, expect, it } from 'vitest'
import { readSimulationInput, type SimulationInput } from '#engine/simulation-orders.ts'
import { prepareRun, runScenarios } from '#engine/run-scenarios.ts'
import { dropSource } from '#adapters/duckdb/load/drop-source.ts'
import type { Workbench } from '#main/compose.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { contentsOf, csv, importTables, importText, openProject, type Row } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

const SYMBOL = 'BTC/USDT'

const order = (id: string, time: string, side: string, qty: number, more: Row = {}): Row => ({
  ...{ fill_id: id, order_id: id, symbol: SYMBOL, side, qty, price: 100, t_fill: `2025-01-02T${time}Z` },
  ...{ arrival_mid: 100, order_type: 'market', spread_bps: 10, volatility_daily: 0.03, adv: 1000 },
  ...more,
})

type Levels = readonly (readonly [price: number, qty: number])[]

/** A Tardis snapshot file of three levels a side. */
function snapshots(rows: readonly (readonly [time: string, bids: Levels, asks: Levels])[]): string {
  const LEVELS = [0, 1, 2]
  const names = (side: string) => LEVELS.flatMap((n) => [`${side}[${n}].price`, `${side}[${n}].amount`])
  const cells = (levels: Levels) => LEVELS.flatMap((n) => (levels[n] ?? ['', '']).map(String))
  const lines = rows.map(([time, bids, asks]) => {
    const micros = Date.parse(`2025-01-02T${time}Z`) * 1000
    return ['binance', SYMBOL, micros, micros, ...cells(asks), ...cells(bids)]
  })
  const header = ['exchange', 'symbol', 'timestamp', 'local_timestamp', ...names('asks'), ...names('bids')]
  return [header, ...lines].map((line) => `${line.join(',')}\n`).join('')
}

const BOOKS = snapshots([
  // prettier-ignore
  ['10:00:00', [[99.9, 4], [99.7, 6]], [[100.1, 2], [100.2, 3], [100.4, 5]]],
  // prettier-ignore
  ['10:00:30', [[98.9, 1]], [[101.1, 1], [103, 9]]],
])

const MARKET = { role: 'market', name: 'snapshots.csv' } as const

const ORDERS = [
  order('a', '10:00:10', 'buy', 4),
  order('b', '10:00:20', 'sell', 12),
  // The last book is four and a half minutes old.
  order('c', '10:05:00', 'buy', 3, { depth_qty: 1 }),
]

/** Nothing but depth and a fixed impact of 6 bps costs anything. */
const ONLY_DEPTH = {
  ...{ base_bps: 0, w_spread: 0, noise_bps: 0, taker_fee_bps: 0, volatility_factor: 0, market_fill: 1 },
  ...{ impact_model: 'fixed-bps', fixed_impact_bps: 6, k_depth: 1 },
}

async function inputOf(project: Workbench): Promise<SimulationInput> {
  return await readSimulationInput(project.store, {}, silentTask())
}

async function run(project: Workbench, input: SimulationInput, params: object = {}) {
  const scenario = parseScenario({ name: 'depth', draws: 2, params: { ...ONLY_DEPTH, ...params } })
  return await runScenarios(project, prepareRun(project, input, [scenario]), {}, silentTask(), false)
}

const levelsOf = ({ orders: { books } }: SimulationInput, i: number) =>
  Array.from({ length: books!.start[i + 1]! - books!.start[i]! }, (_, n) => {
    const at = books!.start[i]! + n
    return [books!.price[at], books!.quantity[at]]
  })

describe('book levels of a project', () => {
  it('reach each order as they stood when it arrived, on the side it takes from, and cost what a hand works out', async () => {
    const project = await openProject()
    await importTables(project, { backtest: ORDERS })
    await importText(project, BOOKS, MARKET)
    const input = await inputOf(project)
    // The book of 10:00:30 is better known but later: neither a nor b may see it.
    expect([0, 1, 2].map((i) => levelsOf(input, i))).toEqual([
      [
        [100.1, 2],
        [100.2, 3],
        [100.4, 5],
      ],
      [
        [99.9, 4],
        [99.7, 6],
      ],
      [],
    ])
    const { inputs, scenarios } = await run(project, input)
    // a: 2 at 100.1, 2 at 100.2: 0.05 beyond the touch, 5 bps of 400 = 0.20. b: 4 at 99.9, 6 at 99.7: mean 99.78, 12 bps for
    // 10 of 12, 10 bps of 1200 = 1.20. c: 3 touch sizes, two spreads of 10 bps, 20 bps of 300 = 0.60.
    expect(scenarios[0]!.total.cost_money.depth).toBeCloseTo(2, 9)
    // Impact: nothing of a is hidden; 2 of 12 of b, 6 bps * 1/6 of 1200 = 0.12; all of c, 6 bps of 300 = 0.18.
    expect(scenarios[0]!.total.cost_money.impact).toBeCloseTo(0.3, 9)
    expect(scenarios[0]!.total.cost_money.total).toBeCloseTo(2.3, 9)
    expect(inputs).toContain(
      'Book levels shown at most a minute before were walked for 2 of 3 orders, the touch size of the file was taken for 1.',
    )
    // No cost of depth, as a backtest's own assumptions have it, is none of a walk either: only a fixed impact is left.
    const none = await run(project, input, { k_depth: 0 })
    expect(none.scenarios[0]!.total.cost_money).toMatchObject({
      depth: 0,
      total: none.scenarios[0]!.total.cost_money.impact,
    })
    expect(input.baseline.params.k_depth).toBe(0)
    // A quarter shown. a: 0.5, 0.75, 1.25 of 4: (0.75 * 0.1 + 1.25 * 0.3) / 4 = 0.1125, 11.25 bps, 0.45. b: 1 and 1.5 of 12:
    // 1.5 * 0.2 / 12 = 0.025, 2.5 bps, 0.30. c: 12 touch sizes, 11 spreads, 110 bps, 3.30.
    const thin = await run(project, input, { depth_factor: 0.25 })
    expect(thin.scenarios[0]!.total.cost_money.depth).toBeCloseTo(4.05, 9)
  })

  it('count contracts as the order does, in the reporting currency', async () => {
    const project = await openProject()
    await importTables(project, { backtest: [order('a', '10:00:10', 'buy', 3, { multiplier: 10 })] })
    await importText(project, BOOKS, MARKET)
    const input = await inputOf(project)
    expect(input.orders.quantity[0]).toBe(30)
    expect(levelsOf(input, 0).map(([, qty]) => qty)).toEqual([20, 30, 50])
  })

  it('change nothing where none is in force: same orders, same key, same bytes of the result', async () => {
    const late = [order('c', '10:05:00', 'buy', 3, { depth_qty: 1 }), order('d', '09:59:59', 'sell', 3)]
    const [withBooks, without] = [await openProject(), await openProject()]
    for (const project of [withBooks, without]) await importTables(project, { backtest: late })
    await importText(withBooks, BOOKS, MARKET)
    const quote = (time: string, bid: number, bidQty: number, ask: number, askQty: number): Row => ({
      ...{ symbol: SYMBOL, t: `2025-01-02T${time}Z`, bid, ask, bid_qty: bidQty, ask_qty: askQty },
    })
    const quotes = [quote('10:00:00', 99.9, 4, 100.1, 2), quote('10:00:30', 98.9, 1, 101.1, 1)]
    await importText(without, csv(quotes), { role: 'market', name: 'quotes.csv' })
    const [first, second] = [await inputOf(withBooks), await inputOf(without)]
    expect(first.orders.books).toBeUndefined()
    expect(first.key).toBe(second.key)
    expect(JSON.stringify(await run(withBooks, first))).toBe(JSON.stringify(await run(without, second)))
  })

  it('are part of the key: a shard made with other levels is another run', async () => {
    const [one, other] = [await openProject(), await openProject()]
    for (const project of [one, other]) await importTables(project, { backtest: ORDERS })
    await importText(one, BOOKS, MARKET)
    // The same quotes, another second level.
    await importText(other, BOOKS.replace('100.2', '100.3'), MARKET)
    expect((await inputOf(one)).key).not.toBe((await inputOf(other)).key)
  })
})

describe('a file of books', () => {
  it('counts its records, refuses a broken one whole, and leaves nothing when it is taken out', async () => {
    const project = await openProject()
    const before = await contentsOf(project)
    const crossed = snapshots([
      ['10:00:00', [[99, 1]], [[101, 1]]],
      ['10:00:01', [[99, 1]], [[98, 1]]],
      ['10:00:02', [[99, 2]], [[101, 1]]],
    ])
    const report = await importText(project, crossed, MARKET)
    expect(report.inputs[0]!.rows).toEqual({ read: 3, accepted: 2, rejected: 1 })
    expect(report.rejects).toMatchObject([{ line: 3, reason: 'broken-book', column: 'bid' }])
    expect(report.notes.join()).toContain('book-levels (levels) in 2 records')
    const count = async (table: string) =>
      (await project.store.runText(`SELECT count(*)::INT AS n FROM ${table}`))[0]!['n']
    expect([await count('book'), await count('quote')]).toEqual([2, 2])
    const [source] = (await project.store.runText('SELECT source_id FROM source_file')) as { source_id: number }[]
    await dropSource(project.store, source!.source_id)
    for (const table of ['book', 'quote', 'reject', 'source_file'])
      expect((await contentsOf(project))[table]).toEqual(before[table])
  })

  it('gives no book where the record says no symbol', async () => {
    const project = await openProject()
    const text = snapshots([
      ['10:00:00', [[99, 1]], [[101, 1]]],
      ['10:00:01', [[99, 2]], [[101, 1]]],
    ]).replace(/binance,BTC\/USDT,(\d+1000000,)/, 'binance,,$1')
    const report = await importText(project, text, MARKET)
    expect(report.rejects).toMatchObject([{ line: 3, reason: 'missing-value' }])
    expect(await project.store.runText('SELECT bid_qty FROM book')).toHaveLength(1)
  })

  it('has its clock set as quotes have', async () => {
    const project = await openProject()
    const mapping = temporaryFile('mapping.toml', 'time_offset = "250ms"\n')
    await importText(project, BOOKS, { ...MARKET, mapping })
    const times = (table: string) => project.store.runText(`SELECT epoch_ms(t)::DOUBLE AS t FROM ${table} ORDER BY t`)
    expect(await times('book')).toEqual([
      { t: Date.parse('2025-01-02T10:00:00.250Z') },
      { t: Date.parse('2025-01-02T10:00:30.250Z') },
    ])
    expect(await times('book')).toEqual(await times('quote'))
  })
})
