import { CUBE_CODES, CUBE_SUMS, type Result, type SliceFilter } from '#shared/contract.ts'
import { Marginals, type Amount, type CubeRows, type Dimension } from './cube-marginals.ts'

export type { Amount } from './cube-marginals.ts'

/** Causes that rows carry; funding is the account's. */
export const ROW_CAUSES = ['alpha', 'sizing', 'timing', 'slippage', 'fees', 'price'] as const
export type RowCause = (typeof ROW_CAUSES)[number]

/** The attribution by every crossing of its dimensions. Sent once, filtered here. */
export interface Cube extends CubeRows {
  /** The same by day and one other dimension, which a brush reads instead of the rows. */
  readonly marginals: Marginals
}

const AMOUNTS: readonly Amount[] = [...CUBE_SUMS, 'active']

/** Sums of the rows that share one value of a dimension. */
export interface Group<Name extends Amount = Amount> {
  readonly value: string
  readonly sums: Readonly<Record<Name, number>>
}

/** Returns the engine's answer as a cube. */
export function cubeOf({ labels, columns }: Result<'attribution.cube'>): Cube {
  const rows = columns['pairs']?.length ?? 0
  const column = (name: string): ArrayLike<number> => columns[name] ?? new Float64Array(rows)
  const named = <Name extends string, Value>(names: readonly Name[], value: (name: Name) => Value) =>
    Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>
  const sums = named(CUBE_SUMS, column)
  const active = new Float64Array(rows)
  for (const cause of ROW_CAUSES) addInto(active, sums[cause])
  const cube = {
    rows,
    labels: named(CUBE_CODES, (name) => labels[name] ?? []),
    codes: named(CUBE_CODES, column),
    sums,
    active,
  }
  return { ...cube, marginals: new Marginals(cube) }
}

/**
 * Returns sums by the values of one dimension over the rows that pass the filter, of every amount or of `names`. With
 * `ignoreOwn` the dimension's own filter is left out, so a facet keeps showing what could be chosen. Values without rows are
 * left out. A brush over days costs days x values additions, however many rows there are: rows are read once for each filter
 * of rows.
 */
export function groupBy<Name extends Amount = Amount>(
  cube: Cube,
  dimension: Dimension,
  filter: SliceFilter,
  { ignoreOwn = false, names = AMOUNTS as readonly Name[] }: { ignoreOwn?: boolean; names?: readonly Name[] } = {},
): Group<Name>[] {
  const { from, to, ...rows } = filter
  const heeded = ignoreOwn && dimension !== 'day' ? without(rows, dimension) : rows
  const range = ignoreOwn && dimension === 'day' ? dayRange(cube, {}) : dayRange(cube, { from, to })
  const marginal = cube.marginals.of(dimension, heeded)
  const counts = marginal.count(range)
  const totals = names.map((name) => marginal.sum(name, range))
  return cube.labels[dimension].flatMap((value, code) => {
    if (counts[code] === 0) return []
    const entries = names.map((name, at) => [name, totals[at]?.[code] ?? 0] as const)
    return [{ value, sums: Object.fromEntries(entries) as Record<Name, number> }]
  })
}

/** Returns whether a filter narrows rows by more than days, which the account's funding and residual cannot follow. */
export function narrowsRows({ from: _from, to: _to, ...rest }: SliceFilter): boolean {
  return Object.keys(rest).length > 0
}

function addInto(total: Float64Array, column: ArrayLike<number>): void {
  for (let row = 0; row < total.length; row++) total[row]! += column[row]!
}

function without(filter: SliceFilter, dimension: Dimension): SliceFilter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => name !== dimension))
}

/** Returns the codes of the days from `from` to `to`, both included, as first and one past the last. */
function dayRange(
  { labels: { day } }: Cube,
  { from = '', to = '\uffff' }: { from?: string | undefined; to?: string | undefined },
) {
  const first = day.findIndex((label) => label >= from)
  const last = day.findLastIndex((label) => label <= to)
  return { first: first < 0 ? day.length : first, end: last + 1 }
}
