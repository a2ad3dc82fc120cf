import { CUBE_CODES, type CUBE_SUMS, type SliceFilter } from '#shared/contract.ts'

export type Dimension = (typeof CUBE_CODES)[number]
type RowDimension = Exclude<Dimension, 'day'>
export type Sum = (typeof CUBE_SUMS)[number]
/** What can be summed: what the engine sent, and live minus backtest. */
export type Amount = Sum | 'active'

/** The rows of a cube: codes into labels, then sums. */
export interface CubeRows {
  readonly rows: number
  /** Values of each dimension in order of their codes, which for days is the order of time. */
  readonly labels: Readonly<Record<Dimension, readonly string[]>>
  readonly codes: Readonly<Record<Dimension, ArrayLike<number>>>
  readonly sums: Readonly<Record<Sum, ArrayLike<number>>>
  /** Live minus backtest, the sum of the causes. */
  readonly active: Float64Array
}

/** Days by their codes: the first, and one past the last. */
export interface DayRange {
  readonly first: number
  readonly end: number
}

/** Marginals kept; the oldest goes. Each takes 8 bytes x days x values x amounts summed. */
const MOST_KEPT = 64

/** A cube's sums by day and one other dimension, for the filters of rows that were used of late. */
export class Marginals {
  readonly #cube: CubeRows
  readonly #kept = new Map<string, Marginal>()
  readonly #passing = new Map<string, Uint32Array | null>()

  constructor(cube: CubeRows) {
    this.#cube = cube
  }

  /** Returns the marginal of a dimension over the rows that pass a filter without days. */
  of(dimension: Dimension, filter: SliceFilter): Marginal {
    const rows = JSON.stringify(Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    return remember(this.#kept, `${dimension} ${rows}`, () => {
      const passing = remember(this.#passing, rows, () => passingRows(this.#cube, filter))
      return new Marginal(this.#cube, dimension, passing)
    })
  }
}

/** Sums of some of a cube's rows by day and one dimension; an amount is added up when it is first asked for. */
export class Marginal {
  readonly #cube: CubeRows
  readonly #rows: Uint32Array | null
  readonly #byDay: boolean
  readonly #values: number
  /** Place of each row's sum: day x values + value. */
  readonly #places: Uint32Array
  readonly #amounts = new Map<Amount | 'rows', Float64Array>()

  constructor(cube: CubeRows, dimension: Dimension, rows: Uint32Array | null) {
    this.#cube = cube
    this.#rows = rows
    this.#byDay = dimension === 'day'
    this.#values = this.#byDay ? 1 : cube.labels[dimension].length
    this.#places = placesOf(cube.codes.day, this.#byDay ? null : cube.codes[dimension], this.#values, rows, cube.rows)
  }

  /** Returns sums by value over a range of days; days themselves are zero outside it. */
  sum(name: Amount, range: DayRange): Float64Array {
    const column = name === 'active' ? this.#cube.active : this.#cube.sums[name]
    return this.#over(
      remember(this.#amounts, name, () => addUp(this.#table(), this.#places, column, this.#rows)),
      range,
    )
  }

  /** Returns how many rows of the cube each value has over a range of days. */
  count(range: DayRange): Float64Array {
    return this.#over(
      remember(this.#amounts, 'rows', () => addUp(this.#table(), this.#places, null, null)),
      range,
    )
  }

  #table(): Float64Array {
    return new Float64Array(this.#cube.labels.day.length * this.#values)
  }

  #over(table: Float64Array, { first, end }: DayRange): Float64Array {
    if (this.#byDay) return table.map((sum, day) => (day >= first && day < end ? sum : 0))
    const total = new Float64Array(this.#values)
    for (let day = first, place = first * this.#values; day < end; day++)
      for (let value = 0; value < this.#values; value++, place++) total[value]! += table[place]!
    return total
  }
}

function remember<Key, Value>(kept: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = kept.get(key)
  if (known !== undefined) return known
  const made = make()
  const [oldest] = kept.keys()
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  kept.set(key, made)
  return made
}

function placesOf(
  days: ArrayLike<number>,
  codes: ArrayLike<number> | null,
  values: number,
  rows: Uint32Array | null,
  rowCount: number,
): Uint32Array {
  const places = new Uint32Array(rows?.length ?? rowCount)
  for (let at = 0; at < places.length; at++) {
    const row = rows === null ? at : rows[at]!
    places[at] = days[row]! * values + (codes === null ? 0 : codes[row]!)
  }
  return places
}

/** The inner loop by itself, so that the engine of the page compiles it for these arrays. Without a column it counts. */
function addUp(
  table: Float64Array,
  places: Uint32Array,
  column: ArrayLike<number> | null,
  rows: Uint32Array | null,
): Float64Array {
  if (column === null) for (let at = 0; at < places.length; at++) table[places[at]!]! += 1
  else if (rows === null) for (let at = 0; at < places.length; at++) table[places[at]!]! += column[at]!
  else for (let at = 0; at < places.length; at++) table[places[at]!]! += column[rows[at]!]!
  return table
}

/** Returns the rows that pass a filter, in their order; null for all. */
function passingRows(cube: CubeRows, filter: SliceFilter): Uint32Array | null {
  const failing = new Uint8Array(cube.rows)
  let isNarrowed = false
  for (const dimension of CUBE_CODES) {
    const wanted = dimension === 'day' ? null : wantedLabels(filter, dimension)
    if (wanted === null) continue
    isNarrowed = true
    const fails = Uint8Array.from(cube.labels[dimension], (label) => (wanted.has(label) ? 0 : 1))
    markFailing(failing, fails, cube.codes[dimension])
  }
  if (!isNarrowed) return null
  const passing = new Uint32Array(cube.rows)
  let count = 0
  for (let row = 0; row < failing.length; row++) if (failing[row] === 0) passing[count++] = row
  return passing.slice(0, count)
}

function markFailing(failing: Uint8Array, fails: Uint8Array, codes: ArrayLike<number>): void {
  for (let row = 0; row < failing.length; row++) failing[row]! |= fails[codes[row]!]!
}

function wantedLabels(filter: SliceFilter, dimension: RowDimension): Set<string> | null {
  const values: readonly (string | number)[] | undefined = filter[dimension]
  if (values === undefined) return null
  return new Set(values.map((value) => (typeof value === 'number' ? String(value).padStart(2, '0') : value)))
}
