import type { DayGrid } from '#domain/parity/day-grid.ts'
import { sumFlows, type DayFlows } from '#domain/parity/day-flows.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { MatchedFills, ReviewFills } from './review-fills.ts'

/** Writes what the fills of each side moved by day and instrument to the table that daily P&L is worked out from. */
export async function keepFlows(store: Store, { columns, grid }: ReviewFills): Promise<void> {
  const flows = sumFlows(columns, grid)
  await store.run(queries.dayFlowTable, {})
  await keepSide(store, 1, flows.live, grid)
  await keepSide(store, 0, flows.backtest, grid)
}

async function keepSide(
  store: Store,
  isLive: number,
  { moved, paid, traded, turned }: DayFlows,
  grid: DayGrid,
): Promise<void> {
  const cells = cellsWhere(moved.length, (cell) => traded[cell] !== 0 || moved[cell] !== 0 || paid[cell] !== 0)
  await store.appendTemporary('day_flow', [
    new Uint8Array(cells.length).fill(isLive),
    ...placesOf(cells, grid),
    ...[moved, paid, traded, turned].map((sums) => Float64Array.from(cells, (cell) => sums[cell]!)),
  ])
}

/** Writes position changes of direct pairs (by sizing, then by fees, of each cell) to the table the carry of later days is worked out from. */
export async function keepPositions(store: Store, { grid, sums: { positions } }: MatchedFills): Promise<void> {
  const cells = cellsWhere(positions.length / 2, (cell) => positions[2 * cell] !== 0 || positions[2 * cell + 1] !== 0)
  await store.run(queries.directPositionTable, {})
  await store.appendTemporary('direct_position', [
    ...placesOf(cells, grid),
    Float64Array.from(cells, (cell) => positions[2 * cell]!),
    Float64Array.from(cells, (cell) => positions[2 * cell + 1]!),
  ])
}

function cellsWhere(count: number, isKept: (cell: number) => boolean): number[] {
  const cells: number[] = []
  for (let cell = 0; cell < count; cell++) if (isKept(cell)) cells.push(cell)
  return cells
}

/** The instrument and the day of cells. */
function placesOf(cells: readonly number[], { firstDay, instruments }: DayGrid) {
  return [
    Uint32Array.from(cells, (cell) => cell % instruments),
    Int32Array.from(cells, (cell) => firstDay + Math.floor(cell / instruments)),
  ] as const
}
