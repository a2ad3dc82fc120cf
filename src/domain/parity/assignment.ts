import { invariant } from '#shared/errors.ts'
import { assignMinCost } from './min-cost-assignment.ts'

/** One allowed pair and its cost >= 0. The caller numbers each side's orders in (time, id) order. */
export interface AssignmentEdge {
  readonly live: number
  readonly backtest: number
  readonly cost: number
}

/** A chosen pair; `greedy` where its component was too large to be solved exactly. */
export interface AssignedPair extends AssignmentEdge {
  readonly greedy: boolean
}

/** Orders of both sides together up to which a component is solved exactly. */
const EXACT_ORDER_LIMIT = 2000

/**
 * Returns a one-to-one assignment along `edges`: as many pairs as possible, then the lowest total cost, then pairs in
 * order (lowest sum of squared differences of rank), listed by live number. Each connected component is solved by itself, exactly up to
 * `exactOrderLimit` orders; above that cheapest edge first (ties by live, then backtest number), marked greedy. Costs are
 * told apart to 1 / 60e6, a microsecond where a minute costs 1. The result depends on the set of edges only, never on their order; of repeated edges the
 * cheapest counts. Throws Invariant for a cost that is negative or not finite.
 */
export function assignPairs(edges: readonly AssignmentEdge[], exactOrderLimit = EXACT_ORDER_LIMIT): AssignedPair[] {
  const pairs = componentsOf(distinct(edges)).flatMap((component) =>
    component.live.length + component.backtest.length > exactOrderLimit
      ? assignGreedily(component)
      : assignExactly(component),
  )
  return pairs.sort((a, b) => a.live - b.live)
}

interface Component {
  readonly live: readonly number[]
  readonly backtest: readonly number[]
  readonly edges: readonly AssignmentEdge[]
}

function distinct(edges: readonly AssignmentEdge[]): AssignmentEdge[] {
  for (const { cost } of edges)
    invariant(cost >= 0 && Number.isFinite(cost), 'the cost of a pair is a finite number of at least 0')
  const sorted = [...edges].sort((a, b) => a.live - b.live || a.backtest - b.backtest || a.cost - b.cost)
  return sorted.filter((edge, index) => {
    const before = sorted[index - 1]
    return before === undefined || before.live !== edge.live || before.backtest !== edge.backtest
  })
}

function componentsOf(edges: readonly AssignmentEdge[]): Component[] {
  const byLive = Map.groupBy(edges, (edge) => edge.live)
  const byBacktest = Map.groupBy(edges, (edge) => edge.backtest)
  const visited = new Set<number>()
  return [...byLive.keys()].flatMap((live) => (visited.has(live) ? [] : [spread(live, byLive, byBacktest, visited)]))
}

type EdgesBy = ReadonlyMap<number, readonly AssignmentEdge[]>

function spread(start: number, byLive: EdgesBy, byBacktest: EdgesBy, visited: Set<number>): Component {
  const live = [start]
  const backtest = new Set<number>()
  visited.add(start)
  for (const order of live) {
    for (const edge of byLive.get(order) ?? []) {
      if (backtest.has(edge.backtest)) continue
      backtest.add(edge.backtest)
      for (const other of byBacktest.get(edge.backtest) ?? []) {
        if (visited.has(other.live)) continue
        visited.add(other.live)
        live.push(other.live)
      }
    }
  }
  const ascending = (a: number, b: number) => a - b
  live.sort(ascending)
  return { live, backtest: [...backtest].sort(ascending), edges: live.flatMap((order) => byLive.get(order) ?? []) }
}

function assignExactly({ live, backtest, edges }: Component): AssignedPair[] {
  const unit = costUnit(edges, live.length)
  const rowOf = new Map(live.map((order, row) => [order, row]))
  const columnOf = new Map(backtest.map((order, column) => [order, column]))
  const place = (edge: AssignmentEdge) => ({ row: rowOf.get(edge.live) ?? 0, column: columnOf.get(edge.backtest) ?? 0 })
  const units = edges.map((edge) => ({ ...place(edge), units: Math.round(edge.cost / unit) }))
  const chosen = assignMinCost(live.length, backtest.length, units)
  return edges
    .filter((edge) => chosen[place(edge).row] === place(edge).column)
    .map((edge) => ({ ...edge, greedy: false }))
}

/** A microsecond where a minute costs 1, so that time differences are whole and equal sums stay equal. */
const COST_UNIT = 1 / 60e6

/** The cost unit, or a multiple of it where totals would leave the range of exact whole numbers. */
function costUnit(edges: readonly AssignmentEdge[], rows: number): number {
  const largest = edges.reduce((most, edge) => Math.max(most, edge.cost), 0)
  return COST_UNIT * Math.max(1, Math.ceil((8 * largest * (rows + 2)) / COST_UNIT / Number.MAX_SAFE_INTEGER))
}

function assignGreedily({ edges }: Component): AssignedPair[] {
  const takenLive = new Set<number>()
  const takenBacktest = new Set<number>()
  const cheapestFirst = [...edges].sort((a, b) => a.cost - b.cost || a.live - b.live || a.backtest - b.backtest)
  const pairs: AssignedPair[] = []
  for (const edge of cheapestFirst) {
    if (takenLive.has(edge.live) || takenBacktest.has(edge.backtest)) continue
    takenLive.add(edge.live)
    takenBacktest.add(edge.backtest)
    pairs.push({ ...edge, greedy: true })
  }
  return pairs
}
