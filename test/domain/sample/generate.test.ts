import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { CANONICAL } from '#shared/canonical.ts'
import { dayOf, numberIn, readSample, sum } from './read-sample.ts'

const sample = readSample(SAMPLE_SEED)
const digestOf = (seed: number) => {
  const hash = createHash('sha256')
  for (const { name, text } of generateSample(seed)) hash.update(`${name}\n${text}`)
  return hash.digest('hex')
}

const DAYS = 60
const OTHER_COLUMNS: Record<string, readonly string[]> = {
  'uptime.csv': ['t', 'status'],
  'incidents.csv': ['id', 'severity', 'raised', 'acked', 'resolved', 'service'],
  'deployment.csv': [
    'id',
    'version',
    'control_version',
    'stage',
    'started',
    'ended',
    'outcome',
    'traffic',
    'risk_limit',
  ],
  'risk.csv': ['t', 'version', 'drawdown', 'shortfall', 'allocated'],
  'health.csv': ['t', 'version', 'check', 'status'],
}

describe('the sample project', () => {
  it('is the same bytes for the same seed', () => {
    expect(digestOf(7)).toBe(digestOf(7))
  })

  it('differs in every trade and market file for another seed', () => {
    const other = readSample(SAMPLE_SEED + 1)
    for (const name of ['live.csv', 'backtest.csv', 'quotes.csv', 'orders.csv', 'equity.csv', 'risk.csv']) {
      expect(other.rows(name), name).not.toEqual(sample.rows(name))
    }
  })

  it('has the twelve promised files, under six megabytes together', () => {
    const names = 'live backtest quotes orders cash equity uptime incidents deployment risk health'.split(' ')
    expect(sample.files.map((file) => file.name)).toEqual([...names.map((name) => `${name}.csv`), 'truth.json'])
    expect(sum(sample.files.map((file) => Buffer.byteLength(file.text)))).toBeLessThan(6_000_000)
  })

  it.each([
    ['live.csv', 'fills'],
    ['backtest.csv', 'fills'],
    ['quotes.csv', 'quotes'],
    ['orders.csv', 'orders'],
    ['cash.csv', 'cash'],
    ['equity.csv', 'equity'],
  ] as const)('writes %s in canonical columns, in their order, with every required one filled', (name, shape) => {
    const canonical = CANONICAL[shape]
    const columns = sample.columns(name)
    const known = canonical.map((column) => column.name)
    expect(columns).toEqual(known.filter((column) => columns.includes(column)))
    const required = canonical.filter((column) => column.required).map((column) => column.name)
    for (const row of sample.rows(name)) for (const column of required) expect(row[column]).not.toBe('')
  })

  it.each(Object.entries(OTHER_COLUMNS))('writes %s in its documented columns', (name, columns) => {
    expect(sample.columns(name)).toEqual(columns)
  })

  it('writes every time as ISO 8601 UTC, one precision per file', () => {
    const patterns = {
      'live.csv': /^2026-0[34]-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
      'orders.csv': /^2026-0[34]-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
      'backtest.csv': /^2026-0[34]-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      'quotes.csv': /^2026-0[34]-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      'uptime.csv': /^2026-0[34]-\d\dT\d\d:\d\d:\d\dZ$/,
    }
    for (const [name, pattern] of Object.entries(patterns)) {
      const columns = sample.columns(name).filter((column) => column === 't' || column.startsWith('t_'))
      for (const row of sample.rows(name)) for (const column of columns) expect(row[column]).toMatch(pattern)
    }
  })

  it('trades every day on both sides, 30 to 60 backtest orders a day, in five instruments', () => {
    const backtestDays = Map.groupBy(sample.rows('backtest.csv'), (row) => dayOf(row))
    expect(backtestDays.size).toBe(DAYS)
    expect(new Set(sample.rows('live.csv').map((row) => dayOf(row))).size).toBe(DAYS)
    for (const [day, rows] of backtestDays) {
      expect(rows.length, day).toBeGreaterThanOrEqual(30)
      expect(rows.length, day).toBeLessThanOrEqual(60)
    }
    expect(new Set(sample.rows('live.csv').map((row) => row['symbol'])).size).toBe(5)
  })

  it('keeps order and fill ids unique and fills what orders.csv says was filled', () => {
    const fills = sample.rows('live.csv')
    expect(new Set(fills.map((row) => row['fill_id'])).size).toBe(fills.length)
    const byOrder = Map.groupBy(fills, (row) => row['order_id'])
    for (const order of sample.rows('orders.csv')) {
      const filled = sum((byOrder.get(order['order_id'] ?? '') ?? []).map((row) => numberIn(row, 'qty')))
      expect(filled).toBeCloseTo(numberIn(order, 'filled_qty'), 8)
      expect(filled).toBeLessThanOrEqual(numberIn(order, 'qty') + 1e-9)
      expect(order['status'] === 'filled').toBe(Math.abs(filled - numberIn(order, 'qty')) < 1e-9)
    }
  })

  it('has orders of every status and a few fills without a signal id', () => {
    const statuses = new Set(sample.rows('orders.csv').map((row) => row['status']))
    expect(statuses).toEqual(new Set(['filled', 'partial', 'cancelled', 'rejected']))
    const lost = (name: string) => sample.rows(name).filter((row) => row['signal_id'] === '').length
    expect(lost('live.csv')).toBeGreaterThan(5)
    expect(lost('backtest.csv')).toBeGreaterThan(0)
    expect(lost('live.csv')).toBeGreaterThan(lost('backtest.csv'))
  })

  it('orders the times of a live fill: signal, sent, acknowledged, filled', () => {
    for (const row of sample.rows('live.csv')) {
      const times = ['t_signal', 't_sent', 't_ack', 't_fill'].map((column) => row[column] ?? '')
      expect([...times].sort()).toEqual(times)
    }
  })

  it('ends flat on both sides', () => {
    for (const name of ['live.csv', 'backtest.csv']) {
      for (const [symbol, rows] of Map.groupBy(sample.rows(name), (row) => row['symbol'] ?? '')) {
        const position = sum(rows.map((row) => (row['side'] === 'buy' ? 1 : -1) * numberIn(row, 'qty')))
        expect(position, `${name} ${symbol}`).toBeCloseTo(0, 6)
      }
    }
  })

  it('quotes the mid each fill records just before the fill (as of its first execution)', () => {
    const quotes = Map.groupBy(sample.rows('quotes.csv'), (row) => row['symbol'] ?? '')
    for (const name of ['live.csv', 'backtest.csv']) {
      for (const fills of Map.groupBy(sample.rows(name), (row) => row['signal_id'] || row['fill_id']).values()) {
        const [fill] = fills
        if (!fill) throw new Error('an empty group')
        const t = (fill['t_fill'] ?? '').slice(0, 23)
        const asOf = quotes.get(fill['symbol'] ?? '')?.findLast((quote) => (quote['t'] ?? '').slice(0, 23) <= t)
        if (!asOf) throw new Error(`no quote before ${t}`)
        expect((numberIn(asOf, 'bid') + numberIn(asOf, 'ask')) / 2).toBeCloseTo(numberIn(fill, 'fill_mid'), 6)
      }
    }
  })
})
