import type { ReadOptions, RowSink } from '#engine/ports.ts'
import { CancelledError } from '#shared/errors.ts'
import { readRecord, type Cells } from './cells.ts'
import { feesOfLeg } from './freqtrade-fees.ts'
import { INVERSE_REFUSED, isInverse, pairParts } from './instrument.ts'
import { fillsOfTrip, type TripSide } from './round-trip.ts'

const DRAIN_EVERY = 2000

/**
 * Reads the rows of `trades` as round trips, for databases from before the table `orders` (September 2020). Fees as
 * {@link feesOfLeg}, one fill a leg; an open trade has an entry
 * only. Funding is cash at the close; positive = received.
 */
export async function readTradesOnly(trades: readonly Cells[], options: ReadOptions, sink: RowSink): Promise<void> {
  sink.place.name = 'trades'
  let requestedAsMid = 0
  for (const [index, trade] of trades.entries()) {
    const record = Number(trade.text('id'))
    sink.counted(1)
    readRecord(sink, record, () => (requestedAsMid += readTrade(trade, record, sink)))
    if (index % DRAIN_EVERY === 0) {
      if (options.task.signal.aborted) throw new CancelledError('The import')
      await sink.drained()
    }
  }
  if (requestedAsMid > 0) sink.note('requested-as-mid', 'arrival_mid', requestedAsMid)
}

/** Returns how many fills took the requested rate for a mid. */
function readTrade(trade: Cells, record: number, sink: RowSink): number {
  const symbol = trade.text('pair')
  if (symbol !== null && isInverse(symbol)) {
    sink.reject(record, 'inverse-unsupported', INVERSE_REFUSED, { column: 'pair', raw: symbol })
    return 0
  }
  const isOpen = ['1', 'true'].includes(trade.text('is_open') ?? '')
  const qty = trade.number('amount')
  const fills = fillsOfTrip({
    common: { strategy: trade.text('strategy'), trip_id: trade.text('id'), multiplier: 1 },
    symbol,
    isShort: ['1', 'true'].includes(trade.text('is_short') ?? ''),
    qty,
    entry: tripSide(trade, 'open', qty),
    exit: isOpen ? null : tripSide(trade, 'close', qty),
  })
  const funding = isOpen ? null : trade.number('funding_fees')
  const closedAt = trade.time('close_date')
  for (const fill of fills) sink.fill(record, fill)
  if (funding !== null && funding !== 0) sink.cash(record, { t: closedAt, symbol, kind: 'funding', amount: funding })
  return fills.filter((fill) => fill.arrival_mid != null).length
}

function tripSide(trade: Cells, side: 'open' | 'close', qty: number | null): TripSide {
  const price = trade.number(`${side}_rate`)
  const { base, quote } = pairParts(trade.text('pair') ?? '')
  const [fee] = feesOfLeg([{ notional: (qty ?? 0) * (price ?? 0), feeBase: 0 }], {
    rate: trade.number(`fee_${side}`) ?? trade.number('fee'),
    cost: trade.number(`fee_${side}_cost`),
    currency: trade.text(`fee_${side}_currency`),
    base: trade.text('base_currency') ?? base,
    quote: trade.text('stake_currency') ?? quote,
    leverage: trade.number('leverage') ?? 1,
  })
  return {
    t: trade.time(`${side}_date`),
    price,
    fee: fee?.fee ?? null,
    extra: { fee_currency: fee?.currency ?? null, arrival_mid: trade.number(`${side}_rate_requested`) },
  }
}
