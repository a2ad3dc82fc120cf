import type { DirectInput } from './attribute-direct.ts'
import { BASIS, basisOf, shareOut } from './direct-pair.ts'
import type { FillColumns } from './fill-columns.ts'
import { FEES, legSharesOf, SIZING, SLIPPAGE, TIMING } from './leg-share.ts'

/** Direct pairs of evaluated days, one place each in all columns: live minus backtest P&L of the pair's day by cause, in money. */
export interface DirectCauses {
  /** Rows of the fills in the database; live's is the id of the pair. */
  readonly pair_id: Uint32Array<ArrayBuffer>
  readonly backtest_row: Uint32Array<ArrayBuffer>
  /** Days since 1970-01-01. */
  readonly day: Int32Array<ArrayBuffer>
  readonly instrument: Uint32Array<ArrayBuffer>
  readonly side: Int8Array<ArrayBuffer>
  /** UTC microseconds of the live fill. */
  readonly live_t: Float64Array<ArrayBuffer>
  /** Of the larger side. */
  readonly notional: Float64Array<ArrayBuffer>
  readonly sizing: Float64Array<ArrayBuffer>
  readonly timing: Float64Array<ArrayBuffer>
  readonly slippage: Float64Array<ArrayBuffer>
  readonly fees: Float64Array<ArrayBuffer>
  readonly price: Float64Array<ArrayBuffer>
}

const PAIRS_A_BLOCK = 65_536

/** Attributes direct pairs of evaluated days one by one, block after block; the same causes that sumDirectPairs sums. */
export function* listDirectCauses(input: DirectInput): Generator<DirectCauses, void> {
  const { length } = input.pairs.live
  for (let from = 0; from < length; from += PAIRS_A_BLOCK)
    yield causesOf(input, from, Math.min(length, from + PAIRS_A_BLOCK))
}

function causesOf({ fills, pairs, grid, marks, method, scale }: DirectInput, from: number, to: number): DirectCauses {
  const columns = emptyCauses(to - from)
  const shares = legSharesOf(method)
  const causes = new Float64Array(4)
  let row = 0
  for (let place = from; place < to; place++) {
    const live = pairs.live[place]!
    const backtest = pairs.backtest[place]!
    const day = fills.day[live]! - grid.firstDay
    if (grid.evaluated[day] !== 1) continue
    const mark = marks[day * grid.instruments + fills.instrument[live]!]!
    shareOut(fills, live, backtest, scale, mark, shares, causes)
    const isOne = basisOf(fills, live, backtest) === BASIS.none
    columns.pair_id[row] = fills.row[live]!
    columns.backtest_row[row] = fills.row[backtest]!
    columns.day[row] = fills.day[live]!
    columns.instrument[row] = fills.instrument[live]!
    columns.side[row] = fills.side[live]!
    columns.live_t[row] = fills.t[live]!
    columns.notional[row] = Math.max(notionalOf(fills, live), notionalOf(fills, backtest) * scale)
    columns.sizing[row] = causes[SIZING]!
    columns.timing[row] = isOne ? 0 : causes[TIMING]!
    columns.slippage[row] = causes[SLIPPAGE]!
    columns.fees[row] = causes[FEES]!
    columns.price[row++] = isOne ? causes[TIMING]! : 0
  }
  return firstRows(columns, row)
}

function firstRows(columns: DirectCauses, rows: number): DirectCauses {
  const first = <Column extends DirectCauses[keyof DirectCauses]>(column: Column) => column.subarray(0, rows) as Column
  return {
    ...{ pair_id: first(columns.pair_id), backtest_row: first(columns.backtest_row), day: first(columns.day) },
    ...{ instrument: first(columns.instrument), side: first(columns.side), live_t: first(columns.live_t) },
    ...{ notional: first(columns.notional), sizing: first(columns.sizing), timing: first(columns.timing) },
    ...{ slippage: first(columns.slippage), fees: first(columns.fees), price: first(columns.price) },
  }
}

function emptyCauses(count: number): DirectCauses {
  const numbers = () => new Float64Array(count)
  return {
    ...{ pair_id: new Uint32Array(count), backtest_row: new Uint32Array(count), day: new Int32Array(count) },
    ...{ instrument: new Uint32Array(count), side: new Int8Array(count), live_t: numbers(), notional: numbers() },
    ...{ sizing: numbers(), timing: numbers(), slippage: numbers(), fees: numbers(), price: numbers() },
  }
}

function notionalOf({ qty, price }: FillColumns, fill: number): number {
  return qty[fill]! * Math.abs(price[fill]!)
}
