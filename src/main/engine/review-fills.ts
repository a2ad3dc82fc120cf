import type { DirectInput, DirectSums } from '#domain/parity/attribute-direct.ts'
import { dayGrid, type DayGrid } from '#domain/parity/day-grid.ts'
import type { DirectPairs } from '#domain/parity/direct-pairs.ts'
import type { FillColumns } from '#domain/parity/fill-columns.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { ReviewSettings } from '#shared/review.ts'
import type { Task } from './ports.ts'

/** The selected fills, priced and in memory, with the days they are judged on and the marks of these. */
export interface ReviewFills {
  readonly columns: FillColumns
  readonly grid: DayGrid
  /** By cell of the grid: the mark of an evaluated day, NaN elsewhere. */
  readonly marks: Float64Array
}

/** The selected fills and the pairs found by id; those found otherwise stand in temporary tables. */
export interface PairedFills extends ReviewFills {
  readonly direct: DirectPairs
}

/** The same, and what the direct pairs come to at the scale of the review. */
export interface MatchedFills extends PairedFills {
  readonly sums: DirectSums
}

/** Returns what attributing the direct pairs of fills needs. */
export function directInput({ columns, direct, grid, marks }: PairedFills, settings: ReviewSettings): DirectInput {
  return { fills: columns, pairs: direct, grid, marks, method: settings.attribution, scale: settings.scale }
}

const KINDS = {
  row: Uint32Array,
  live: Uint8Array,
  side: Int8Array,
  key: BigUint64Array,
  apart: Uint8Array,
  t: Float64Array,
  day: Int32Array,
  instrument: Uint32Array,
  qty: Float64Array,
  price: Float64Array,
  fee: Float64Array,
  fee_base: Float64Array,
  mid: Float64Array,
  arrival_mid: Float64Array,
}

/** A day in milliseconds. */
export const DAY_MS = 86_400_000

/** Prices and marks the selected fills on the days from first to last, and reads them into memory. */
export async function readReviewFills(
  store: Store,
  settings: ReviewSettings,
  [from, to]: readonly [string, string],
  task: Task,
): Promise<ReviewFills> {
  await store.run(queries.evaluatedDay, { from, to, weekdays: settings.calendar === 'weekdays' })
  const { quotes, bars } = await store.row(queries.hasMarket, {})
  await store.run(quotes + bars > 0 ? queries.pricedFillMarket : queries.pricedFill, {}, task)
  await store.run(queries.mark, {}, task)
  await store.run(queries.markMove, {})
  await store.run(queries.apartKey, {}, task)
  const { instruments } = await store.row(queries.instrumentCount, {})
  const {
    key,
    fee_base: feeBase,
    arrival_mid: arrivalMid,
    ...read
  } = await store.arrays(queries.fillColumns, {}, KINDS, task)
  const columns = { ...read, key: new Uint32Array(key.buffer), feeBase, arrivalMid }
  const days = await store.rows(queries.evaluatedDays, {})
  const evaluated = days.map(({ day }) => Date.parse(day) / DAY_MS)
  const grid = dayGrid(columns.day, evaluated, instruments)
  return { columns, grid, marks: await readMarks(store, grid) }
}

async function readMarks(store: Store, grid: DayGrid): Promise<Float64Array> {
  const { instrument, day, price } = await store.columns(queries.markColumns, {})
  const marks = new Float64Array(grid.days * grid.instruments).fill(NaN)
  price.forEach((mark, row) => (marks[(day[row]! - grid.firstDay) * grid.instruments + instrument[row]!] = mark))
  return marks
}
