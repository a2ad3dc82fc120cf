import type { AttributionMethod } from './attribution.ts'
import { FEES, legSharesOf, SIZING, SLIPPAGE, TIMING } from './leg-share.ts'

/** Legs of matched pairs on evaluated days, as columns; the terms are those of leg-share. */
export interface LegColumns {
  /** 1 = of live's schedule, 0 = of the backtest's. */
  readonly live: Uint8Array
  readonly live_qty: Float64Array
  readonly backtest_qty: Float64Array
  readonly live_gain: Float64Array
  readonly backtest_gain: Float64Array
  readonly live_unit: Float64Array
  readonly backtest_unit: Float64Array
  readonly live_rate: Float64Array
  readonly backtest_rate: Float64Array
  /** What fees taken from the position would have earned until the mark, in money: positive where live's, negative where the backtest's. */
  readonly fee_base_gain: Float64Array
}

/** The share of each leg in the causes of its pair, in money. */
export interface LegCauses {
  readonly sizing: Float64Array<ArrayBuffer>
  readonly timing: Float64Array<ArrayBuffer>
  readonly slippage: Float64Array<ArrayBuffer>
  readonly fees: Float64Array<ArrayBuffer>
}

/** Attributes the legs of pairs whose sides are schedules of several fills or days (1-parity section 6). */
export function attributeLegs(legs: LegColumns, method: AttributionMethod): LegCauses {
  const count = legs.live.length
  const column = () => new Float64Array(count)
  const causes = { sizing: column(), timing: column(), slippage: column(), fees: column() }
  const shares = legSharesOf(method)
  const sums = new Float64Array(4)
  for (let leg = 0; leg < count; leg++) {
    sums.fill(0)
    const share = legs.live[leg] === 1 ? shares.live : shares.backtest
    share(
      legs.live_qty[leg]!,
      legs.backtest_qty[leg]!,
      legs.live_gain[leg]!,
      legs.backtest_gain[leg]!,
      legs.live_unit[leg]!,
      legs.backtest_unit[leg]!,
      legs.live_rate[leg]!,
      legs.backtest_rate[leg]!,
      sums,
    )
    causes.sizing[leg] = sums[SIZING]!
    causes.timing[leg] = sums[TIMING]!
    causes.slippage[leg] = sums[SLIPPAGE]!
    causes.fees[leg] = sums[FEES]! - legs.fee_base_gain[leg]!
  }
  return causes
}
