import { DAY, MILLISECOND, dayIndexOf, type Micros } from './calendar.ts'
import { NO_HARDSHIP, type Hardship, type Hardships } from './hardships.ts'
import { roundTo } from './instruments.ts'
import { draftOrders, drawMishap, type OrderDraft } from './live-orders.ts'
import { touchAround, type Market } from './market.ts'
import { chargeFee, worsenPrice } from './pricing.ts'
import { createRandom, type Random } from './random.ts'
import type { LiveFill, Order, Quote, Touch } from './records.ts'
import type { Signal } from './signals.ts'
import { ASSUMED_SLIPPAGE_BPS, CANARY, USUAL_FEES_BPS, canaryStageAt, isOrdinaryDay } from './story.ts'

/** Everything live trading left behind; `quotes` are those seen just before each first fill. */
export interface LiveRecords {
  readonly fills: LiveFill[]
  readonly orders: Order[]
  readonly quotes: Quote[]
}

/** Standard deviation of a live fill's deviation around its mean, basis points. */
const SLIPPAGE_NOISE_BPS = 0.8

/** Executes every signal that live did not miss; fills by time of fill, orders by time sent. */
export function executeLive(
  seed: number,
  signals: readonly Signal[],
  market: Market,
  hardships: Hardships,
): LiveRecords {
  const records: LiveRecords = { fills: [], orders: [], quotes: [] }
  for (const signal of signals) {
    const hardship = hardships.get(signal) ?? NO_HARDSHIP
    if (!hardship.missed) executeSignal(createRandom(seed, `live/${signal.index}`), signal, market, hardship, records)
  }
  records.fills.sort((a, b) => a.tFill - b.tFill || (a.fillId < b.fillId ? -1 : 1))
  records.orders.sort((a, b) => a.tSent - b.tSent || (a.orderId < b.orderId ? -1 : 1))
  return records
}

function executeSignal(random: Random, signal: Signal, market: Market, hardship: Hardship, records: LiveRecords): void {
  const mayFail = isOrdinaryDay(dayIndexOf(signal.t)) && signal.t < CANARY.staging.from
  const mishap = mayFail ? drawMishap(random, signal) : 'none'
  const drafts = splitByVersion(signal, roundTo(signal.qty * hardship.sizeRatio, signal.instrument.lotDigits)).flatMap(
    ({ version, qty }) =>
      draftOrders(random, signal, qty, mishap, hardship.ackLatencyMs).map((draft) => ({ version, draft })),
  )
  const tFirst = Math.min(...drafts.flatMap(({ draft }) => draft.executions.map((execution) => execution.t)))
  const touches = moveMarket(random, signal, market, hardship, tFirst)
  records.quotes.push({ instrument: signal.instrument, t: justBefore(tFirst), touch: touches.actual })
  drafts.forEach(({ version, draft }, position) => {
    const orderId = `L-${String(signal.index).padStart(5, '0')}-${position + 1}`
    const fills = priceDraft(random, { signal, hardship, touches, version, draft, orderId })
    records.fills.push(...fills)
    records.orders.push(toOrder(signal, version, draft, orderId, fills))
  })
}

/** Splits a quantity between control and canary; a trip keeps the split of its entry, so it closes to zero per version. */
function splitByVersion(signal: Signal, qty: number): { version: string; qty: number }[] {
  const stage = canaryStageAt(signal.trip.entry)
  if (stage === null) return [{ version: CANARY.control, qty }]
  const { lotDigits } = signal.instrument
  const canaryQty = Math.max(roundTo(qty * stage.traffic, lotDigits), 10 ** -lotDigits)
  return [
    { version: CANARY.control, qty: roundTo(qty - canaryQty, lotDigits) },
    { version: CANARY.version, qty: canaryQty },
  ]
}

interface Touches {
  readonly actual: Touch
  readonly unplanted: Touch
}

/** Returns the touch at the first fill: the mid there with a little noise of its own, and as planted on top. */
function moveMarket(random: Random, signal: Signal, market: Market, hardship: Hardship, t: Micros): Touches {
  const { instrument, side } = signal
  const noise = instrument.volatilityDaily * Math.sqrt((t - signal.t) / DAY) * random.normal()
  const mid = market.midAt(instrument, t) * (1 + noise)
  const driftedMid = mid * (1 + (side * hardship.driftBps) / 1e4)
  return {
    unplanted: touchAround(instrument, mid, instrument.spreadBps),
    actual: touchAround(instrument, driftedMid, instrument.spreadBps * hardship.spreadMultiple),
  }
}

function justBefore(t: Micros): Micros {
  return (Math.floor(t / MILLISECOND) - 1) * MILLISECOND
}

interface DraftToPrice {
  readonly signal: Signal
  readonly hardship: Hardship
  readonly touches: Touches
  readonly version: string
  readonly draft: OrderDraft
  readonly orderId: string
}

function priceDraft(random: Random, { signal, hardship, touches, version, draft, orderId }: DraftToPrice): LiveFill[] {
  const { instrument, side, liquidity } = signal
  const { tSent, tAck } = draft
  const price = (mid: number, slippageBps: number) => worsenPrice(mid, side, slippageBps, instrument.priceDigits)
  const canaryBps = version === CANARY.version ? (canaryStageAt(signal.t)?.extraSlippageBps ?? 0) : 0
  return draft.executions.map(({ qty, t }, position) => {
    const ownBps = ASSUMED_SLIPPAGE_BPS[liquidity] + SLIPPAGE_NOISE_BPS * random.normal()
    const actual = price(touches.actual.mid, ownBps + hardship.slippageBps + canaryBps)
    const unplanted = unplantedFill(signal, hardship, qty, price(touches.unplanted.mid, ownBps))
    const fillId = `${orderId}-${position + 1}`
    const fee = chargeFee(hardship.feesBps[liquidity], qty, actual)
    const times = { tSignal: signal.t, tSent, tAck, tFill: t }
    const mids = { arrivalMid: signal.touch.mid, fillMid: touches.actual.mid, spreadBps: touches.actual.spreadBps }
    const ids = { fillId, orderId, signalId: signal.liveSignalId, version }
    return { ...ids, instrument, side, qty, price: actual, fee, liquidity, ...times, ...mids, unplanted }
  })
}

/** What the fill would have been: the intended share of the quantity, its own price and the usual fee. */
function unplantedFill(signal: Signal, hardship: Hardship, qty: number, price: number): LiveFill['unplanted'] {
  const fullQty = hardship.sizeRatio === 1 ? qty : qty / roundedRatio(signal, hardship)
  return { qty: fullQty, price, fee: chargeFee(USUAL_FEES_BPS[signal.liquidity], fullQty, price) }
}

/** Live over intended quantity after rounding to lots. */
function roundedRatio(signal: Signal, hardship: Hardship): number {
  return roundTo(signal.qty * hardship.sizeRatio, signal.instrument.lotDigits) / signal.qty
}

function toOrder(
  signal: Signal,
  version: string,
  draft: OrderDraft,
  orderId: string,
  fills: readonly LiveFill[],
): Order {
  const { instrument, side, liquidity, t: tSignal } = signal
  const { qty, status, tSent, tAck, tFinal } = draft
  const limitPrice = liquidity === 'maker' ? (fills[0]?.price ?? signal.touch.mid) : null
  const filledQty = roundTo(
    fills.reduce((sum, fill) => sum + fill.qty, 0),
    instrument.lotDigits,
  )
  const ids = { orderId, signalId: signal.liveSignalId, version }
  return { ...ids, instrument, side, qty, liquidity, limitPrice, status, filledQty, tSignal, tSent, tAck, tFinal }
}
