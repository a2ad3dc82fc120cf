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

/** Sums of the rows that share one value of a dimension. */
export interface Group {
  readonly value: string
  readonly sums: Readonly<Record<Sum | 'active', number>>
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
 * Returns sums by the values of one dimension over the rows that pass the filter. With `ignoreOwn` the dimension's own
 * filter is left out, so a facet keeps showing what could be chosen. Values without rows are left out.
 */
export function groupBy(cube: Cube, dimension: Dimension, filter: SliceFilter, ignoreOwn = false): Group[] {
  const labels = cube.labels[dimension]
  const passes = rowTest(cube, filter, ignoreOwn ? dimension : null)
  const names = [...CUBE_SUMS, 'active'] as const
  const columns = names.map((name) => (name === 'active' ? cube.active : cube.sums[name]))
  const totals = new Float64Array(labels.length * names.length)
  const seen = new Uint8Array(labels.length)
  const codes = cube.codes[dimension]
  for (let row = 0; row < cube.rows; row++) {
    if (!passes(row)) continue
    const code = codes[row]!
    seen[code] = 1
    for (let at = 0; at < columns.length; at++) totals[code * names.length + at]! += columns[at]![row]!
  }
  return labels.flatMap((value, code) => {
    if (seen[code] === 0) return []
    const entries = names.map((name, at) => [name, totals[code * names.length + at] ?? 0] as const)
    return [{ value, sums: Object.fromEntries(entries) as Group['sums'] }]
  })
}

/** Returns whether a filter narrows rows by more than days, which the account's funding and residual cannot follow. */
export function narrowsRows({ from: _from, to: _to, ...rest }: SliceFilter): boolean {
  return Object.keys(rest).length > 0
}

/** Returns a test of rows: one look-up per filtered dimension, whatever was chosen in it. */
function rowTest(cube: Cube, filter: SliceFilter, ignored: Dimension | null): (row: number) => boolean {
  const tests = CUBE_CODES.flatMap((dimension) => {
    const chosen = dimension === ignored ? null : chosenIn(filter, dimension)
    if (chosen === null) return []
    return [
      {
        codes: cube.codes[dimension],
        allowed: Uint8Array.from(cube.labels[dimension], (label) => (chosen(label) ? 1 : 0)),
      },
    ]
  })
  return (row) => {
    for (const { codes, allowed } of tests) if (allowed[codes[row]!] === 0) return false
    return true
  }
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
