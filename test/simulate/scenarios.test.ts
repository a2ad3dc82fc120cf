import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { chooseScenarios, saveScenario, storedScenarios } from '#engine/scenario-store.ts'
import { readSimulationInput } from '#engine/simulation-orders.ts'
import { prepareRun, runScenarios } from '#engine/run-scenarios.ts'
import { measureTornado, sweepScenarios } from '#engine/run-sweep.ts'
import { parseScenario } from '#shared/simulate/scenario.ts'
import { sweepDocumentSchema, tornadoSchema } from '#shared/simulate/sweep-document.ts'
import { CancelledError } from '#shared/errors.ts'
import { importTables, openProject, type Row } from '../support/project.ts'
import { expectWithin } from '../support/promised-time.ts'
import { silentTask } from '../support/recording-sink.ts'
import { openSample } from './open-sample.ts'

const order = (id: string, t: string, side: string, qty: number, price: number, more: Row = {}): Row => ({
  ...{
    fill_id: id,
    order_id: id,
    symbol: 'BTC/USDT',
    side,
    qty,
    price,
    t_fill: t,
    arrival_mid: 100,
    order_type: 'market',
  },
  ...more,
})

describe('orders read from a project', () => {
  it('have one order an intention and day, at the mean price, with exits linked to entries of before the days too', async () => {
    const project = await openProject()
    await importTables(project, {
      backtest: [
        order('a1', '2025-01-01T10:00:00Z', 'buy', 3, 100),
        // Two fills of one order: 2 at 100 and 1 at 103, mean 101.
        order('b1', '2025-01-02T10:00:00Z', 'buy', 2, 100, { order_id: 'b', volatility_daily: 0.02 }),
        order('b2', '2025-01-02T10:00:01Z', 'buy', 1, 103, { order_id: 'b', arrival_mid: 103 }),
        // Closes 3 of the day before, 1 of b.
        order('c1', '2025-01-02T12:00:00Z', 'sell', 4, 110, {
          arrival_mid: 110,
          adv: 5000,
          order_type: 'limit',
          limit_price: 109,
        }),
      ],
    })
    const input = await readSimulationInput(project.store, { from: '2025-01-02' }, silentTask())
    const { orders } = input
    expect(orders.days).toEqual(['2025-01-02'])
    expect([...orders.quantity]).toEqual([3, 4])
    expect([...orders.mid]).toEqual([101, 110])
    expect([...orders.side]).toEqual([1, -1])
    expect([...orders.isLimit]).toEqual([0, 1])
    expect(orders.limitPrice[1]).toBe(109)
    // Order numbers go on from the order of the day before, so that a part of a backtest has the noise of the whole.
    expect([...orders.counter]).toEqual([1, 2])
    expect([...orders.lots.lotEntry]).toEqual([-1, 0])
    expect([...orders.lots.lotQuantity]).toEqual([3, 1])
    // 3 held from the day before: marks are last fill prices, 100 and then 110 (sold at 12:00), so 3 * 10.
    expect([...input.otherPnl]).toEqual([30])
    expect(input.live).toBeNull()
  })

  it('take spread, touch, volatility and volume from market data where the file has none, and say so', async () => {
    const project = await openProject()
    const quote = (t: string, bid: number, ask: number) => ({ symbol: 'BTC/USDT', t, bid, ask, bid_qty: 7, ask_qty: 9 })
    await importTables(project, {
      backtest: [order('a', '2025-01-02T10:00:30Z', 'buy', 1, 100, { arrival_mid: null })],
      market: [
        quote('2025-01-02T09:00:00Z', 98, 100),
        quote('2025-01-02T10:00:00Z', 99, 101),
        quote('2025-01-02T11:00:00Z', 100, 102),
      ],
    })
    const input = await readSimulationInput(project.store, {}, silentTask())
    // The quote of 10:00, half a minute old: mid 100, spread 2 of 100 = 200 bps, a buyer takes the ask's 9.
    expect(input.orders.mid[0]).toBe(100)
    expect(input.market.spreadBps![0]).toBeCloseTo(200, 9)
    expect(input.market.depthQuantity![0]).toBe(9)
    // Hourly moves ln(100/99) and ln(101/100) over two hours: sqrt((m1^2 + m2^2) * 12) a day.
    const expected = Math.sqrt(12 * (Math.log(100 / 99) ** 2 + Math.log(101 / 100) ** 2))
    expect(input.market.volatilityDaily![0]).toBeCloseTo(expected, 9)
    expect(input.notes[0]).toBe(
      "Arrival mid is missing in the file for 1 of 1 orders: the last quote's for 1 was taken.",
    )
    const { prepared } = prepareRun(project, input, [input.baseline])
    expect(prepared[0]!.provenance.map(({ sentence }) => sentence)).toContain(
      'Volatility is missing in the file for 1 of 1 orders: estimated from market data for 1.',
    )
  })
})

describe('stored scenarios', () => {
  it('have a version each and replace nothing; a name means the newest, name@1 the first', async () => {
    const project = await openProject()
    const one = await saveScenario(project, parseScenario({ name: 'mine', params: { rho: 0.1 } }), 'user', '')
    const two = await saveScenario(project, parseScenario({ name: 'mine', params: { rho: 0.2 } }), 'calibration', 'why')
    expect([one.version, two.version]).toEqual([1, 2])
    expect(
      (await storedScenarios(project.store)).map(({ scenario, source, note }) => [
        scenario.version,
        scenario.params.rho,
        source,
        note,
      ]),
    ).toEqual([
      [2, 0.2, 'calibration', 'why'],
      [1, 0.1, 'user', ''],
    ])
    const named = {
      baseline: parseScenario({ name: 'baseline' }),
      asLive: () => Promise.reject(new Error('not asked')),
      on: null,
    }
    const chosen = await chooseScenarios(project.store, ['mine', 'mine@1', 'baseline'], named, { seed: 9, draws: 3 })
    expect(chosen.map(({ name, version, seed, draws }) => [name, version, seed, draws])).toEqual([
      ['baseline', 1, 9, 3],
      ['mine', 2, 9, 3],
      ['mine', 1, 9, 3],
    ])
    await expect(chooseScenarios(project.store, ['mine@3'], named)).rejects.toThrow('There is no scenario "mine@3"')
  })
})

describe('over the sample', () => {
  let sample: Awaited<ReturnType<typeof openSample>>
  beforeAll(async () => {
    sample = await openSample()
  })
  afterAll(() => sample.close())
  const REQUEST = { capital: 100_000, from: '2026-03-16', to: '2026-03-20' }

  it('a sweep over instant and other parameters gives at each point what a run of that scenario gives', async () => {
    const { workbench } = sample
    const input = await readSimulationInput(workbench.store, REQUEST, silentTask())
    const base = parseScenario({ name: 'base', draws: 6 })
    const axes = [
      { name: 'taker_fee_bps', low: 2, high: 10, steps: 2 },
      { name: 'network_extra_ms', low: 0, high: 500, steps: 2 },
    ] as const
    const sweep = sweepDocumentSchema.parse(
      await sweepScenarios(workbench, input, { base, axes, hypercube: null }, silentTask()),
    )
    expect(sweep.rows.map(({ values }) => values)).toEqual([
      { taker_fee_bps: 2, network_extra_ms: 0 },
      { taker_fee_bps: 2, network_extra_ms: 500 },
      { taker_fee_bps: 10, network_extra_ms: 0 },
      { taker_fee_bps: 10, network_extra_ms: 500 },
    ])
    const scenarios = sweep.rows.map(({ values }) => parseScenario({ ...base, params: { ...base.params, ...values } }))
    const run = await runScenarios(workbench, prepareRun(workbench, input, scenarios), REQUEST, silentTask(), false)
    for (const [k, row] of sweep.rows.entries()) {
      expect(row.figures.te_rms_bps!.mean).toBeCloseTo(run.scenarios[k]!.total.te_rms_bps!.mean, 6)
      expect(row.figures.pnl!.mean).toBeCloseTo(run.scenarios[k]!.total.pnl!.mean, 6)
    }
  })

  it('a tornado orders parameters by how far each moves the cost', async () => {
    const { workbench } = sample
    const input = await readSimulationInput(workbench.store, REQUEST, silentTask())
    const base = parseScenario({ name: 'base', draws: 4 })
    const names = ['noise_bps', 'taker_fee_bps', 'w_spread'] as const
    const tornado = tornadoSchema.parse(await measureTornado(workbench, input, base, names, 'cost_bps', silentTask()))
    // Taker fees of 12.5 to 37.5 bps move the cost by more than spreads of half to one and a half; noise has mean 0.
    expect(tornado.bars.map(({ name }) => name)).toEqual(['taker_fee_bps', 'w_spread', 'noise_bps'])
    expect(tornado.bars[0]).toMatchObject({ low: { value: 12.5 }, high: { value: 37.5 } })
  })

  it('is cancelled within 200 ms, and the project simulates again afterwards', async () => {
    const { workbench } = sample
    const input = await readSimulationInput(workbench.store, REQUEST, silentTask())
    const run = prepareRun(workbench, input, [parseScenario({ name: 'long', draws: 1_000_000 })])
    await expectWithin(200, async () => {
      const controller = new AbortController()
      let cancelledAt = NaN
      const task = { signal: controller.signal, report: () => undefined }
      setTimeout(() => {
        cancelledAt = performance.now()
        controller.abort()
      }, 300)
      await expect(runScenarios(workbench, run, REQUEST, task, false)).rejects.toBeInstanceOf(CancelledError)
      return performance.now() - cancelledAt
    })
    const again = prepareRun(workbench, input, [parseScenario({ name: 'short', draws: 2 })])
    await runScenarios(workbench, again, REQUEST, silentTask(), false)
  })

  it('more latency never makes the simulated wait shorter, and the cost lines add up', async () => {
    const { workbench } = sample
    const input = await readSimulationInput(workbench.store, REQUEST, silentTask())
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 1000 }), async (extra, more) => {
        const at = (network_extra_ms: number) =>
          parseScenario({ name: `+${network_extra_ms}`, draws: 2, params: { network_extra_ms } })
        const run = prepareRun(workbench, input, [at(extra), at(extra + more)])
        const { scenarios } = await runScenarios(workbench, run, REQUEST, silentTask(), false)
        const [less, longer] = scenarios.map(({ total }) => total)
        expect(longer!.latency_ms!.p50).toBeGreaterThanOrEqual(less!.latency_ms!.p50)
        const { total, ...parts } = less!.cost_money
        expect(Object.values(parts).reduce((a, b) => a + b, 0)).toBeCloseTo(total, 6)
      }),
      { numRuns: 10 },
    )
  })
})
