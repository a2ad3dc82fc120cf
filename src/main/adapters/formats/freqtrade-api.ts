import type { FillRow } from '#engine/ports.ts'
import { feesOfLeg } from './freqtrade-fees.ts'
import { inverseRefused, type RecordRows } from './record-writer.ts'
import { isInverse, pairParts } from './instrument.ts'
import { jsonFormat } from './json-format.ts'
import { fillsOfTrip, type TripSide } from './round-trip.ts'
import type { SourceRow } from './source-row.ts'

/**
 * Freqtrade's API answer to /trades (`{"trades": [..]}`): a record is a trade, an entry and, when closed, an exit, at the
 * times they were filled. Fees as in the database: the cost in its currency, or rate times notional. Requested rates load
 * as arrival mid. `funding_fees` of a closed trade is cash, positive = received.
 */
export const freqtradeApi = jsonFormat({
  id: 'freqtrade-api',
  title: 'Freqtrade API trades (JSON)',
  holds: 'fills',
  times: 'ms since 1970, UTC',
  keys: ['trade_id', 'pair', 'stake_amount', 'open_rate', 'open_timestamp', 'fee_open_cost', 'is_open'],
  lists: ['trades', ''],
  zone: 'UTC',
  read(row) {
    const symbol = row.text('pair')
    if (symbol !== null && isInverse(symbol)) throw inverseRefused('pair', symbol)
    const isOpen = row.text('is_open') === 'true'
    const qty = row.number('amount')
    const fills = fillsOfTrip({
      common: { strategy: row.text('strategy'), trip_id: row.text('trade_id'), multiplier: 1 },
      symbol,
      isShort: row.text('is_short') === 'true',
      qty,
      entry: side(row, 'open', qty),
      exit: isOpen ? null : side(row, 'close', qty),
    })
    return { fills, ...funding(row, fills.at(-1) ?? null, isOpen) }
  },
})

function side(row: SourceRow, which: 'open' | 'close', qty: number | null): TripSide {
  const { base, quote } = pairParts(row.text('pair') ?? '')
  const price = row.number(`${which}_rate`)
  const [fee] = feesOfLeg([{ notional: (qty ?? 0) * (price ?? 0), feeBase: 0 }], {
    rate: row.number(`fee_${which}`),
    cost: row.number(`fee_${which}_cost`),
    currency: row.text(`fee_${which}_currency`),
    base: row.text('base_currency') ?? base,
    quote: row.text('quote_currency') ?? quote,
    leverage: row.number('leverage') ?? 1,
  })
  const filled = row.time(`${which}_fill_timestamp`)
  const asked = row.time(`${which}_timestamp`) ?? row.time(`${which}_date`)
  return {
    t: filled ?? asked,
    price,
    fee: fee?.fee ?? null,
    extra: {
      fill_id: `${row.text('pair') ?? ''} ${row.text('trade_id') ?? ''} ${which}`,
      fee_currency: fee?.currency ?? null,
      t_sent: which === 'open' && filled !== null ? asked : null,
      arrival_mid: row.number(`${which}_rate_requested`),
    },
  }
}

function funding(row: SourceRow, exit: FillRow | null, isOpen: boolean): RecordRows {
  const amount = isOpen ? null : row.number('funding_fees')
  if (amount === null || amount === 0) return {}
  return { cash: [{ t: exit?.t_fill ?? null, symbol: row.text('pair'), kind: 'funding', amount }] }
}
