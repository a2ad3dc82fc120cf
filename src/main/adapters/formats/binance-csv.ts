import { CellError } from './cells.ts'
import { asBinancePerpetual, refuseCoinMargined } from './binance-symbols.ts'
import { csvFormat } from './csv-format.ts'

/**
 * Binance spot trade history: the unit is glued to each amount (`500DOGE`, `155.155EUR`). Which letters and digits are the
 * unit is told by the pair, since some begin with a digit (1000SATS).
 */
export const binanceSpotHistory = csvFormat({
  id: 'binance-spot-history',
  title: 'Binance spot trade history',
  holds: 'fills',
  times: 'YYYY-MM-DD HH:MM:SS, UTC',
  header: ['Date(UTC)', 'Pair', 'Side', 'Price', 'Executed', 'Amount', 'Fee'],
  zone: 'UTC',
  read(row) {
    const pair = row.text('Pair') ?? ''
    const executed = unglue(row.text('Executed') ?? '', pair)
    const base = executed.unit
    const quote = pair.slice(base.length)
    const fee = unglueFee(row.text('Fee') ?? '', [base, quote])
    return {
      fills: [
        {
          symbol: `${base}/${quote}`,
          side: row.text('Side')?.toLowerCase() ?? null,
          qty: executed.amount,
          price: row.number('Price'),
          fee: fee.amount,
          fee_currency: fee.unit,
          t_fill: row.time('Date(UTC)'),
        },
      ],
    }
  },
})

interface Glued {
  readonly amount: number
  readonly unit: string
}

/** The base asset is the longest beginning of the pair that the amount ends with. */
function unglue(text: string, pair: string): Glued {
  for (let length = pair.length - 1; length > 0; length -= 1)
    if (text.endsWith(pair.slice(0, length))) return gluedWith(text, pair.slice(0, length))
  throw new CellError('bad-number', `"${text}" does not end with an asset of ${pair}.`, 'Executed', text)
}

function unglueFee(text: string, assets: readonly string[]): Glued {
  const known = assets.find((asset) => asset !== '' && text.endsWith(asset))
  return gluedWith(text, known ?? /[A-Z][A-Z0-9]*$/.exec(text)?.[0] ?? '')
}

function gluedWith(text: string, unit: string): Glued {
  const digits = text.slice(0, text.length - unit.length).replaceAll(',', '')
  const amount = Number(digits)
  if (digits === '' || !Number.isFinite(amount))
    throw new CellError('bad-number', `"${text}" is not an amount with its asset.`, 'Executed', text)
  return { amount, unit }
}

/** Binance's older trade history: amounts without units, the fee's coin in a column of its own. */
export const binanceSpotHistoryOld = csvFormat({
  id: 'binance-spot-history-old',
  title: 'Binance spot trade history (older)',
  holds: 'fills',
  times: 'YYYY-MM-DD HH:MM:SS, UTC',
  header: ['Date(UTC)', 'Market', 'Type', 'Price', 'Amount', 'Total', 'Fee', 'Fee Coin'],
  zone: 'UTC',
  read: (row) => ({
    fills: [
      {
        symbol: row.text('Market'),
        side: row.text('Type')?.toLowerCase() ?? null,
        qty: row.number('Amount'),
        price: row.number('Price'),
        fee: row.number('Fee'),
        fee_currency: row.text('Fee Coin'),
        t_fill: row.time('Date(UTC)'),
      },
    ],
  }),
})

/** Binance USD-M futures trade history: the fee is positive when charged; the symbol is a perpetual spelled as spot. Coin-margined ones are refused. */
export const binanceFuturesHistory = csvFormat({
  id: 'binance-futures-history',
  title: 'Binance futures trade history',
  holds: 'fills',
  times: 'YYYY-MM-DD HH:MM:SS, UTC',
  header: ['Date(UTC)', 'Symbol', 'Side', 'Price', 'Quantity', 'Amount', 'Fee', 'Fee Coin', 'Realized Profit'],
  zone: 'UTC',
  read(row) {
    const symbol = row.text('Symbol')
    refuseCoinMargined(symbol)
    return {
      fills: [
        {
          symbol: asBinancePerpetual(symbol),
          side: row.text('Side')?.toLowerCase() ?? null,
          qty: row.number('Quantity'),
          price: row.number('Price'),
          fee: row.number('Fee'),
          fee_currency: row.text('Fee Coin'),
          t_fill: row.time('Date(UTC)'),
        },
      ],
    }
  },
})
