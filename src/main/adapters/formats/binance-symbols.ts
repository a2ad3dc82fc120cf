import { inverseRefused } from './record-writer.ts'

/** Binance's coin-margined contracts are named after the dollar: BTCUSD_PERP, BTCUSD_240628. Throws CellError for one. */
export function refuseCoinMargined(symbol: string | null): void {
  if (symbol !== null && /USD_(PERP|\d{6})$/.test(symbol)) throw inverseRefused('symbol', symbol)
}

/** Names Binance's linear perpetual (BTCUSDT, as its spot) BTCUSDT.P; dated ones name their day. */
export function asBinancePerpetual(symbol: string | null): string | null {
  return symbol === null || symbol.includes('_') ? symbol : `${symbol}.P`
}
