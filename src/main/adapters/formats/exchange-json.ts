import { parseInstrument } from '#domain/parity/instrument.ts'
import type { SourceFile } from './source-file.ts'
import { ambiguous } from './foreign-format.ts'
import { jsonFormat } from './json-format.ts'
import { valueAt } from './json-records.ts'
import { inverseRefused, notAnOrder } from './record-writer.ts'
import { chargedOf, unsigned } from './signed-fill.ts'

const MILLISECONDS = 'ms since 1970, UTC'

/** Names a perpetual as one where the venue spells it as it spells spot. */
function asPerpetual(symbol: string | null): string | null {
  return symbol !== null && parseInstrument(symbol).kind === 'spot' ? `${symbol}.P` : symbol
}

function liquidityOf(isMaker: string | null): 'maker' | 'taker' | null {
  if (isMaker === null) return null
  return isMaker === 'true' ? 'maker' : 'taker'
}

/**
 * Bybit v5 executions (`/v5/execution/list`): `execFee` positive = charged, in `feeCurrency`, else the quote currency.
 * Category `linear` spells perpetuals as spot (BTCUSDT), so they are named BTCUSDT.P; `inverse` is refused; rows of
 * funding and settlement are no trades.
 */
export const bybitExecutions = jsonFormat({
  id: 'bybit-executions',
  title: 'Bybit executions (REST)',
  holds: 'fills',
  times: MILLISECONDS,
  keys: ['execId', 'orderId', 'execPrice', 'execQty', 'execFee', 'execTime', 'isMaker'],
  lists: ['result.list', 'list', ''],
  read(row, { document }) {
    const category = valueAt(document, 'result.category')
    const symbol = row.text('symbol')
    if (category === 'inverse') throw inverseRefused('category', 'inverse')
    const kind = row.text('execType') ?? 'Trade'
    if (!/Trade$/.test(kind)) throw notAnOrder('execType', kind)
    const fee = row.number('execFee')
    return {
      fills: [
        {
          fill_id: row.text('execId'),
          order_id: row.text('orderId'),
          signal_id: row.text('orderLinkId'),
          symbol: category === 'linear' ? asPerpetual(symbol) : symbol,
          side: row.text('side')?.toLowerCase() ?? null,
          qty: row.number('execQty'),
          price: row.number('execPrice'),
          fee,
          fee_currency: row.text('feeCurrency'),
          liquidity: liquidityOf(row.text('isMaker')),
          order_type: row.text('orderType')?.toLowerCase() ?? null,
          t_fill: row.time('execTime'),
        },
      ],
    }
  },
})

/** Smallest units of BitMEX's settlement currencies in one of them. */
const BITMEX_UNITS: Readonly<Record<string, number>> = { XBt: 1e8, USDt: 1e6 }

/**
 * BitMEX executions (`/execution/tradeHistory`): contracts settled in bitcoin (XBt) are inverse or quanto and refused. A
 * linear contract's quantity is `homeNotional`, since `lastQty` counts contracts. `execComm` is in the settlement
 * currency's smallest unit (satoshi, a millionth of USDT), positive = charged. Funding and settlement are no trades.
 */
export const bitmexExecutions = jsonFormat({
  id: 'bitmex-executions',
  title: 'BitMEX executions (REST)',
  holds: 'fills',
  times: 'ISO 8601, UTC',
  keys: ['execID', 'orderID', 'lastQty', 'lastPx', 'execComm', 'settlCurrency', 'transactTime'],
  lists: [''],
  read(row) {
    const kind = row.text('execType')
    if (kind !== 'Trade') throw notAnOrder('execType', kind)
    const settles = row.text('settlCurrency')
    const unit = BITMEX_UNITS[settles ?? '']
    if (settles === 'XBt') throw inverseRefused('settlCurrency', 'XBt')
    const commission = row.number('execComm')
    return {
      fills: [
        {
          fill_id: row.text('execID'),
          order_id: row.text('orderID'),
          account: row.text('account'),
          symbol: asPerpetual(row.text('symbol')),
          side: row.text('side')?.toLowerCase() ?? null,
          qty: unsigned(row.number('homeNotional')),
          price: row.number('lastPx'),
          fee: commission === null || unit === undefined ? null : commission / unit,
          fee_currency: settles === 'USDt' ? 'USDT' : settles,
          liquidity:
            row.text('lastLiquidityInd') === 'AddedLiquidity' || row.text('lastLiquidityInd') === 'Added'
              ? 'maker'
              : 'taker',
          order_type: row.text('ordType')?.toLowerCase() ?? null,
          limit_price: row.text('ordType') === 'Limit' ? row.number('price') : null,
          t_fill: row.time('transactTime'),
        },
      ],
    }
  },
})

/** Coins in one contract of OKX's largest perpetuals (its instruments list, `ctVal`); the file itself counts contracts only. */
const OKX_CONTRACTS: Readonly<Record<string, number>> = {
  'BTC-USDT-SWAP': 0.01,
  'ETH-USDT-SWAP': 0.1,
  'BTC-USDC-SWAP': 0.0001,
}

/** Returns what one unit of quantity is in coins: 1 for spot; for a contract from the list above, else asked. */
function okxMultiplier(instId: string, instType: string | null, { path, options }: SourceFile): number {
  const { kind } = parseInstrument(instId)
  if (instType === 'SPOT' || instType === 'MARGIN' || kind === 'spot') return 1
  const known = OKX_CONTRACTS[instId] ?? options.answers.contractSizes?.[instId]
  if (known !== undefined) return known
  throw ambiguous(
    path,
    'instId',
    `quantities of ${instId} are contracts, and how much one holds is not in the file; say it in coins, for example --contract-size ${instId}=0.01.`,
    '--contract-size',
    instId,
  )
}

/** Refuses OKX contracts settled in coins: BTC-USD-SWAP, BTC-USD-240628. */
function refuseOkxInverse(instId: string): void {
  const { kind, quote } = parseInstrument(instId)
  if ((kind === 'perp' || kind === 'future') && quote === 'USD') throw inverseRefused('instId', instId)
}

const OKX_STATUS: Readonly<Record<string, 'filled' | 'partial' | 'cancelled'>> = {
  filled: 'filled',
  partially_filled: 'partial',
  canceled: 'cancelled',
  mmp_canceled: 'cancelled',
}

/**
 * OKX v5 orders (`/trade/orders-history`): an order and, when something was filled, one fill of its whole filled size at
 * its average price, at the last fill. `fee` negative = charged. `sz` of contracts counts contracts.
 */
export const okxOrders = jsonFormat({
  id: 'okx-orders',
  title: 'OKX orders (REST)',
  holds: 'fills',
  times: MILLISECONDS,
  asks: ['--contract-size'],
  keys: ['instId', 'ordId', 'accFillSz', 'avgPx', 'feeCcy', 'fillTime', 'cTime', 'state'],
  lists: ['data', ''],
  read(row, { file }) {
    const symbol = row.text('instId') ?? ''
    refuseOkxInverse(symbol)
    const multiplier = okxMultiplier(symbol, row.text('instType'), file)
    const [filled, type] = [row.number('accFillSz'), row.text('ordType')]
    const common = {
      order_id: row.text('ordId'),
      signal_id: row.text('clOrdId'),
      symbol,
      side: row.text('side'),
      order_type: type,
      limit_price: row.number('px'),
      t_sent: row.time('cTime'),
    }
    const state = OKX_STATUS[row.text('state') ?? ''] ?? null
    const status = state === 'cancelled' && (filled ?? 0) > 0 ? 'partial' : state
    const order = {
      ...common,
      qty: row.number('sz'),
      status,
      filled_qty: filled,
      t_final: status === null ? null : row.time('uTime'),
    }
    if (filled === null || filled === 0) return { orders: [order] }
    const fill = {
      ...common,
      fill_id: common.order_id,
      qty: filled,
      price: row.number('avgPx'),
      fee: chargedOf(row.number('fee')),
      fee_currency: row.text('feeCcy'),
      t_fill: row.time('fillTime'),
      multiplier,
    }
    return { orders: [order], fills: [fill] }
  },
})

/** OKX v5 fills (`/trade/fills`, `/trade/fills-history`): `fee` negative = charged; execType M maker, T taker. */
export const okxFills = jsonFormat({
  id: 'okx-fills',
  title: 'OKX fills (REST)',
  holds: 'fills',
  times: MILLISECONDS,
  asks: ['--contract-size'],
  keys: ['instId', 'tradeId', 'ordId', 'billId', 'fillPx', 'fillSz', 'execType', 'feeCcy'],
  lists: ['data', ''],
  read(row, { file }) {
    const symbol = row.text('instId') ?? ''
    refuseOkxInverse(symbol)
    return {
      fills: [
        {
          fill_id: row.text('billId') ?? row.text('tradeId'),
          order_id: row.text('ordId'),
          signal_id: row.text('clOrdId'),
          symbol,
          side: row.text('side'),
          qty: row.number('fillSz'),
          price: row.number('fillPx'),
          fee: chargedOf(row.number('fee')),
          fee_currency: row.text('feeCcy'),
          liquidity: row.text('execType') === 'M' ? 'maker' : 'taker',
          t_fill: row.time('fillTime') ?? row.time('ts'),
          multiplier: okxMultiplier(symbol, row.text('instType'), file),
        },
      ],
    }
  },
})
