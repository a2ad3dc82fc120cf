import { describe, expect, it } from 'vitest'
import { walkBook } from '#domain/simulate/depth.ts'
import { feeOf, ratesAt, trailingVolumes } from '#domain/simulate/fee-schedule.ts'
import { almgrenImpactBps, IMPACT_MODELS, squareRootImpactBps, volumeShareImpactBps } from '#domain/simulate/impact.ts'
import { queueMeanMs } from '#domain/simulate/latency.ts'
import { opportunityCost } from '#domain/simulate/fills.ts'
import {
  afterCancel,
  behindProbability,
  filledByTrade,
  joinQueue,
  queueMakerProbability,
} from '#domain/simulate/queue.ts'
import { feeScheduleSchema, parseParams } from '#shared/simulate/scenario.ts'

describe('Almgren, Thum, Hauptmann, Li (2005), the IBM and DRI example', () => {
  // Example table of the paper ("Equity market impact", Risk 18(7), 57-62; preprint of May 10, 2005): 10 % of a day's volume in
  // .1, .2 and .5 days. Every input and output below was checked against the reconciliation in the public repository
  // lakshmiDRIP/DROP, org/drip/sample/athl/EquityMarketImpactIBM.java and EquityMarketImpactDRI.java, which holds the paper's table
  // with its normalised columns: Theta/V 263.374 and 87.092, I/sigma .126 and .096, K/sigma .142, .094, .054.
  const stocks = [
    {
      name: 'IBM',
      adv: 6.561,
      outstanding: 1728,
      volatilityDaily: 0.0157,
      ...{ inverseTurnover: 263.374, normalisedPermanent: 0.126 },
      permanent: 20,
      temporary: [22, 15, 8],
      cost: [32, 25, 18],
    },
    {
      name: 'DRI',
      adv: 1.929,
      outstanding: 168,
      volatilityDaily: 0.0226,
      ...{ inverseTurnover: 87.092, normalisedPermanent: 0.096 },
      permanent: 22,
      temporary: [32, 21, 12],
      cost: [43, 32, 23],
    },
  ]
  for (const stock of stocks)
    it(`gives ${stock.name}'s permanent, temporary and realised impact as printed`, () => {
      const impacts = [0.1, 0.2, 0.5].map((executionDays) =>
        almgrenImpactBps({ ...stock, quantity: stock.adv / 10, executionDays }),
      )
      expect(impacts.map(({ permanent }) => Math.round(permanent))).toEqual([
        stock.permanent,
        stock.permanent,
        stock.permanent,
      ])
      expect(impacts.map(({ temporary }) => Math.round(temporary))).toEqual(stock.temporary)
      expect(impacts.map(({ cost }) => Math.round(cost))).toEqual(stock.cost)
      // Normalised by volatility, as printed to three decimals: catches two errors that cancel in bps.
      const sigmaBps = stock.volatilityDaily * 1e4
      expect(stock.outstanding / stock.adv).toBeCloseTo(stock.inverseTurnover, 3)
      expect(impacts[0]!.permanent / sigmaBps).toBeCloseTo(stock.normalisedPermanent, 3)
      for (const [k, normalised] of [0.142, 0.094, 0.054].entries())
        expect(impacts[k]!.temporary / sigmaBps).toBeCloseTo(normalised, 3)
    })

  it('is what the scenario model almgren-2005 computes', () => {
    // IBM again, through the parameters: outstanding_days = Theta / V = 263.4; catches a unit slip between units and days of volume.
    const params = parseParams({ impact_model: 'almgren-2005', outstanding_days: 1728 / 6.561, execution_days: 0.1 })
    const model = IMPACT_MODELS['almgren-2005']
    expect(Math.round(model.basisBps({ quantity: 656.1, adv: 6561, volatilityDaily: 0.0157 }, params))).toBe(32)
    expect(model.coefficient(params)).toBe(1)
  })
})

describe('zipline slippage', () => {
  // Checked against quantopian/zipline, tests/finance/test_slippage.py: test_volume_share_slippage, test_orders_limit (50 of 2,000
  // at 3.50), test_volume_share_slippage_with_future, STOP_ORDER_CASES and test_fixed_bps_slippage. Volume limits are that
  // library's own: what it fills of an order is not compared, only at what price.
  it.each([
    { name: '5 of 200 shares', price: 3, side: 1, filled: 5, volume: 200, impact: 0.1, limit: 0.025, paid: 3.0001875 },
    { name: '50 of 2,000', price: 3.5, side: 1, filled: 50, volume: 2000, impact: 0.1, limit: 0.025, paid: 3.50021875 },
    {
      name: 'the same sold',
      price: 3.5,
      side: -1,
      filled: 50,
      volume: 2000,
      impact: 0.1,
      limit: 0.025,
      paid: 3.49978125,
    },
    { name: 'a stop bought', price: 4, side: 1, filled: 50, volume: 2000, impact: 0.1, limit: 0.025, paid: 4.00025 },
    { name: 'a stop sold', price: 3, side: -1, filled: 50, volume: 2000, impact: 0.1, limit: 0.025, paid: 2.9998125 },
    { name: 'a future, 10 of 100', price: 5, side: 1, filled: 10, volume: 100, impact: 0.3, limit: 1, paid: 5.015 },
  ])('gives VolumeShareSlippage its price for $name', ({ price, side, filled, volume, impact, limit, paid }) => {
    expect(price * (1 + (side * volumeShareImpactBps(filled, volume, impact, limit)) / 1e4)).toBeCloseTo(paid, 12)
  })

  it.each([
    { bps: 5, side: 1, paid: 3.0015 },
    { bps: 5, side: -1, paid: 2.9985 },
    { bps: 10, side: 1, paid: 3.003 },
  ])('gives FixedBasisPointsSlippage its price $paid at 3.00 and $bps bps', ({ bps, side, paid }) => {
    const params = parseParams({ impact_model: 'fixed-bps', fixed_impact_bps: bps })
    const model = IMPACT_MODELS['fixed-bps']
    const cost = model.coefficient(params) * model.basisBps({ quantity: 100, adv: 200, volatilityDaily: 0.02 }, params)
    expect(3 * (1 + (side * cost) / 1e4)).toBeCloseTo(paid, 12)
  })
})

describe('the square-root law', () => {
  it('costs 20 bps for 1 % of a day at 2 % volatility and Y = 1', () => {
    // 200 bps * sqrt(.01) = 20; catches volatility scaled twice or a missing 1e4.
    expect(squareRootImpactBps({ quantity: 1, adv: 100, volatilityDaily: 0.02 })).toBeCloseTo(20, 12)
  })
})

describe('queue position (hftbacktest, concepts/queue-position)', () => {
  it('fills 5 contracts behind 25 when 30 trade, and none when 25 trade', () => {
    // Orders of 10 and 15 ahead, ours of 5, 20 and 30 behind: the published example of price-time priority.
    const position = { front: 25, back: 50 }
    expect(filledByTrade(position, 5, 30)).toBe(5)
    expect(filledByTrade(position, 5, 25)).toBe(0)
    expect(filledByTrade(position, 5, 28)).toBe(3)
  })

  it('puts cancellations behind the order by Rigtorp: half when as much stands behind as ahead', () => {
    expect(behindProbability({ front: 50, back: 50 }, 1)).toBe(0.5)
    expect(behindProbability({ front: 0, back: 50 }, 3)).toBe(1)
    // f(x) = x^3: 1 / (27 + 1); catches front and back exchanged.
    expect(behindProbability({ front: 30, back: 10 }, 3)).toBeCloseTo(1 / 28, 12)
    expect(afterCancel(joinQueue(40), 10, 3)).toEqual({ front: 30, back: 0 })
  })

  it('makes a limit order maker half the time when as much trades while it rests as stands ahead', () => {
    // ADV 86,400 units = 1 a second; 60 s; 60 displayed.
    expect(queueMakerProbability(60, 86_400, 60, 3)).toBe(0.5)
    expect(queueMakerProbability(0, 86_400, 60, 3)).toBe(1)
    expect(queueMakerProbability(600, 86_400, 60, 3)).toBeCloseTo(1 / 1001, 12)
  })
})

describe('the exchange queue (M/M/1)', () => {
  it('waits 45 ms on average at 90 % load and 5 ms of service, and not at all when calm', () => {
    expect(queueMeanMs(5, 0.9)).toBeCloseTo(45, 10)
    expect(queueMeanMs(5, 0)).toBe(0)
  })
})

describe('fees', () => {
  const schedule = (input: object) =>
    feeScheduleSchema.parse({ currency: 'USD', tiers: [{ from: 0, maker_bps: 0, taker_bps: 0 }], ...input })

  it("gives Interactive Brokers' fixed-pricing examples", () => {
    // interactivebrokers.co.uk/en/pricing/commissions-stocks.php: USD .005 a share, minimum 1.00, maximum 1 % of trade value:
    // 100 at 25 = 1.00; 1,000 at 25 = 5.00; 1,000 at .25 = 2.50 (the maximum beats the rate; a minimum applied last would give 5.00).
    const fixed = schedule({ per_unit: 0.005, minimum: 1, maximum_bps: 100 })
    expect(feeOf(fixed, 0, 100, 2_500)).toBe(1)
    expect(feeOf(fixed, 0, 1_000, 25_000)).toBe(5)
    expect(feeOf(fixed, 0, 1_000, 250)).toBe(2.5)
  })

  it("gives Binance's example: 0.1 % of 1 BTC at 50,000 is 50", () => {
    expect(feeOf(schedule({ currency: 'USDT' }), 10, 1, 50_000)).toBeCloseTo(50, 12)
  })

  it('pays a rebate for a negative rate and nothing for an empty fill', () => {
    expect(feeOf(schedule({}), -1, 2, 20_000)).toBeCloseTo(-2, 12)
    expect(feeOf(schedule({ minimum: 1 }), 10, 0, 0)).toBe(0)
  })

  it('takes the tier of the 30-day volume strictly before the fill', () => {
    const tiered = schedule({
      tiers: [
        { from: 100_000, maker_bps: 8, taker_bps: 20 },
        { from: 0, maker_bps: 10, taker_bps: 25 },
      ],
    })
    expect(ratesAt(tiered, 99_999.99)).toEqual({ makerBps: 10, takerBps: 25 })
    expect(ratesAt(tiered, 100_000)).toEqual({ makerBps: 8, takerBps: 20 })
    // Day 0, 1, 1 (same instant) and 31: the two fills of one instant do not see each other; day 0 has left the window by day 31.
    const day = 86_400_000
    const volumes = trailingVolumes(Float64Array.of(0, day, day, 31 * day), Float64Array.of(1, 2, 4, 8), 30 * day)
    expect([...volumes]).toEqual([0, 1, 1, 6])
  })
})

describe('the book', () => {
  it('walks levels best first and says what it did not show', () => {
    // 10 at 100, 5 at 101: 12 cost (1000 + 202) / 12; of 20, 5 are not displayed.
    const levels = [
      { price: 100, quantity: 10 },
      { price: 101, quantity: 5 },
    ]
    expect(walkBook(levels, 12)).toEqual({ filled: 12, averagePrice: 1202 / 12, remaining: 0 })
    expect(walkBook(levels, 20)).toEqual({ filled: 15, averagePrice: 1505 / 15, remaining: 5 })
    expect(walkBook([], 20)).toEqual({ filled: 0, averagePrice: null, remaining: 20 })
  })
})

describe('opportunity cost (Perold 1988)', () => {
  it('is what the unfilled rest would have earned: 20 of 100 bought at 50, marked at 51, cost 20', () => {
    const order = { side: 1, quantity: 100, filled: 80, mid: 50, mark: 51, multiplier: 1 }
    expect(opportunityCost(order)).toBe(20)
    expect(opportunityCost({ ...order, side: -1 })).toBe(-20)
  })
})
