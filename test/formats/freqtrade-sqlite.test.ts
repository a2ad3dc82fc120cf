import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { freqtradeSqlite } from '#adapters/formats/freqtrade-sqlite.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { readDelimited } from '#adapters/formats/delimited-records.ts'
import { parseTimeMicros } from '#adapters/formats/read-time.ts'
import { realData } from '../support/real-data.ts'
import { failureOf, readWithFormat } from '../support/read-with-format.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

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

function fingerprints(folder: string): Record<string, string> {
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')
  return Object.fromEntries(readdirSync(folder).map((name) => [name, hash(name)]))
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
    for (const trade of trades) {
      const [entry, exit] = sink.fills.filter((fill) => fill.trip_id === trade['id'])
      expect(entry).toMatchObject({
        strategy: 'ichiV1',
        fee_currency: 'USDT',
        arrival_mid: Number(trade['open_rate_requested']),
        multiplier: 1,
      })
      expect(exit).toMatchObject({
        strategy: 'ichiV1',
        fee_currency: 'USDT',
        arrival_mid: Number(trade['close_rate_requested']),
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

const TRADES = `CREATE TABLE trades (id INTEGER, pair TEXT, is_open, is_short, amount, open_rate, close_rate, open_rate_requested,
  close_rate_requested, open_date, close_date, fee_open, fee_open_cost, fee_open_currency, fee_close, fee_close_cost,
  fee_close_currency, funding_fees, leverage, contract_size, strategy, timeframe)`
const ORDERS = `CREATE TABLE orders (id INTEGER, ft_trade_id, ft_order_side, ft_pair, status, order_id, order_type, side, price, average,
  amount, filled, remaining, order_date, order_filled_date, order_update_date, ft_price, ft_fee_base)`

function databaseOf(...statements: string[]): string {
  const path = join(temporaryFolder(), 'tradesv3.sqlite')
  const database = new DatabaseSync(path)
  for (const statement of statements) database.exec(statement)
  database.close()
  return path
}

const tradeRow = (id: number, pair: string, isShort = 0, funding: number | null = 0) =>
  `INSERT INTO trades VALUES (${id}, '${pair}', 0, ${isShort}, 2, 100, 110, 99, 111, '2024-01-02 00:00:00', '2024-01-02 05:00:00',
   0.001, NULL, NULL, 0.001, NULL, NULL, ${funding}, 5, 10, 'S', 60)`
const orderRow = (
  id: number,
  trade: number | null,
  side: string,
  filled: number | string,
  status = 'closed',
  pair = 'A/USDT:USDT',
) =>
  `INSERT INTO orders VALUES (${id}, ${trade}, '${side}', '${pair}', '${status}', 'o${id}', 'limit', '${side === 'stoploss' ? 'buy' : side}', 100, NULL,
   2, ${typeof filled === 'string' ? `'${filled}'` : filled}, ${typeof filled === 'number' ? 2 - filled : 0}, '2024-01-02 00:00:00', '2024-01-02 00:00:0${id % 10}', NULL, 98, NULL)`

describe('a made-up database', () => {
  it('turns a short round trip into a sale and a purchase, a stop-loss being the exit', async () => {
    const path = databaseOf(
      TRADES,
      ORDERS,
      tradeRow(1, 'A/USDT:USDT', 1, -0.25),
      orderRow(1, 1, 'sell', 2),
      orderRow(2, 1, 'stoploss', 2),
    )
    const sink = await readWithFormat(freqtradeSqlite, path)
    expect(
      sink.fills.map(({ side, arrival_mid, fee, fee_currency }) => [side, arrival_mid, fee, fee_currency]),
    ).toEqual([
      ['sell', 99, 0.2, 'USDT'],
      ['buy', 111, 0.2, 'USDT'],
    ])
    expect(sink.cashRows).toMatchObject([
      { record: 2, kind: 'funding', amount: -0.25, t: Date.UTC(2024, 0, 2, 5) * 1000 },
    ])
  })

  it('counts neither leverage nor contract size into quantity or multiplier', async () => {
    const sink = await readWithFormat(
      freqtradeSqlite,
      databaseOf(TRADES, ORDERS, tradeRow(1, 'A/USDT:USDT'), orderRow(1, 1, 'buy', 2)),
    )
    expect(sink.fills[0]).toMatchObject({ qty: 2, multiplier: 1 })
  })

  it('keeps the requested rate for the first entry; a later one has its own', async () => {
    const path = databaseOf(
      TRADES,
      ORDERS,
      tradeRow(1, 'A/USDT:USDT'),
      orderRow(1, 1, 'buy', 2),
      orderRow(2, 1, 'buy', 2),
    )
    const sink = await readWithFormat(freqtradeSqlite, path)
    expect(sink.fills.map((fill) => fill.arrival_mid)).toEqual([99, 98])
  })

  it('says what became of each order', async () => {
    const path = databaseOf(
      TRADES,
      ORDERS,
      tradeRow(1, 'A/USDT:USDT'),
      ...[
        [2, 'closed'],
        [1, 'canceled'],
        [0, 'canceled'],
        [0, 'expired'],
        [0, 'rejected'],
        [0, 'open'],
      ].map(([filled, status], i) => orderRow(i + 1, 1, 'buy', filled as number, status as string)),
    )
    const sink = await readWithFormat(freqtradeSqlite, path)
    expect(sink.orders.map((order) => order.status)).toEqual([
      'filled',
      'partial',
      'cancelled',
      'expired',
      'rejected',
      null,
    ])
    expect(sink.fills.map((fill) => fill.qty)).toEqual([2, 1])
  })

  it('rejects an inverse contract, a bad number and a bad time, and reads on', async () => {
    const path = databaseOf(
      TRADES,
      ORDERS,
      tradeRow(1, 'A/USDT:USDT'),
      orderRow(1, 1, 'buy', 2, 'closed', 'BTC/USD:BTC'),
      orderRow(2, 1, 'buy', 'much'),
      orderRow(3, 1, 'buy', 2),
      "UPDATE orders SET order_filled_date = 'noon' WHERE id = 3",
      orderRow(4, 1, 'buy', 2),
    )
    const sink = await readWithFormat(freqtradeSqlite, path)
    expect(sink.rejects.map(({ record, reason, place, column, raw }) => [record, reason, place, column, raw])).toEqual([
      [1, 'inverse-unsupported', 'orders', 'ft_pair', 'BTC/USD:BTC'],
      [2, 'bad-number', 'orders', 'filled', 'much'],
      [3, 'bad-time', 'orders', 'order_filled_date', 'noon'],
    ])
    expect(sink.fills.map((fill) => fill.record)).toEqual([4])
    expect(sink).toMatchObject({ read: 4, accountedFor: 4 })
  })

  it('reads an order whose trade is gone, its fee unknown', async () => {
    const sink = await readWithFormat(freqtradeSqlite, databaseOf(TRADES, ORDERS, orderRow(1, 77, 'buy', 2)))
    expect(sink.fills).toMatchObject([{ fee: null, strategy: null, price: 100 }])
  })

  it('says that funding of a trade still open was not loaded', async () => {
    const path = databaseOf(
      TRADES,
      ORDERS,
      tradeRow(1, 'A/USDT:USDT', 0, 0.5),
      'UPDATE trades SET is_open = 1',
      orderRow(1, 1, 'buy', 2),
    )
    const sink = await readWithFormat(freqtradeSqlite, path)
    expect(sink.cashRows).toEqual([])
    expect(sink.notes.get('funding-without-close')).toBe(1)
  })

  it('reads trades as round trips where there is no table of orders, an open one as an entry', async () => {
    const path = databaseOf(
      TRADES,
      tradeRow(1, 'A/USDT', 0, 0.5),
      tradeRow(2, 'A/USDT', 1),
      'UPDATE trades SET is_open = 1, close_rate = NULL, close_date = NULL WHERE id = 2',
      tradeRow(3, 'BTC/USD:BTC'),
    )
    const sink = await readWithFormat(freqtradeSqlite, path)
    expect(
      sink.fills.map(({ record, side, qty, price, fee, trip_id }) => [record, side, qty, price, fee, trip_id]),
    ).toEqual([
      [1, 'buy', 2, 100, 0.2, '1'],
      [1, 'sell', 2, 110, 0.22, '1'],
      [2, 'sell', 2, 100, 0.2, '2'],
    ])
    expect(sink.cashRows).toMatchObject([{ record: 1, amount: 0.5 }])
    expect(sink.rejects).toMatchObject([{ record: 3, reason: 'inverse-unsupported', place: 'trades' }])
    expect(sink).toMatchObject({ read: 3, accountedFor: 3 })
    expect(sink.timeframe.micros).toBe(3_600_000_000)
  })

  it('reads two databases into one private folder', async () => {
    const folder = temporaryFolder()
    const options = { role: 'live', answers: {}, task: silentTask(), privateFolder: folder } as const
    const { RecordingSink } = await import('../support/recording-sink.ts')
    for (const side of ['buy', 'sell']) {
      const sink = new RecordingSink()
      await freqtradeSqlite.read(
        await openFile(databaseOf(TRADES, ORDERS, tradeRow(1, 'A/USDT'), orderRow(1, 1, side, 2))),
        options,
        sink,
      )
      expect(sink.fills.map((fill) => fill.side)).toEqual([side])
    }
  })

  it('says that a database is not freqtrade', async () => {
    const other = await failureOf(() => readWithFormat(freqtradeSqlite, databaseOf('CREATE TABLE TradeFill (id)')))
    expect(other).toMatchObject({ code: 'FORMAT_UNKNOWN' })
    expect(other.message).toContain('TradeFill')
    const near = await failureOf(() => readWithFormat(freqtradeSqlite, databaseOf('CREATE TABLE trades (id, pair)')))
    expect(near).toMatchObject({ code: 'COLUMN_MISSING' })
    expect(near.message).toContain('"amount"')
  })

  it('says that a database is cut off or damaged', async () => {
    const many = Array.from({ length: 400 }, (_, i) => orderRow(i, 1, 'buy', 2))
    const whole = readFileSync(databaseOf(TRADES, ORDERS, tradeRow(1, 'A/USDT'), ...many))
    const cut = temporaryFile('cut.sqlite', whole.subarray(0, Math.floor(whole.length / 2)))
    expect(await failureOf(() => readWithFormat(freqtradeSqlite, cut))).toMatchObject({ code: 'FILE_UNREADABLE' })
    const header = temporaryFile('header.sqlite', Buffer.concat([whole.subarray(0, 100), Buffer.alloc(8000, 1)]))
    expect(await failureOf(() => readWithFormat(freqtradeSqlite, header))).toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  it('reads what a bot that is still running has written to its -wal, and disturbs nothing', async () => {
    const path = databaseOf(
      'PRAGMA journal_mode = WAL',
      TRADES,
      ORDERS,
      tradeRow(1, 'A/USDT'),
      orderRow(1, 1, 'buy', 2),
    )
    const bot = new DatabaseSync(path)
    bot.exec('PRAGMA wal_autocheckpoint = 0')
    bot.exec(orderRow(2, 1, 'sell', 2))
    expect(existsSync(`${path}-wal`)).toBe(true)
    const before = fingerprints(dirname(path))
    const sink = await readWithFormat(freqtradeSqlite, path)
    expect(fingerprints(dirname(path))).toEqual(before)
    bot.close()
    expect(sink.fills.map((fill) => fill.record)).toEqual([1, 2])
  })

  it('is recognised by its tables, less surely by being SQLite alone', async () => {
    const detect = async (path: string) => freqtradeSqlite.detect(await openFile(path))?.score ?? null
    expect(await detect(databaseOf(TRADES, ORDERS))).toBe(0.95)
    expect(await detect(databaseOf('CREATE TABLE other (id)'))).toBe(0.3)
    const text = temporaryFile('a.csv', 'a,b\n')
    writeFileSync(text, 'a,b\n')
    expect(await detect(text)).toBeNull()
  })

  it('stops when cancelled', async () => {
    const path = databaseOf(TRADES, ORDERS)
    const { RecordingSink } = await import('../support/recording-sink.ts')
    const options = {
      role: 'live',
      answers: {},
      task: silentTask(AbortSignal.abort()),
      privateFolder: temporaryFolder(),
    } as const
    const sample = await openFile(path)
    expect(await failureOf(() => freqtradeSqlite.read(sample, options, new RecordingSink()))).toMatchObject({
      code: 'CancelledError',
    })
  })
})
