import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openFile } from '#adapters/files/open-file.ts'
import { freqtradeSqlite } from '#adapters/formats/freqtrade-sqlite.ts'
import { fingerprints } from '../support/folder-fingerprints.ts'
import { failureOf, readWithFormat } from '../support/read-with-format.ts'
import { RecordingSink, silentTask } from '../support/recording-sink.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

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
    expect(await detect(text)).toBeNull()
  })

  it('stops when cancelled', async () => {
    const path = databaseOf(TRADES, ORDERS)
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
