import type { DayGrid } from './day-grid.ts'
import type { FillColumns } from './fill-columns.ts'

/** What the fills of one side moved, by cell of the grid, unscaled; knows nothing of pairs or causes. */
export interface DayFlows {
  /** Position change in units, less what fees took from it. */
  readonly moved: Float64Array
  /** Money received less money paid, fees charged in money included; unknown fees are not in it. */
  readonly paid: Float64Array
  /** Notional in money. */
  readonly traded: Float64Array
  /** Units bought and sold together. */
  readonly turned: Float64Array
}

/** Sums the fills of both sides by trading day and instrument, straight from the fills: the other side of the residual check. */
export function sumFlows(fills: FillColumns, grid: DayGrid): { readonly live: DayFlows; readonly backtest: DayFlows } {
  const sides = [emptyFlows(grid), emptyFlows(grid)] as const
  for (let i = 0; i < fills.live.length; i++) {
    const { moved, paid, traded, turned } = sides[fills.live[i]! as 0 | 1]
    const cell = (fills.day[i]! - grid.firstDay) * grid.instruments + fills.instrument[i]!
    const signed = fills.side[i]! * fills.qty[i]!
    const isInMoney = fills.feeBase[i] === 0 && !Number.isNaN(fills.fee[i]!)
    moved[cell]! += signed - fills.feeBase[i]!
    paid[cell]! -= signed * fills.price[i]! + (isInMoney ? fills.fee[i]! : 0)
    traded[cell]! += Math.abs(signed * fills.price[i]!)
    turned[cell]! += fills.qty[i]!
  }
  const [backtest, live] = sides
  return { live, backtest }
}

function emptyFlows({ days, instruments }: DayGrid): DayFlows {
  const cells = () => new Float64Array(days * instruments)
  return { moved: cells(), paid: cells(), traded: cells(), turned: cells() }
}
