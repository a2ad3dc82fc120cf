import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openFile } from '#adapters/files/open-file.ts'
import { readDelimited } from '#adapters/formats/delimited-records.ts'
import { freqtradeSqlite } from '#adapters/formats/freqtrade-sqlite.ts'
import { parseTimeMicros } from '#adapters/formats/read-time.ts'
import { fingerprints } from '../support/folder-fingerprints.ts'
import { failureOf, readWithFormat } from '../support/read-with-format.ts'
import { realData } from '../support/real-data.ts'
import { silentTask } from '../support/recording-sink.ts'

const utc = (text: string | undefined) => (text ? parseTimeMicros(text, { zone: 'UTC', dateOrder: null }) : null)

async function readCsv(path: string): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = []
  let header: readonly string[] = []
  for await (const { cells } of readDelimited(await openFile(path), { delimiter: ',', quote: '"' }, silentTask())) {
    if (header.length === 0) header = cells
    else rows.push(Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])))
  }
  return rows
}

const PAIR_A = [
  { name: 'live', database: 'live_tradesv3.sqlite', derived: 'derived_live', orders: 168, fills: 160, funding: 0 },
  {
    name: 'dry-run',
    database: 'dryrun_tradesv3.sqlite',
    derived: 'derived_dryrun',
    orders: 782,
    fills: 768,
    funding: 16,
  },
]

describe.each(PAIR_A)('the $name database of a real bot', ({ database, derived, orders, fills, funding }) => {
  const path = realData('pairA_freqtrade_ichiV1', database)
  const csv = (kind: string) => realData('pairA_freqtrade_ichiV1', `${derived}_${kind}.csv`)

  it.skipIf(path === null)('gives every order and fill, those only in the -wal too', async () => {
    const sink = await readWithFormat(freqtradeSqlite, path!)
    const derivedOrders = await readCsv(csv('orders')!)
    expect(derivedOrders).toHaveLength(orders)
    expect(sink).toMatchObject({ read: orders, accountedFor: orders, rejects: [] })
    expect(sink.orders).toHaveLength(orders)
    expect(sink.fills).toHaveLength(fills)
    expect(sink.orders.map((order) => order.order_id)).toEqual(derivedOrders.map((row) => row['order_id']))
    const filled = derivedOrders.filter((row) => Number(row['filled']) > 0)
    expect(
      sink.fills.map(({ record, symbol, side, qty, price, t_sent, t_fill }) => [
        record,
        symbol,
        side,
        qty,
        price,
        t_sent,
        t_fill,
      ]),
    ).toEqual(
      filled.map((row) => [
        Number(row['id']),
        row['ft_pair'],
        row['side'],
        Number(row['filled']),
        Number(row['average']),
        utc(row['order_date']),
        utc(row['order_filled_date']),
      ]),
    )
  })

  it.skipIf(path === null)('gives fees, requested rates, strategy and bar length of the trades', async () => {
    const sink = await readWithFormat(freqtradeSqlite, path!)
    const trades = await readCsv(csv('trades')!)
    const sells = (await readCsv(csv('orders')!)).filter((row) => row['side'] === 'sell' && Number(row['filled']) > 0)
    for (const trade of trades) {
      const [entry, exit] = sink.fills.filter((fill) => fill.trip_id === trade['id'])
      const sold = sells.find((row) => row['ft_trade_id'] === trade['id'])
      expect(entry).toMatchObject({
        strategy: 'ichiV1',
        fee_currency: 'USDT',
        arrival_mid: Number(trade['open_rate_requested']),
        multiplier: 1,
      })
      expect(exit).toMatchObject({
        strategy: 'ichiV1',
        fee_currency: 'USDT',
        arrival_mid: Number(trade['close_rate_requested'] || sold?.['ft_price']),
      })
      expect(exit?.fee).toBeCloseTo(Number(trade['fee_close_cost']), 9)
      // A dry run at leverage 30 stores rate * notional too, so both legs agree with the cost.
      expect(entry?.fee).toBeCloseTo(Number(trade['fee_open_cost']), 9)
    }
    expect(sink.timeframe.micros).toBe(300_000_000)
    expect(sink.notes.get('requested-as-mid')).toBe(fills)
  })

  it.skipIf(path === null)('gives funding as cash received at the close', async () => {
    const sink = await readWithFormat(freqtradeSqlite, path!)
    const funded = (await readCsv(csv('trades')!)).filter((trade) => Number(trade['funding_fees']) !== 0)
    expect(funded).toHaveLength(funding)
    const byTime = (a: readonly unknown[], b: readonly unknown[]) => Number(a[0]) - Number(b[0])
    expect(sink.cashRows.map((cash) => [cash.t, cash.symbol, cash.kind, cash.amount]).sort(byTime)).toEqual(
      funded
        .map((trade) => [utc(trade['close_date']), trade['pair'], 'funding', Number(trade['funding_fees'])])
        .sort(byTime),
    )
  })

  it.skipIf(path === null)('leaves the database, its -wal and its folder as they were', async () => {
    const before = fingerprints(dirname(path!))
    await readWithFormat(freqtradeSqlite, path!)
    expect(fingerprints(dirname(path!))).toEqual(before)
  })
})

describe('a real database of 2021', () => {
  const path = realData('freqtrade_oldschema_live', 'tradesv3.sqlite')

  it.skipIf(path === null)(
    'gives every order with its status and every fill, at the limit where no average was kept',
    async () => {
      const sink = await readWithFormat(freqtradeSqlite, path!)
      expect(sink).toMatchObject({ read: 132, accountedFor: 132, rejects: [] })
      const statuses = sink.orders.map((order) => order.status ?? 'open')
      expect([
        statuses.filter((s) => s === 'filled').length,
        statuses.filter((s) => s === 'cancelled').length,
        statuses.filter((s) => s === 'open').length,
      ]).toEqual([95, 36, 1])
      expect(sink.fills).toHaveLength(95)
      expect(sink.notes.get('open-order')).toBe(1)
      expect(sink.fills[0]).toMatchObject({ price: 0.52029, qty: 38.4, side: 'buy' })
      expect(sink.fills.every((fill) => fill.side === 'buy' || fill.side === 'sell')).toBe(true)
    },
  )

  it.skipIf(path === null)('keeps each fee in the currency it was charged in', async () => {
    const sink = await readWithFormat(freqtradeSqlite, path!)
    const trades = await readCsv(realData('freqtrade_oldschema_live', 'derived_trades.csv')!)
    const expected = trades.flatMap((trade) => [
      [trade['id'], 'buy', trade['fee_open_currency'], Number(trade['fee_open_cost'])],
      ...(trade['fee_close_currency'] === ''
        ? []
        : [[trade['id'], 'sell', trade['fee_close_currency'], Number(trade['fee_close_cost'])]]),
    ])
    const byTrade = (a: readonly unknown[], b: readonly unknown[]) =>
      Number(a[0]) - Number(b[0]) || String(a[1]).localeCompare(String(b[1]))
    const got = sink.fills.map((fill) => [fill.trip_id, fill.side, fill.fee_currency, fill.fee] as const).sort(byTrade)
    expect(got.map(([id, side, currency]) => [id, side, currency])).toEqual(
      expected.map(([id, side, currency]) => [id, side, currency]),
    )
    for (const [i, [, , , fee]] of got.entries()) expect(fee).toBeCloseTo(expected[i]![3] as number, 6)
    expect(new Set(got.map(([, , currency]) => currency)).size).toBe(17)
  })

  it.skipIf(path === null)(
    'reads one of its two strategies when asked, and names both when asked for another',
    async () => {
      const one = await readWithFormat(freqtradeSqlite, path!, { strategy: 'kcx_strat_1d_prod' })
      const other = await readWithFormat(freqtradeSqlite, path!, { strategy: 'kcx_strat_prod' })
      expect(one.read + other.read).toBe(132)
      expect(new Set(one.fills.map((fill) => fill.strategy))).toEqual(new Set(['kcx_strat_1d_prod']))
      const failure = await failureOf(() => readWithFormat(freqtradeSqlite, path!, { strategy: 'nope' }))
      expect(failure).toMatchObject({ code: 'PARAMETER_INVALID' })
      expect(failure.message).toContain('kcx_strat_1d_prod, kcx_strat_prod')
    },
  )
})
