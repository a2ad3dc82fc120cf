import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import type { RejectReason } from '#shared/canonical.ts'
import type { Answers } from '#engine/ports.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'
import type { MarketSink } from './market-sink.ts'
import { VENUES } from './made-up-venues.ts'
import { readDetected, readText } from './read-text.ts'
import { fixedPointSql, writeParquet } from './write-parquet.ts'

/** What a file with one bad record must give. */
interface Broken {
  readonly read: readonly [format: string, sink: MarketSink]
  readonly rejects: readonly (readonly [record: number, reason: RejectReason])[]
  readonly outputs: number
}

/** A format whose files are neither tables with a header, nor lists in JSON, nor lines. */
export interface OtherSpecimen {
  readonly format: string
  readonly broken: () => Promise<Broken>
  /** Reads the file cut off, which fails. */
  readonly cut?: () => Promise<unknown>
}

async function readAll(path: string, answers: Answers = {}): Promise<[string, MarketSink]> {
  const { format, sink } = await readDetected(await openFile(path), answers)
  return [format.id, sink]
}

async function readAs(name: string, text: string, answers: Answers = {}): Promise<[string, MarketSink]> {
  const { format, sink } = await readText(name, text, answers)
  return [format.id, sink]
}

function database(name: string, ...statements: string[]): string {
  const path = join(temporaryFolder(), name)
  const made = new DatabaseSync(path)
  for (const statement of statements) made.exec(statement)
  made.close()
  return path
}

const SQLITE = Buffer.from('SQLite format 3\0 stake_amount TradeFill trade_fee_in_quote and nothing else')

const TRADES =
  'CREATE TABLE trades (id INTEGER, pair, is_open, is_short, stake_amount, amount, open_rate, close_rate, open_date, close_date, fee_open, fee_close)'
const trade = (id: number, rate: number | string) =>
  `INSERT INTO trades VALUES (${id}, 'BTC/USDT', 0, 0, 200, 2, '${rate}', 110, '2024-01-02 00:00:00', '2024-01-02 01:00:00', 0.001, 0.001)`

const FILLS =
  'CREATE TABLE TradeFill (config_file_path, strategy, market, symbol, base_asset, quote_asset, timestamp, order_id, trade_type, order_type, price, amount, leverage, trade_fee, trade_fee_in_quote, exchange_trade_id, position)'
const hummingbotFill = (price: number | string) =>
  `INSERT INTO TradeFill VALUES ('c.yml', 's', 'binance', 'ETH-USDT', 'ETH', 'USDT', 1704153600000, 'o', 'BUY', 'LIMIT', '${price}', 20000, 1, NULL, 60, 't', 'NIL')`

function feather(): Uint8Array {
  const date = [1_704_153_600_000, 1_704_153_660_000].map((milliseconds) => new Date(milliseconds))
  const prices = Float64Array.from([1, 2])
  return tableToIPC(
    tableFromArrays({ date, open: prices, high: prices, low: prices, close: prices, volume: prices }),
    'file',
  )
}

const BAR = (raw: string) =>
  `SELECT ${['open', 'high', 'low', 'close', 'volume'].map((name) => `${raw} AS ${name}`).join(', ')}, 1704153660000000000::UBIGINT AS ts_event, 1704153660000000000::UBIGINT AS ts_init`
const PRICE = fixedPointSql(10_000_000_000_000_000n, 16)
const BAR_TYPE = { bar_type: 'ADABTC.BINANCE-1-MINUTE-LAST-EXTERNAL' }

const STATEMENT = 'Statement,Header,Field Name,Field Value\nStatement,Data,Title,Activity Statement\n'
const ACTIVITY =
  'Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee\n'
const activityRow = (price: string) =>
  `Trades,Data,Order,Stocks,USD,AMC,"2024-01-02, 12:00:00",50,${price},39,-1950,-1\n`
const HISTORY =
  'Transaction History,Header,Date,Account,Description,Transaction Type,Symbol,Quantity,Price,Gross Amount,Commission,Net Amount\n'
const historyRow = (price: string) => `Transaction History,Data,2024-01-02,U1,ACME,Buy,ACME,10,${price},-100,-1,-101\n`

const FLEX = VENUES.find(({ format }) => format === 'ib-flex-xml')?.text ?? ''
const [, TRADE_TAG = ''] = /(<Trade [^>]*>\n)/.exec(FLEX) ?? []
const NEW_YORK: Answers = { zone: 'America/New_York' }

const update = (price: string) =>
  `"12:00:00","{'event': 'fill', 'execution_id': 'e', 'order': {'id': 'o', 'symbol': 'AAPL', 'side': 'buy', 'order_type': 'market'}, 'price': '${price}', 'qty': '1', 'timestamp': datetime.datetime(2024, 1, 2, 15, 0, tzinfo=TzInfo(0))}"\n`

const order = (price: number | string) => ({
  id: 1,
  type: 0,
  symbol: { value: 'SPY' },
  quantity: 1,
  price,
  status: 3,
  createdTime: '2024-01-02T15:00:00Z',
  lastFillTime: '2024-01-02T15:00:01Z',
  orderSubmissionData: { bidPrice: 99, askPrice: 101 },
})
const leanResult = JSON.stringify({
  rollingWindow: {},
  totalPerformance: {},
  orders: { 1: order(100), 2: order('abc'), 3: order(100) },
})

function lobsterBook(text: string): string {
  const folder = temporaryFolder()
  const name = (kind: string) => join(folder, `AAPL_2012-06-21_34200000_57600000_${kind}_1.csv`)
  writeFileSync(name('message'), '34200.5,1,1,18,5853300,1\n34201.5,1,1,18,5853300,1\n34202.5,1,1,18,5853300,1\n')
  writeFileSync(name('orderbook'), text)
  return name('orderbook')
}

/** Every format of a kind of its own. */
export const OTHERS: readonly OtherSpecimen[] = [
  {
    format: 'freqtrade-sqlite',
    broken: async () => ({
      read: await readAll(database('tradesv3.sqlite', TRADES, trade(1, 100), trade(2, 'abc'), trade(3, 100))),
      rejects: [[2, 'bad-number']],
      outputs: 4,
    }),
    cut: async () => await readAll(temporaryFile('tradesv3.sqlite', SQLITE)),
  },
  {
    format: 'hummingbot-sqlite',
    broken: async () => ({
      read: await readAll(database('h.sqlite', FILLS, ...[3001500000, 'abc', 3001500000].map(hummingbotFill))),
      rejects: [[2, 'bad-number']],
      outputs: 2,
    }),
    cut: async () => await readAll(temporaryFile('h.sqlite', SQLITE)),
  },
  {
    // Columns have types, so a wrong number cannot stand in one; a missing one is refused when the bar is loaded.
    format: 'freqtrade-feather',
    broken: async () => ({
      read: await readAll(temporaryFile('BTC_USDT-1m.feather', feather())),
      rejects: [],
      outputs: 2,
    }),
    cut: async () => await readAll(temporaryFile('BTC_USDT-1m.feather', feather().subarray(0, 200))),
  },
  {
    format: 'nautilus-bars',
    broken: async () => {
      const select = [PRICE, "unhex('0102')", PRICE].map(BAR).join(' UNION ALL ')
      return {
        read: await readAll(await writeParquet('bars.parquet', select, BAR_TYPE)),
        rejects: [[2, 'bad-number']],
        outputs: 2,
      }
    },
    cut: async () => await readAll(temporaryFile('bars.parquet', 'PAR1 and nothing else')),
  },
  {
    format: 'alpaca-updates',
    broken: async () => ({
      read: await readAs('order_fills.csv', ['100', 'abc', '100'].map(update).join('')),
      rejects: [[2, 'bad-number']],
      outputs: 2,
    }),
    cut: async () => await readAs('order_fills.csv', update('100') + update('100').slice(0, 60)),
  },
  {
    format: 'ib-activity',
    broken: async () => ({
      read: await readAs('statement.csv', STATEMENT + ACTIVITY + ['39', 'abc', '39'].map(activityRow).join('')),
      rejects: [[5, 'bad-number']],
      outputs: 2,
    }),
    cut: async () => await readAs('statement.csv', STATEMENT + ACTIVITY + activityRow('39').slice(0, 50)),
  },
  {
    format: 'ib-transactions',
    broken: async () => ({
      read: await readAs('history.csv', STATEMENT + HISTORY + ['10', 'abc', '10'].map(historyRow).join('')),
      rejects: [[5, 'bad-number']],
      outputs: 2,
    }),
  },
  {
    format: 'ib-flex-xml',
    broken: async () => ({
      read: await readAs(
        'flex.xml',
        FLEX.replace(TRADE_TAG, TRADE_TAG + TRADE_TAG.replace('tradePrice="400.5"', 'tradePrice="abc"') + TRADE_TAG),
        NEW_YORK,
      ),
      rejects: [[2, 'bad-number']],
      outputs: 2,
    }),
    cut: async () => await readAs('flex.xml', FLEX.slice(0, 200), NEW_YORK),
  },
  {
    // Without its order events an order is a fill too.
    format: 'lean-result',
    broken: async () => ({ read: await readAs('result.json', leanResult), rejects: [[2, 'bad-number']], outputs: 4 }),
    cut: async () => await readAs('result.json', leanResult.slice(0, -2)),
  },
  {
    format: 'lobster-orderbook',
    broken: async () => ({
      read: await readAll(lobsterBook('5859400,200,5853300,18\nabc,200,5853300,18\n5859400,200,5853300,18\n')),
      rejects: [[2, 'bad-number']],
      outputs: 2,
    }),
    cut: async () => await readAs('AAPL_2012-06-21_34200000_57600000_orderbook_1.csv', '5859400,200,5853300,18\n'),
  },
]
