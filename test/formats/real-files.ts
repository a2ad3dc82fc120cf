import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Answers, OpenedSource } from '#engine/ports.ts'
import { unpack } from '#adapters/files/containers.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { rankFormats } from '#adapters/formats/registry.ts'
import { realData } from '../support/real-data.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What a real file is and what reading it gives: source records, rows by shape, refused records by reason. */
export interface RealFile {
  readonly format: string
  readonly answers?: Answers
  readonly read: number
  readonly fills?: number
  readonly orders?: number
  readonly quotes?: number
  readonly bars?: number
  readonly equity?: number
  readonly rejects?: Readonly<Record<string, number>>
  /** The code it is refused with, where it cannot be read. */
  readonly failure?: string
}

const UTC: Answers = { zone: 'UTC' }

/** Every real file that a format claims, with the row counts of SOURCES.md (whose `wc -l` misses a last line without end). */
export const REAL_FILES: Readonly<Record<string, RealFile>> = {
  'pairA_freqtrade_ichiV1/live_tradesv3.sqlite': { format: 'freqtrade-sqlite', read: 168, fills: 160, orders: 168 },
  'pairA_freqtrade_ichiV1/dryrun_tradesv3.sqlite': { format: 'freqtrade-sqlite', read: 782, fills: 768, orders: 782 },
  'pairA_freqtrade_ichiV1/derived_live_orders.csv': {
    format: 'freqtrade-orders-csv',
    read: 168,
    fills: 160,
    orders: 168,
  },
  'pairA_freqtrade_ichiV1/derived_dryrun_orders.csv': {
    format: 'freqtrade-orders-csv',
    read: 782,
    fills: 768,
    orders: 782,
  },
  'pairA_freqtrade_ichiV1/derived_live_trades.csv': { format: 'freqtrade-trades-csv', read: 80, fills: 160 },
  'pairA_freqtrade_ichiV1/derived_dryrun_trades.csv': { format: 'freqtrade-trades-csv', read: 384, fills: 768 },
  'pairA_freqtrade_ichiV1/backtest-result-2024-05-06_09-49-32.json': {
    format: 'freqtrade-backtest',
    read: 923,
    fills: 1846,
  },
  'freqtrade_oldschema_live/tradesv3.sqlite': { format: 'freqtrade-sqlite', read: 132, fills: 95, orders: 132 },
  'freqtrade_oldschema_live/derived_orders.csv': { format: 'freqtrade-orders-csv', read: 132, fills: 95, orders: 132 },
  'freqtrade_oldschema_live/derived_trades.csv': { format: 'freqtrade-trades-csv', read: 48, fills: 95 },
  'freqtrade_oldschema_live/derived_trades_bak0.csv': { format: 'freqtrade-trades-csv', read: 28, fills: 54 },
  'freqtrade_testdata/backtest-result.json': { format: 'freqtrade-backtest', read: 179, fills: 358 },
  'freqtrade_testdata/backtest-result_multistrat.json': { format: 'freqtrade-backtest', read: 358, fills: 716 },
  'freqtrade_testdata/UNITTEST_BTC-1m.json': { format: 'freqtrade-candles-json', read: 13681, bars: 13681 },
  'freqtrade_testdata/XRP_ETH-5m.feather': { format: 'freqtrade-feather', read: 706, bars: 706 },
  'freqtrade_testdata/XRP_ETH-trades.json.gz': { format: 'freqtrade-public-trades-json', read: 12477, bars: 2469 },
  'freqtrade_testdata/XRP_ETH-trades.parquet': { format: 'freqtrade-public-trades-csv', read: 12477, bars: 2469 },
  'freqtrade_testdata/public_trades_list.csv': { format: 'freqtrade-public-trades-csv', read: 1000, bars: 4 },
  'hummingbot/trades_conf_avellaneda_market_making_1.csv': { format: 'hummingbot-csv', read: 3814, fills: 3814 },
  'lean_results/1186467672.json': { format: 'lean-result', read: 301 + 602, fills: 301, orders: 301 },
  'lean_results/1186467672-order-events.json': { format: 'lean-order-events', read: 602, fills: 301 },
  'lean_results/1186467672-summary.json': { format: 'lean-equity', read: 6, equity: 6 },
  'lean_data/crypto_coinbase_minute_btceur_20180404_quote.zip': { format: 'lean-market', read: 1438, quotes: 1438 },
  'lean_data/crypto_coinbase_minute_btceur_20180404_trade.zip': { format: 'lean-market', read: 949, bars: 949 },
  'lean_data/equity_usa_minute_spy_20131007_trade.zip': { format: 'lean-market', read: 828, bars: 828 },
  'lean_data/equity_usa_tick_spy_20131007_trade.zip': { format: 'lean-market', read: 250601, bars: 828 },
  'scale/lean_equity_tick_aig_20131009_quote.zip': { format: 'lean-market', read: 1424012, quotes: 1424011 },
  'zipline_pyfolio/test_txn.csv.gz': { format: 'zipline-transactions', read: 9367, fills: 9367 },
  'zipline_pyfolio/test_returns.csv.gz': {
    format: 'pyfolio-returns',
    answers: { capital: 100_000 },
    read: 1511,
    equity: 1512,
  },
  'pair_optionomega_meic/meic-dailylog.csv': { format: 'option-omega-daily', read: 192, equity: 192 },
  'pair_optionomega_meic/meic-tradelog.csv': { format: 'option-omega-backtest', read: 532, fills: 1064 },
  'pair_optionomega_meic/meic-strategy-trade-log.csv': { format: 'option-omega-live', read: 26, fills: 52 },
  'exchange_csv/coinbasepro_fills_nsmyers.csv': { format: 'coinbase-fills', read: 503, fills: 503 },
  'exchange_csv/rotki_coinbasepro_account.csv': {
    format: 'coinbase-account',
    read: 21,
    fills: 5,
    rejects: { 'not-an-order': 6 },
  },
  'exchange_csv/degiro-export.csv': {
    format: 'degiro-account',
    answers: { zone: 'Europe/Amsterdam' },
    read: 74,
    fills: 13,
    rejects: { 'not-an-order': 52 },
  },
  'exchange_csv/bitvavo-export.csv': { format: 'bitvavo', read: 34, fills: 12, rejects: { 'not-an-order': 22 } },
  'exchange_csv/trading212-export.csv': { format: 'trading212', read: 13, fills: 4, rejects: { 'not-an-order': 9 } },
  'exchange_csv/ibkr-trades-export.csv': { format: 'ib-flex', answers: { zone: 'Europe/Zurich' }, read: 11, fills: 11 },
  'exchange_csv/tradovate_Performance_stephenkgli.csv': {
    format: 'tradovate-performance',
    answers: { zone: 'America/Chicago' },
    read: 221,
    fills: 442,
  },
  'exchange_csv/alpaca_order_fills_pyrepr.csv': { format: 'alpaca-updates', read: 7, fills: 7 },
  'ib/activity_20181029_20181115.csv': { format: 'ib-activity', read: 20, fills: 20 },
  'ib/transaction_history_test_basic.csv': {
    format: 'ib-transactions',
    read: 12,
    fills: 2,
    rejects: { 'not-an-order': 10 },
  },
  'ib/api_executions.csv': { format: 'ib-executions', read: 0, failure: 'COLUMN_MISSING' },
  'exchange_json/bybit_http_get_executions.json': { format: 'bybit-executions', read: 2, fills: 2 },
  'exchange_json/bitmex_http_get_executions.json': {
    format: 'bitmex-executions',
    read: 2,
    rejects: { 'inverse-unsupported': 2 },
  },
  'exchange_json/okx_http_get_orders_history.json': { format: 'okx-orders', read: 1, fills: 1, orders: 1 },
  'exchange_json/kraken_http_trades.json': { format: 'kraken-public-trades', read: 1000, bars: 274 },
  'hftbacktest/usdm_btcusdt_20240808.gz': { format: 'hftbacktest-raw', read: 93954, quotes: 66089, bars: 6 },
  'hftbacktest/hyperliquid_btcusd_20250126.gz': { format: 'hftbacktest-raw', read: 55, quotes: 46, bars: 2 },
  'scale/hft_usdm_ethusdt_20240808.gz': { format: 'hftbacktest-raw', read: 74655, quotes: 53992, bars: 7 },
  'lobster/AAPL_2012-06-21_34200000_37800000_message_50.csv': { format: 'lobster-messages', read: 91997, bars: 60 },
  'lobster/AAPL_2012-06-21_34200000_57600000_orderbook_1.csv': {
    format: 'lobster-orderbook',
    read: 0,
    failure: 'FILE_MISSING',
  },
  'nautilus/tardis_huobi-dm-swap_quotes_BTC-USD.csv': { format: 'tardis-quotes', read: 10, quotes: 10 },
  'nautilus/tardis_bitmex_trades_XBTUSD.csv': { format: 'tardis-trades', read: 10, bars: 1 },
  'nautilus/tardis_deribit_incremental_book_L2_BTC-PERPETUAL.csv': {
    format: 'tardis-book',
    read: 15,
    failure: 'NOTHING_ACCEPTED',
  },
  'nautilus/nautilus_128-bit_quotes.parquet': { format: 'nautilus-quotes', read: 9500, quotes: 9500 },
  // All its times are 0: made for a test of the program.
  'nautilus/nautilus_128-bit_trades.parquet': { format: 'nautilus-trades', read: 100, rejects: { 'bad-time': 100 } },
  'nautilus/nautilus_128-bit_bars.parquet': { format: 'nautilus-bars', read: 10, bars: 10 },
  'nautilus/binance_btcusdt-quotes.parquet': { format: 'quotes-csv', read: 451, quotes: 451 },
  'nautilus/binance_btcusdt-trades.parquet': { format: 'market-trades', read: 2001, bars: 1 },
  'nautilus/binance_btcusdt-depth-update.csv': { format: 'binance-depth', read: 100, quotes: 1 },
  'nautilus/truefx_usdjpy-ticks.csv': { format: 'quotes-csv', read: 1000, quotes: 1000 },
  'nautilus/btc-perp-20211231-20220201_1m.csv': { format: 'candles-csv', answers: UTC, read: 45031, bars: 45031 },
  'pairB_numatix_kumud/live_candles.csv': {
    format: 'candles-csv',
    answers: { zone: 'UTC', symbol: 'BTCUSDT' },
    read: 73,
    bars: 73,
  },
  'pairC_stratix/live_test4.log': {
    format: 'stratix-log',
    answers: { zone: 'Asia/Kolkata' },
    read: 889,
    fills: 15,
    orders: 15,
  },
  'pairC_stratix/eth_1m.csv': { format: 'candles-csv', answers: UTC, read: 15840, bars: 15840 },
  'scale/BTCUSDT_1h_kavyansh.csv': { format: 'candles-csv', answers: UTC, read: 24000, bars: 24000 },
}

/** Returns every real file's path below the folder, sidecars left out; empty where the folder is not on this machine. */
export function allRealFiles(): string[] {
  const folder = realData('.')
  if (folder === null) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/-(wal|shm)$|SOURCES\.md$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .sort()
}

/** Opens a real file as the import does: packed ones unpacked, a zip's member named below it. */
export async function openReal(path: string): Promise<OpenedSource> {
  const file = await openFile(realData(...path.split('/'))!)
  if (file.container === null || (file.container === 'zip' && rankFormats(file).length > 0)) return file
  const [member] = await unpack(file, temporaryFolder(), silentTask())
  const opened = await openFile(member!.path)
  return { ...opened, path: file.container === 'zip' ? `${file.path}/${member!.name}` : file.path }
}
