import { basename } from 'node:path'

const EXTENSIONS = /\.(csv|tsv|txt|jsonl?|feather|arrow|parquet)(\.(gz|zst|zip))?$|\.(gz|zst|zip)$/i
const TIMEFRAME = /^\d+(s|m|h|d|w|M|min|mo)$/
const DATE = /^(\d{4}|\d{6}|\d{8})$/
const VENUE = /^(binance|binanceus|bybit|okx|kraken|coinbase|bitmex|bitfinex|bitstamp|deribit|gate|kucoin|huobi|mexc)$/i
const ABOUT =
  /^(trades?|aggtrades|bookticker|ticks?|quotes?|klines?|candles?|bars?|ohlcv|prices?|book|depth|orderbook|message|futures|backtest|live|truefx|dukascopy|histdata|usdm|coinm)$/i

/**
 * Returns the symbol a file is named after, for formats that hold none: `BTCUSDT_1h_2024.csv`, `XRP_ETH-5m.feather`,
 * `BTCUSDT-aggTrades-2025-01-01.csv`. Words about the content, venues, dates and bar lengths are left out; the parts before the
 * first of them are the symbol. Null when nothing is left.
 */
export function symbolOfName(path: string): string | null {
  const name = basename(path).replace(EXTENSIONS, '')
  const parts = name.split(/([-_ ])/)
  let symbol = ''
  for (let index = 0; index < parts.length; index += 2) {
    const part = parts[index] ?? ''
    const isNoise = [TIMEFRAME, DATE, ABOUT, VENUE].some((noise) => noise.test(part))
    if (isNoise && symbol !== '') break
    if (!isNoise && part !== '') symbol += `${symbol === '' ? '' : (parts[index - 1] ?? '')}${part}`
  }
  return symbol === '' ? null : asPair(symbol.toUpperCase())
}

/** Freqtrade writes BTC_USDT for BTC/USDT and BTC_USDT_USDT for BTC/USDT:USDT. */
function asPair(symbol: string): string {
  const [base, quote, settle, ...more] = symbol.split('_')
  if (base === undefined || quote === undefined || more.length > 0) return symbol
  return settle === undefined ? `${base}/${quote}` : `${base}/${quote}:${settle}`
}

const UNIT_MICROS: Readonly<Record<string, number>> = {
  s: 1e6,
  m: 60e6,
  min: 60e6,
  h: 3600e6,
  d: 86_400e6,
  w: 604_800e6,
}

/** Returns the bar length a file is named after (`-5m`, `_1h_`), microseconds; null when its name has none. Months have no length. */
export function barLengthOfName(path: string): number | null {
  for (const part of basename(path).replace(EXTENSIONS, '').split(/[-_ ]/)) {
    const match = TIMEFRAME.exec(part)
    const unit = match === null ? undefined : UNIT_MICROS[match[1]!]
    if (unit !== undefined) return Number.parseInt(part, 10) * unit
  }
  return null
}
