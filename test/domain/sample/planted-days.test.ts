import { describe, expect, it } from 'vitest'
import { SAMPLE_SEED } from '#domain/sample/generate.ts'
import { CAUSES, dayOf, numberIn, readSample, sum, type ReadSample } from './read-sample.ts'
import { ladderOf, markOf, readMarks, recountDailyPnl } from './recount.ts'

const sample = readSample(SAMPLE_SEED)
const marks = readMarks(sample)

function activePnlOf(read: ReadSample) {
  const table = readMarks(read)
  const live = recountDailyPnl(read.rows('live.csv'), read.rows('cash.csv'), table)
  const backtest = recountDailyPnl(read.rows('backtest.csv'), [], table)
  return new Map([...live].map(([day, pnl]) => [day, pnl - (backtest.get(day) ?? 0)]))
}

const daysOf = (event: string) => sample.truth.days.filter((day) => day.event === event)
const fillsOn = (name: string, day: string) => sample.rows(name).filter((row) => dayOf(row) === day)

describe('planted days, recounted from the files', () => {
  it.each([SAMPLE_SEED, 1, 2, 3])('dominate their day and leave all others calm, for seed %i', (seed) => {
    const read = readSample(seed)
    const planted = new Map(read.truth.days.map((day) => [day.day, day.pnl]))
    const canaryDays = new Set(read.truth.canary.planted_pnl.map((day) => day.day))
    for (const [day, active] of activePnlOf(read)) {
      const plantedPnl = planted.get(day)
      if (plantedPnl !== undefined) {
        expect(plantedPnl, day).toBeLessThan(-40)
        expect(Math.abs(active - plantedPnl), `${day} active ${active}`).toBeLessThan(0.4 * Math.abs(active))
      } else {
        expect(Math.abs(active), day).toBeLessThan(canaryDays.has(day) ? 45 : 25)
      }
    }
  })

  it.each(sample.truth.days)('attribute $day to $cause', ({ day, cause, pnl }) => {
    const ladder = ladderOf(sample, day, marks)
    const funding = sum(
      sample
        .rows('cash.csv')
        .filter((row) => dayOf(row, 't') === day)
        .map((row) => numberIn(row, 'amount')),
    )
    const active = activePnlOf(sample).get(day) ?? 0
    expect(sum(CAUSES.map((name) => ladder[name])) + funding).toBeCloseTo(active, 5)
    expect(ladder[cause] / active).toBeGreaterThan(0.6)
    expect(Math.abs(ladder[cause] - pnl)).toBeLessThan(12)
  })

  it('are calm to under 1 bps of capital a day (one standard deviation) elsewhere', () => {
    const special = new Set([...sample.truth.days, ...sample.truth.canary.planted_pnl].map(({ day }) => day))
    const calm = [...activePnlOf(sample)].filter(([day]) => !special.has(day)).map(([, pnl]) => pnl)
    const rmsBps = (Math.sqrt(sum(calm.map((pnl) => pnl * pnl)) / calm.length) / sample.truth.capital) * 1e4
    expect(calm.length).toBe(47)
    expect(rmsBps).toBeLessThan(1)
    expect(rmsBps).toBeGreaterThan(0.1)
  })

  it('charge double-tier fees whose excess over the usual rates is the planted figure to the cent', () => {
    const usual = (row: Record<string, string>) =>
      ((row['liquidity'] === 'maker' ? 2 : 5) / 1e4) * numberIn(row, 'qty') * numberIn(row, 'price')
    for (const { day, pnl } of daysOf('fee-tier')) {
      const live = fillsOn('live.csv', day)
      const excess = sum(live.map((row) => numberIn(row, 'fee'))) - sum(live.map(usual))
      expect(-excess).toBeCloseTo(pnl, 3)
    }
    expect(daysOf('fee-tier')).toHaveLength(3)
  })

  it('count a missed trip at its whole backtest P&L, fees included, to the cent', () => {
    for (const { day, pnl } of [...daysOf('missed-signals'), ...daysOf('outage')]) {
      const ids = new Set(fillsOn('live.csv', day).map((row) => row['signal_id']))
      const missed = fillsOn('backtest.csv', day).filter((row) => !ids.has(row['signal_id']))
      expect(missed.length).toBeGreaterThanOrEqual(8)
      const lost = missed.map((row) => {
        const towards = row['side'] === 'buy' ? 1 : -1
        const mark = markOf(marks, row['symbol'] ?? '', day)
        return towards * numberIn(row, 'qty') * (mark - numberIn(row, 'price')) - numberIn(row, 'fee')
      })
      expect(-sum(lost)).toBeCloseTo(pnl, 6)
      const sent = new Set(sample.rows('orders.csv').map((row) => row['signal_id']))
      expect(missed.some((row) => sent.has(row['signal_id']))).toBe(false)
    }
  })

  it('confine the thin book to SOL market orders between 14:00 and 15:00, with the spread wide there', () => {
    for (const { day, pnl } of daysOf('thin-book')) {
      const hit = fillsOn('live.csv', day).filter((row) => numberIn(row, 'spread_bps') > 10)
      const excess = (row: (typeof hit)[number]) => {
        const towards = row['side'] === 'buy' ? 1 : -1
        const deviation = towards * (numberIn(row, 'price') - numberIn(row, 'fill_mid'))
        return numberIn(row, 'qty') * (deviation - 1.5e-4 * numberIn(row, 'fill_mid'))
      }
      expect(
        new Set(hit.map((row) => `${row['symbol']} ${row['order_type']} ${row['t_fill']?.slice(11, 13)}`)),
      ).toEqual(new Set(['SOL-USDT-PERP market 14']))
      expect(new Set(hit.map((row) => row['order_id'])).size).toBe(8)
      expect(Math.abs(-sum(hit.map(excess)) - pnl)).toBeLessThan(12)
    }
  })

  it('trade three fifths of the intended quantity on the sizing day, order for order', () => {
    const [planted] = daysOf('under-sizing')
    const live = fillsOn('live.csv', planted?.day ?? '')
    const intended = sum(
      fillsOn('backtest.csv', planted?.day ?? '').map((row) => numberIn(row, 'qty') * numberIn(row, 'price')),
    )
    const done = sum(live.map((row) => numberIn(row, 'qty') * numberIn(row, 'price')))
    expect(done / intended).toBeCloseTo(0.6, 2)
  })

  it('delay the latency day: median acknowledgement near 180 ms, P95 over a second', () => {
    const { day, p95_above_ms } = sample.truth.slo.latency
    const delays = sample
      .rows('orders.csv')
      .filter((row) => dayOf(row, 't_sent') === day)
      .map((row) => Date.parse(row['t_ack'] ?? '') - Date.parse(row['t_sent'] ?? ''))
      .sort((a, b) => a - b)
    expect(delays[Math.floor(delays.length / 2)]).toBeGreaterThan(90)
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(360)
    expect(delays[Math.floor(delays.length * 0.95)]).toBeGreaterThan(p95_above_ms)
  })

  it('reconcile live P&L to equity.csv', () => {
    const navs = sample.rows('equity.csv').map((row) => numberIn(row, 'nav'))
    const live = [...recountDailyPnl(sample.rows('live.csv'), sample.rows('cash.csv'), marks).values()]
    expect(navs[0]).toBe(100_000)
    live.forEach((pnl, i) => expect((navs[i + 1] ?? 0) - (navs[i] ?? 0)).toBeCloseTo(pnl, 4))
  })
})
