import { chargeFee, worsenPrice } from './pricing.ts'
import type { Fill } from './records.ts'
import type { Signal } from './signals.ts'
import { ASSUMED_SLIPPAGE_BPS, USUAL_FEES_BPS } from './story.ts'

/** Returns what the backtest assumes of a signal: filled whole, at once, at a fixed deviation and the usual fee. */
export function simulateFill(signal: Signal): Fill {
  const { instrument, side, qty, t, liquidity, touch } = signal
  const price = worsenPrice(touch.mid, side, ASSUMED_SLIPPAGE_BPS[liquidity], instrument.priceDigits)
  const id = `B-${String(signal.index).padStart(5, '0')}`
  return {
    fillId: `${id}-1`,
    orderId: id,
    signalId: signal.backtestSignalId,
    version: 'v1',
    instrument,
    side,
    qty,
    price,
    fee: chargeFee(USUAL_FEES_BPS[liquidity], qty, price),
    liquidity,
    tSignal: t,
    tSent: t,
    tAck: t,
    tFill: t,
    arrivalMid: touch.mid,
    fillMid: touch.mid,
    spreadBps: touch.spreadBps,
  }
}
