import { asBinancePerpetual, refuseCoinMargined } from './binance-symbols.ts'
import { perpetualOf } from './hftbacktest.ts'
import { jsonFormat } from './json-format.ts'
import { isObject, type JsonObject, type JsonValue } from './json-records.ts'
import type { SourceRow } from './source-row.ts'

const MILLISECONDS = 'ms since 1970, UTC'

/**
 * Kraken Futures fills: `fee_paid` positive = charged, in `fee_currency`. PF_ contracts are linear; PI_ and FI_ settle in
 * the coin and are refused. fillType: maker, taker, or what ended a position.
 */
export const krakenFuturesFills = jsonFormat({
  id: 'kraken-futures-fills',
  title: 'Kraken Futures fills (REST)',
  holds: 'fills',
  times: 'ISO 8601, UTC',
  keys: ['fill_id', 'order_id', 'symbol', 'side', 'size', 'price', 'fillTime', 'fillType'],
  lists: ['fills', ''],
  zone: 'UTC',
  read(row) {
    const kind = row.text('fillType')
    return {
      fills: [
        {
          fill_id: row.text('fill_id'),
          order_id: row.text('order_id'),
          signal_id: row.text('cliOrdId'),
          symbol: row.text('symbol'),
          side: row.text('side'),
          qty: row.number('size'),
          price: row.number('price'),
          fee: row.number('fee_paid'),
          fee_currency: row.text('fee_currency')?.toUpperCase() ?? null,
          liquidity: kind === 'maker' || kind === 'taker' ? kind : null,
          t_fill: row.time('fillTime'),
        },
      ],
    }
  },
})

/** Hyperliquid `userFills`: side B bought, A sold; `fee` positive = charged, negative = rebate; `crossed` is a taker. A coin alone is its perpetual in USDC. */
export const hyperliquidFills = jsonFormat({
  id: 'hyperliquid-fills',
  title: 'Hyperliquid fills',
  holds: 'fills',
  times: MILLISECONDS,
  keys: ['coin', 'px', 'sz', 'side', 'time', 'oid', 'tid', 'crossed', 'fee'],
  lists: [''],
  read(row) {
    const side = row.text('side')
    return {
      fills: [
        {
          fill_id: row.text('tid'),
          order_id: row.text('oid'),
          symbol: perpetualOf(row.text('coin')),
          side: side === 'A' ? 'sell' : side === 'B' ? 'buy' : side,
          qty: row.number('sz'),
          price: row.number('px'),
          fee: row.number('fee'),
          fee_currency: row.text('feeToken') ?? 'USDC',
          liquidity: row.text('crossed') === 'false' ? 'maker' : 'taker',
          t_fill: row.time('time'),
        },
      ],
    }
  },
})

/** dYdX fills (v3 and v4 indexer): markets are perpetuals settled in USDC; `fee` positive = charged in USDC. */
export const dydxFills = jsonFormat({
  id: 'dydx-fills',
  title: 'dYdX fills',
  holds: 'fills',
  times: 'ISO 8601, UTC',
  keys: ['fills', 'id', 'liquidity', 'market', 'side', 'size', 'price', 'fee', 'createdAt', 'orderId'],
  lists: ['fills'],
  zone: 'UTC',
  read(row) {
    const [base = '', quote = 'USD'] = (row.text('market') ?? '').split('-')
    return {
      fills: [
        {
          fill_id: row.text('id'),
          order_id: row.text('orderId'),
          symbol: `${base}/${quote}:USDC`,
          side: row.text('side')?.toLowerCase() ?? null,
          qty: row.number('size'),
          price: row.number('price'),
          fee: row.number('fee'),
          fee_currency: 'USDC',
          liquidity: row.text('liquidity')?.toLowerCase() ?? null,
          order_type: row.text('type')?.toLowerCase() ?? null,
          t_fill: row.time('createdAt'),
        },
      ],
    }
  },
})

/**
 * ccxt's unified trades of an account (`fetchMyTrades`), saved as JSON; a program's own records around them do no harm.
 * `amount` of a contract counts contracts: `cost` over price times amount is what one holds. `fee`, else the one of
 * `fees`; fees in two currencies are unknown.
 */
export const ccxtTrades = jsonFormat({
  id: 'ccxt-trades',
  title: 'ccxt trades (JSON)',
  holds: 'fills',
  times: MILLISECONDS,
  keys: ['timestamp', 'datetime', 'symbol', 'id', 'order', 'side', 'takerOrMaker', 'price', 'amount', 'cost', 'fee'],
  lists: ['', 'trades', 'data'],
  zone: 'UTC',
  read(row, { record }) {
    const [fee, currency] = ccxtFee(record)
    return {
      fills: [
        {
          fill_id: row.text('id'),
          order_id: row.text('order'),
          symbol: row.text('symbol'),
          side: row.text('side'),
          qty: row.number('amount'),
          price: row.number('price'),
          fee,
          fee_currency: currency,
          liquidity: row.text('takerOrMaker'),
          order_type: row.text('type'),
          t_fill: row.time('timestamp') ?? row.time('datetime'),
          multiplier: ccxtMultiplier(row),
        },
      ],
    }
  },
})

function ccxtFee(record: JsonObject): [number | null, string | null] {
  const listed = Array.isArray(record['fees']) ? (record['fees'] as readonly JsonValue[]).filter(isObject) : []
  const single = isObject(record['fee']) ? [record['fee']] : []
  const fees = (listed.length > 0 ? listed : single).filter(({ cost }) => cost != null)
  const currencies = new Set(fees.map(({ currency }) => (typeof currency === 'string' ? currency : null)))
  if (fees.length === 0 || currencies.size > 1) return [null, null]
  const cost = fees.reduce((sum, fee) => sum + Number(fee['cost']), 0)
  return Number.isFinite(cost) ? [cost, [...currencies][0] ?? null] : [null, null]
}

function ccxtMultiplier(row: SourceRow): number | null {
  const [price, amount, cost] = [row.number('price'), row.number('amount'), row.number('cost')]
  if (row.text('symbol')?.includes(':') !== true) return 1
  if (price === null || amount === null || cost === null || price * amount === 0) return null
  return Number((cost / (price * amount)).toPrecision(6))
}

/** Binance spot `myTrades`: `commission` in `commissionAsset`, often BNB. */
export const binanceMyTrades = jsonFormat({
  id: 'binance-my-trades',
  title: 'Binance spot trades of an account (REST)',
  holds: 'fills',
  times: MILLISECONDS,
  keys: ['symbol', 'id', 'orderId', 'price', 'qty', 'commission', 'commissionAsset', 'time', 'isBuyer', 'isMaker'],
  lists: [''],
  read: (row) => ({
    fills: [binanceFill(row, row.text('isBuyer') === 'true' ? 'buy' : 'sell', 'isMaker', row.text('symbol'))],
  }),
})

/** Binance USD-M futures `userTrades`: linear perpetuals spelled as spot, so named BTCUSDT.P; coin-margined ones (`marginAsset` is a coin) are told by their symbols. */
export const binanceUserTrades = jsonFormat({
  id: 'binance-user-trades',
  title: 'Binance futures trades of an account (REST)',
  holds: 'fills',
  times: MILLISECONDS,
  keys: [
    'symbol',
    'id',
    'orderId',
    'side',
    'price',
    'qty',
    'realizedPnl',
    'commission',
    'commissionAsset',
    'time',
    'positionSide',
  ],
  lists: [''],
  read(row) {
    const symbol = row.text('symbol')
    refuseCoinMargined(symbol)
    return { fills: [binanceFill(row, row.text('side')?.toLowerCase() ?? null, 'maker', asBinancePerpetual(symbol))] }
  },
})

function binanceFill(row: SourceRow, side: string | null, makerColumn: string, symbol: string | null) {
  return {
    fill_id: row.text('id'),
    order_id: row.text('orderId'),
    symbol,
    side,
    qty: row.number('qty'),
    price: row.number('price'),
    fee: row.number('commission'),
    fee_currency: row.text('commissionAsset'),
    liquidity: row.text(makerColumn) === 'true' ? 'maker' : 'taker',
    t_fill: row.time('time'),
  }
}
