import type { FileSample, Format } from '#engine/ports.ts'
import type { Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import { alpacaDump } from './alpaca-dump.ts'
import { binanceAggTrades, binanceBookTicker, binanceKlines, binanceTrades } from './binance-market.ts'
import { binanceDepth, tardisBook } from './book-csv.ts'
import { optionOmegaDaily, pyfolioReturns } from './equity-files.ts'
import { freqtradeFeather } from './freqtrade-feather.ts'
import { hftbacktest } from './hftbacktest.ts'
import { freqtradeCandlesJson, freqtradeTradesJson, krakenPublicTrades } from './json-arrays.ts'
import { leanMarket } from './lean-market.ts'
import { leanEquity } from './lean-equity.ts'
import { lobsterMessages, lobsterOrderBook } from './lobster.ts'
import { candlesCsv, freqtradeTradesCsv, marketTrades, quotesCsv } from './market-csv.ts'
import { nautilusBars, nautilusQuotes, nautilusTrades } from './nautilus-parquet.ts'
import { tardisQuotes, tardisSnapshots, tardisTrades } from './tardis.ts'
import { backtestingPy, jesseTrades, vectorbtOrders, vectorbtTrades } from './backtest-csv.ts'
import { binanceFuturesHistory, binanceSpotHistory, binanceSpotHistoryOld } from './binance-csv.ts'
import { bitmexExecutions, bybitExecutions, okxFills, okxOrders } from './exchange-json.ts'
import { freqtradeApi } from './freqtrade-api.ts'
import { freqtradeOrdersCsv, freqtradeTradesTableCsv } from './freqtrade-dumps.ts'
import { hummingbotExport, hummingbotSqlite } from './hummingbot-sqlite.ts'
import { krakenTrades } from './kraken-trades.ts'
import { leanOrderEvents, leanResult } from './lean-result.ts'
import { leanWebOrders, leanWebTrades } from './lean-web-csv.ts'
import { nautilusFills, nautilusOrders, nautilusPositions } from './nautilus-reports.ts'
import { tcapyTrades } from './tcapy.ts'
import {
  binanceMyTrades,
  binanceUserTrades,
  ccxtTrades,
  dydxFills,
  hyperliquidFills,
  krakenFuturesFills,
} from './venue-json.ts'
import { bitvavo } from './bitvavo.ts'
import { coinbaseAccount } from './coinbase-account.ts'
import { coinbaseFills } from './coinbase-fills.ts'
import { degiro } from './degiro.ts'
import { fitsRole, type ForeignFormat } from './foreign-format.ts'
import { freqtradeBacktest } from './freqtrade-backtest.ts'
import { freqtradeSqlite } from './freqtrade-sqlite.ts'
import { hummingbotCsv } from './hummingbot-csv.ts'
import { ibActivity, ibTransactions } from './ib-activity.ts'
import { ibExecutions } from './ib-executions.ts'
import { ibFlex, ibFlexXml } from './ib-flex.ts'
import { optionOmegaBacktest, optionOmegaLive } from './option-omega.ts'
import { backtraderTransactions, ziplineTransactions } from './pyfolio-transactions.ts'
import { sniffSample } from './sniff-sample.ts'
import { stratixLog } from './stratix-log.ts'
import { tradovate } from './tradovate.ts'
import { trading212 } from './trading212.ts'

/** Every foreign format that is recognised by itself. A new one is a file and a line here; docs/formats.md lists them in this order. */
export const FORMATS: readonly ForeignFormat[] = [
  { ...freqtradeSqlite, holds: 'fills', times: 'ISO 8601 without an offset, UTC', asks: [] },
  { ...freqtradeBacktest, holds: 'fills', times: 'ms since 1970, or ISO 8601, UTC', asks: [] },
  freqtradeApi,
  freqtradeOrdersCsv,
  freqtradeTradesTableCsv,
  hummingbotCsv,
  hummingbotExport,
  hummingbotSqlite,
  leanResult,
  leanOrderEvents,
  leanWebOrders,
  leanWebTrades,
  nautilusFills,
  nautilusOrders,
  nautilusPositions,
  vectorbtTrades,
  vectorbtOrders,
  backtestingPy,
  jesseTrades,
  ziplineTransactions,
  backtraderTransactions,
  optionOmegaBacktest,
  optionOmegaLive,
  tcapyTrades,
  ccxtTrades,
  binanceSpotHistory,
  binanceSpotHistoryOld,
  binanceFuturesHistory,
  binanceMyTrades,
  binanceUserTrades,
  bybitExecutions,
  okxFills,
  okxOrders,
  bitmexExecutions,
  krakenTrades,
  krakenFuturesFills,
  hyperliquidFills,
  dydxFills,
  coinbaseFills,
  coinbaseAccount,
  bitvavo,
  ibActivity,
  ibTransactions,
  ibFlex,
  ibFlexXml,
  ibExecutions,
  alpacaDump,
  tradovate,
  trading212,
  degiro,
  stratixLog,
  leanMarket,
  nautilusQuotes,
  nautilusTrades,
  nautilusBars,
  lobsterMessages,
  lobsterOrderBook,
  hftbacktest,
  tardisQuotes,
  tardisSnapshots,
  tardisTrades,
  tardisBook,
  binanceDepth,
  binanceBookTicker,
  binanceAggTrades,
  binanceTrades,
  binanceKlines,
  krakenPublicTrades,
  freqtradeFeather,
  freqtradeCandlesJson,
  freqtradeTradesJson,
  freqtradeTradesCsv,
  marketTrades,
  candlesCsv,
  quotesCsv,
  leanEquity,
  optionOmegaDaily,
  pyfolioReturns,
]

/** A format that fits a file, and how well. */
export interface DetectedFormat {
  readonly format: Format
  readonly score: number
  readonly reason: string
}

/** Returns the formats that fit a file, the best first; equal scores keep the order of `formats`, the most specific first. */
export function rankFormats(sample: FileSample, formats: readonly Format[] = FORMATS): DetectedFormat[] {
  return formats
    .flatMap((format) => {
      const detection = format.detect(sample)
      return detection === null || detection.score <= 0 ? [] : [{ format, ...detection }]
    })
    .sort((a, b) => b.score - a.score)
}

/**
 * Returns the format that fits a file best (of equals the most specific), of those that hold what `role` is where any
 * does. Throws FORMAT_UNKNOWN, with the header that was seen and how to map it, when none fits.
 */
export function detectFormat(sample: FileSample, formats: readonly Format[] = FORMATS, role?: Role): Format {
  const ranked = rankFormats(sample, formats)
  const best =
    ranked.find(({ format }) => role !== undefined && isForeign(format) && fitsRole(format, role)) ?? ranked[0]
  if (best !== undefined) return best.format
  throw new AppError(
    'FORMAT_UNKNOWN',
    `Cannot read ${sample.path}: ${whatWasSeen(sample)}; say which columns it has in a mapping file.`,
    {
      file: sample.path,
      hint: 'Write a mapping file (docs/formats.md) and give it with --mapping, or map the columns under Import > Columns.',
    },
  )
}

function isForeign(format: Format): format is ForeignFormat {
  return 'holds' in format
}

function whatWasSeen(sample: FileSample): string {
  if (sample.text === null) return 'the binary content is of no known kind'
  const text = sample.text.trimStart()
  if (text.startsWith('{') || text.startsWith('[')) return 'the JSON is of no known kind'
  const sniff = sniffSample(sample)
  if (sniff?.hasHeader !== true) return 'line 1 looks like data, not a header'
  const names = sniff.header.map((cell) => cell.text).join(', ')
  return `the header "${names.length > 200 ? `${names.slice(0, 200)}...` : names}" fits no known format`
}
