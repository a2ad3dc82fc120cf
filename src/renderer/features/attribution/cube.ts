import { CUBE_CODES, CUBE_SUMS, type Result, type SliceFilter } from '#shared/contract.ts'

export type Dimension = (typeof CUBE_CODES)[number]
export type Sum = (typeof CUBE_SUMS)[number]

/** Causes that rows carry; funding is the account's. */
export const ROW_CAUSES = ['alpha', 'sizing', 'timing', 'slippage', 'fees', 'price'] as const
export type RowCause = (typeof ROW_CAUSES)[number]

/** The attribution by every crossing of its dimensions: codes into labels, then sums. Sent once, filtered here. */
export interface Cube {
  readonly rows: number
  readonly labels: Readonly<Record<Dimension, readonly string[]>>
  readonly codes: Readonly<Record<Dimension, ArrayLike<number>>>
  readonly sums: Readonly<Record<Sum, ArrayLike<number>>>
  /** Live minus backtest, the sum of the causes. */
  readonly active: Float64Array
}

/** What can be summed: what the engine sent, and live minus backtest. */
export type Amount = Sum | 'active'
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
  for (const cause of ROW_CAUSES) for (let row = 0; row < rows; row++) active[row]! += sums[cause][row]!
  return {
    rows,
    labels: named(CUBE_CODES, (name) => labels[name] ?? []),
    codes: named(CUBE_CODES, column),
    sums,
    active,
  }
}

/**
 * Returns sums by the values of one dimension over the rows that pass the filter, of every amount or of `names`. With
 * `ignoreOwn` the dimension's own filter is left out, so a facet keeps showing what could be chosen. Values without rows are
 * left out.
 */
export function groupBy<Name extends Amount = Amount>(
  cube: Cube,
  dimension: Dimension,
  filter: SliceFilter,
  { ignoreOwn = false, names = AMOUNTS as readonly Name[] }: { ignoreOwn?: boolean; names?: readonly Name[] } = {},
): Group<Name>[] {
  const labels = cube.labels[dimension]
  const failing = failingDimensions(cube, filter)
  const heeded = ignoreOwn ? ~bitOf(dimension) : ~0
  const codes = cube.codes[dimension]
  const seen = new Uint8Array(labels.length)
  for (let row = 0; row < cube.rows; row++) if ((failing[row]! & heeded) === 0) seen[codes[row]!] = 1
  const totals = names.map((name) => {
    const column = columnOf(cube, name)
    return addUp(column, codes, failing, heeded, labels.length)
  })
  return labels.flatMap((value, code) => {
    if (seen[code] === 0) return []
    const entries = names.map((name, at) => [name, totals[at]?.[code] ?? 0] as const)
    return [{ value, sums: Object.fromEntries(entries) as Record<Name, number> }]
  })
}

/** Returns whether a filter narrows rows by more than days, which the account's funding and residual cannot follow. */
export function narrowsRows({ from: _from, to: _to, ...rest }: SliceFilter): boolean {
  return Object.keys(rest).length > 0
}

function columnOf(cube: Cube, name: Amount): ArrayLike<number> {
  return name === 'active' ? cube.active : cube.sums[name]
}

/** The inner loop by itself, so that the engine of the page compiles it for these arrays. */
function addUp(
  column: ArrayLike<number>,
  codes: ArrayLike<number>,
  failing: Uint8Array,
  heeded: number,
  groups: number,
): Float64Array {
  const total = new Float64Array(groups)
  for (let row = 0; row < failing.length; row++) if ((failing[row]! & heeded) === 0) total[codes[row]!]! += column[row]!
  return total
}

const known = new WeakMap<Cube, WeakMap<SliceFilter, Uint8Array>>()

function bitOf(dimension: Dimension): number {
  return 1 << CUBE_CODES.indexOf(dimension)
}

/** Returns, for each row, a bit for each dimension whose filter it fails; worked out once for a filter, whatever is then summed. */
function failingDimensions(cube: Cube, filter: SliceFilter): Uint8Array {
  const ofCube = known.get(cube) ?? new WeakMap<SliceFilter, Uint8Array>()
  known.set(cube, ofCube)
  const before = ofCube.get(filter)
  if (before !== undefined) return before
  const failing = new Uint8Array(cube.rows)
  for (const dimension of CUBE_CODES) {
    const isChosen = chosenIn(filter, dimension)
    if (isChosen === null) continue
    const bit = bitOf(dimension)
    const fails = Uint8Array.from(cube.labels[dimension], (label) => (isChosen(label) ? 0 : bit))
    const codes = cube.codes[dimension]
    for (let row = 0; row < cube.rows; row++) failing[row]! |= fails[codes[row]!]!
  }
  ofCube.set(filter, failing)
  return failing
}

function chosenIn(filter: SliceFilter, dimension: Dimension): ((label: string) => boolean) | null {
  if (dimension === 'day') {
    const { from, to } = filter
    if (from === undefined && to === undefined) return null
    return (label) => label >= (from ?? '') && label <= (to ?? '\uffff')
  }
  const values: readonly (string | number)[] | undefined = filter[dimension]
  if (values === undefined) return null
  const wanted = new Set(values.map((value) => (dimension === 'hour' ? String(value).padStart(2, '0') : value)))
  return (label) => wanted.has(label)
}
