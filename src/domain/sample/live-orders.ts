import { MILLISECOND, type Micros } from './calendar.ts'
import { roundTo } from './instruments.ts'
import type { Random } from './random.ts'
import type { OrderStatus } from './records.ts'
import type { Signal } from './signals.ts'

/** What went wrong on the way, harmlessly: the order is sent again at once under the same signal. */
export type Mishap = 'none' | 'rejected' | 'cancelled' | 'partial'

/** One order as sent and the quantities and times it filled at; prices come later. */
export interface OrderDraft {
  readonly qty: number
  readonly status: OrderStatus
  readonly tSent: Micros
  readonly tAck: Micros
  readonly tFinal: Micros
  readonly executions: readonly { readonly qty: number; readonly t: Micros }[]
}

/** Draws the mishap of an order; only makers are cancelled and re-quoted. */
export function drawMishap(random: Random, signal: Signal): Mishap {
  const draw = random.uniform()
  if (draw < 0.01) return 'rejected'
  if (draw < 0.025) return 'partial'
  return draw < 0.045 && signal.liquidity === 'maker' ? 'cancelled' : 'none'
}

/** Returns the orders one intention of `qty` becomes, in the order sent; their executions add up to `qty`. */
export function draftOrders(
  random: Random,
  signal: Signal,
  qty: number,
  mishap: Mishap,
  ackLatencyMs: number | null,
): OrderDraft[] {
  const draw = (tEarliest: Micros) => drawTimes(random, tEarliest, ackLatencyMs)
  const first = draw(signal.t)
  if (mishap === 'none') return [fillWhole(random, signal, qty, first)]
  if (mishap === 'partial') {
    const part = roundTo(qty * random.between(0.4, 0.7), signal.instrument.lotDigits)
    const tFinal = first.tFill + wait(random, 300, 800)
    const partial: OrderDraft = {
      qty,
      status: 'partial',
      ...first,
      tFinal,
      executions: [{ qty: part, t: first.tFill }],
    }
    const rest = roundTo(qty - part, signal.instrument.lotDigits)
    return [partial, fillWhole(random, signal, rest, draw(tFinal + wait(random, 20, 60)))]
  }
  const tFinal = mishap === 'rejected' ? first.tAck : first.tAck + wait(random, 800, 1_500)
  const failed: OrderDraft = { qty, status: mishap, ...first, tFinal, executions: [] }
  return [failed, fillWhole(random, signal, qty, draw(tFinal + wait(random, 20, 60)))]
}

interface OrderTimes {
  readonly tSent: Micros
  readonly tAck: Micros
  readonly tFill: Micros
}

function drawTimes(random: Random, tEarliest: Micros, ackLatencyMs: number | null): OrderTimes {
  const tSent = tEarliest + wait(random, 2, 6)
  const usualMs = Math.min(random.lognormal(24, 0.45), 250)
  const tAck = tSent + Math.round((ackLatencyMs ?? usualMs) * MILLISECOND)
  return { tSent, tAck, tFill: tAck + wait(random, 5, 30) }
}

function wait(random: Random, lowMs: number, highMs: number): Micros {
  return Math.round(random.between(lowMs, highMs) * MILLISECOND)
}

/** An order filled whole: in one execution, or for one taker in six in two, a fraction of a second apart. */
function fillWhole(random: Random, signal: Signal, qty: number, times: OrderTimes): OrderDraft {
  const splits = random.chance(0.17) && signal.liquidity === 'taker'
  const part = splits ? roundTo(qty * random.between(0.3, 0.7), signal.instrument.lotDigits) : 0
  const rest = roundTo(qty - part, signal.instrument.lotDigits)
  const tLast = times.tFill + (part > 0 ? wait(random, 10, 200) : 0)
  const executions =
    part > 0
      ? [
          { qty: part, t: times.tFill },
          { qty: rest, t: tLast },
        ]
      : [{ qty: rest, t: tLast }]
  return { qty, status: 'filled', ...times, tFinal: tLast, executions }
}
