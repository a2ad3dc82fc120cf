/** One possible pair: a row, a column (both counted from 0) and its cost in whole units >= 0. */
export interface UnitEdge {
  readonly row: number
  readonly column: number
  readonly units: number
}

const NONE = -1
const UNSEEN = 0
const FRONTIER = 1
const SCANNED = 2

/**
 * Returns the column of each row (-1: none) in the matching of most pairs, among those of lowest total units, and among
 * those of lowest total (row - column)^2, so that equal costs pair in order. Edges are distinct; units times rows must
 * stay well below 2^53, so that sums are exact and ties are real.
 *
 * Rows join one at a time along the shortest augmenting path over reduced costs, found by Dijkstra's search on sparse
 * lists, which stops at the first free column (Jonker and Volgenant 1987). Every row may also stay alone at a price above
 * any total of costs: that makes the number of pairs come first.
 */
export function assignMinCost(rows: number, columns: number, edges: readonly UnitEdge[]): Int32Array {
  const search = new PathSearch(rows, columns, edges)
  for (let row = 0; row < rows; row++) search.insert(row)
  return search.columnOf
}

/** Lengths are compared by units, then by tie; both are kept side by side in the arrays below. */
class PathSearch {
  readonly columnOf: Int32Array
  private readonly rowOf: Int32Array
  private readonly edgesOf: UnitEdge[][]
  private readonly alone: number
  private readonly rowUnits: Float64Array
  private readonly rowTie: Float64Array
  private readonly columnUnits: Float64Array
  private readonly columnTie: Float64Array
  private readonly distanceUnits: Float64Array
  private readonly distanceTie: Float64Array
  private readonly parent: Int32Array
  private readonly state: Uint8Array
  private seen: number[] = []
  private frontier: number[] = []
  private end = { row: NONE, column: NONE, units: Infinity, tie: 0 }

  constructor(rows: number, columns: number, edges: readonly UnitEdge[]) {
    this.edgesOf = Array.from({ length: rows }, () => [])
    for (const edge of edges) this.edgesOf[edge.row]?.push(edge)
    this.alone = (edges.reduce((largest, edge) => Math.max(largest, edge.units), 0) + 1) * (rows + 1)
    this.columnOf = new Int32Array(rows).fill(NONE)
    this.rowOf = new Int32Array(columns).fill(NONE)
    this.rowUnits = new Float64Array(rows)
    this.rowTie = new Float64Array(rows)
    this.columnUnits = new Float64Array(columns)
    this.columnTie = new Float64Array(columns)
    this.distanceUnits = new Float64Array(columns)
    this.distanceTie = new Float64Array(columns)
    this.parent = new Int32Array(columns)
    this.state = new Uint8Array(columns)
  }

  insert(root: number): void {
    this.end = { row: NONE, column: NONE, units: Infinity, tie: 0 }
    this.scan(root, 0, 0)
    for (let column = this.takeNearest(); column !== NONE; column = this.takeNearest()) {
      this.scan(at(this.rowOf, column), at(this.distanceUnits, column), at(this.distanceTie, column))
    }
    this.raisePotentials(root)
    this.augment()
  }

  /** Relaxes a row's edges, and the choice of leaving it alone, from its distance. */
  private scan(row: number, units: number, tie: number): void {
    const slackUnits = units - at(this.rowUnits, row)
    const slackTie = tie - at(this.rowTie, row)
    this.offerEnd(row, NONE, slackUnits + this.alone, slackTie)
    for (const edge of this.edgesOf[row] ?? []) {
      const { column } = edge
      if (at(this.state, column) === SCANNED) continue
      const newUnits = slackUnits + edge.units - at(this.columnUnits, column)
      const newTie = slackTie + (row - column) ** 2 - at(this.columnTie, column)
      this.reach(row, column, newUnits, newTie)
    }
  }

  private reach(row: number, column: number, units: number, tie: number): void {
    const unseen = at(this.state, column) === UNSEEN
    if (!unseen && !isLess(units, tie, at(this.distanceUnits, column), at(this.distanceTie, column))) return
    this.distanceUnits[column] = units
    this.distanceTie[column] = tie
    this.parent[column] = row
    if (at(this.rowOf, column) === NONE) this.offerEnd(NONE, column, units, tie)
    if (!unseen) return
    this.state[column] = FRONTIER
    this.seen.push(column)
    if (at(this.rowOf, column) !== NONE) this.frontier.push(column)
  }

  private offerEnd(row: number, column: number, units: number, tie: number): void {
    if (isLess(units, tie, this.end.units, this.end.tie)) this.end = { row, column, units, tie }
  }

  /** Returns the nearest matched column nearer than the end, ties by its number, or -1. */
  private takeNearest(): number {
    let best = NONE
    let units = this.end.units
    let tie = this.end.tie
    for (let index = 0; index < this.frontier.length; index++) {
      const column = at(this.frontier, index)
      const columnUnits = at(this.distanceUnits, column)
      const columnTie = at(this.distanceTie, column)
      const equal = best !== NONE && columnUnits === units && columnTie === tie && column < at(this.frontier, best)
      if (!equal && !isLess(columnUnits, columnTie, units, tie)) continue
      best = index
      units = columnUnits
      tie = columnTie
    }
    if (best === NONE) return NONE
    const column = at(this.frontier, best)
    this.frontier[best] = at(this.frontier, this.frontier.length - 1)
    this.frontier.pop()
    this.state[column] = SCANNED
    return column
  }

  private raisePotentials(root: number): void {
    this.rowUnits[root] = at(this.rowUnits, root) + this.end.units
    this.rowTie[root] = at(this.rowTie, root) + this.end.tie
    for (const column of this.seen) {
      if (at(this.state, column) === SCANNED) this.raiseMatched(column)
      this.state[column] = UNSEEN
    }
    this.seen = []
    this.frontier = []
  }

  private raiseMatched(column: number): void {
    const row = at(this.rowOf, column)
    const units = this.end.units - at(this.distanceUnits, column)
    const tie = this.end.tie - at(this.distanceTie, column)
    this.rowUnits[row] = at(this.rowUnits, row) + units
    this.rowTie[row] = at(this.rowTie, row) + tie
    this.columnUnits[column] = at(this.columnUnits, column) - units
    this.columnTie[column] = at(this.columnTie, column) - tie
  }

  /** Hands each column of the path to the row that reached it; a row left alone gives its column up. */
  private augment(): void {
    let { column } = this.end
    if (this.end.row !== NONE) {
      column = at(this.columnOf, this.end.row)
      this.columnOf[this.end.row] = NONE
    }
    while (column !== NONE) {
      const row = at(this.parent, column)
      const given = at(this.columnOf, row)
      this.columnOf[row] = column
      this.rowOf[column] = row
      column = given
    }
  }
}

function isLess(units: number, tie: number, thanUnits: number, thanTie: number): boolean {
  return units < thanUnits || (units === thanUnits && tie < thanTie)
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? NONE
}
