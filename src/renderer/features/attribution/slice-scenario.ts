import type { SliceFilter } from '#shared/contract.ts'
import type { Cause } from '#shared/review.ts'
import { groupBy, type Cube } from './cube.ts'

/** A scenario under which the backtest executes as live did in some rows, and what that says in words. */
export interface SliceScenario {
  /** As the Scenarios screen's address writes it. */
  readonly edit: string
  readonly meaning: string
}

/**
 * Returns what to change of the backtest's assumptions so that it executes as live did in these rows: for timing live's own
 * latency, for slippage and fees what live paid more, bps of the rows' notional (positive = worse). Without a cause all three.
 * Null where no execution parameter makes the cause.
 */
export function scenarioOfSlice(cube: Cube, filter: SliceFilter, cause: Cause | null): SliceScenario | null {
  const groups = groupBy(cube, 'side', filter)
  const total = (name: 'notional' | 'slippage' | 'price' | 'fees') =>
    groups.reduce((sum, { sums }) => sum + sums[name], 0)
  const notional = total('notional')
  if (notional <= 0) return null
  const extra = (money: number) => Number(((-money / notional) * 1e4).toPrecision(3))
  const slippage = extra(total('slippage') + (cause === 'price' ? total('price') : 0))
  const fees = extra(total('fees'))
  const slipped = `base_bps+${slippage},adverse_bps+${slippage}`
  const charged = `maker_fee_bps+${fees},taker_fee_bps+${fees}`
  switch (cause) {
    case 'timing':
      return { edit: 'live-latency', meaning: 'the backtest as late as live was' }
    case 'slippage':
    case 'price':
      return { edit: `baseline,${slipped}`, meaning: `${slippage} bps more slippage, as these rows paid` }
    case 'fees':
      return { edit: `baseline,${charged}`, meaning: `${fees} bps more fees, as these rows paid` }
    case null:
      return { edit: `live-latency,${slipped},${charged}`, meaning: 'live’s latency, slippage and fees in these rows' }
    default:
      return null
  }
}
