import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignPairs, type AssignmentEdge } from '#domain/parity/assignment.ts'
import { createRandomSource } from '#domain/stats/random.ts'

const edge = (live: number, backtest: number, cost: number): AssignmentEdge => ({ live, backtest, cost })
const chosen = (edges: readonly AssignmentEdge[]) =>
  assignPairs(edges).map((pair) => `${String(pair.live)}-${String(pair.backtest)}`)
const totalCost = (edges: readonly AssignmentEdge[]) => edges.reduce((total, { cost }) => total + cost, 0)

describe('assignment', () => {
  it('prefers two dear pairs to one cheap one', () => {
    // Cheapest first takes 0-0 at 0 and leaves both others alone.
    expect(chosen([edge(0, 0, 0), edge(0, 1, 5), edge(1, 0, 5)])).toEqual(['0-1', '1-0'])
  })

  it('takes the lowest total, not the lowest first pair', () => {
    // 0-0 and 1-1 cost 1 + 10, 0-1 and 1-0 cost 2 + 2.
    expect(chosen([edge(0, 0, 1), edge(0, 1, 2), edge(1, 0, 2), edge(1, 1, 10)])).toEqual(['0-1', '1-0'])
  })

  it('lets a later order replace an earlier one that is dearer', () => {
    // Only one can have backtest 0; an algorithm that never drops a matched row keeps live 0 at 5.
    expect(chosen([edge(0, 0, 5), edge(1, 0, 1)])).toEqual(['1-0'])
  })

  it('pairs equal costs in order of time instead of crossing', () => {
    // Backtest at 0 s and 1 s, live at 2 s and 3 s: in order 2 + 2, crossed 3 + 1. Nearest first crosses.
    const cost = (live: number, backtest: number) => (live + 2 - backtest) / 60
    const edges = [0, 1].flatMap((live) => [0, 1].map((backtest) => edge(live, backtest, cost(live, backtest))))
    expect(chosen(edges)).toEqual(['0-0', '1-1'])
  })

  it('solves components apart and keeps the caller’s numbers', () => {
    expect(chosen([edge(70, 900, 1), edge(3, 8, 2), edge(3, 9, 1)])).toEqual(['3-9', '70-900'])
    expect(assignPairs([])).toEqual([])
  })

  it('refuses a cost that is negative or not a number', () => {
    expect(() => assignPairs([edge(0, 0, -1)])).toThrow('at least 0')
    expect(() => assignPairs([edge(0, 0, NaN)])).toThrow('at least 0')
  })

  it('goes cheapest first above the limit and says so, in that component only', () => {
    const large = [edge(0, 0, 0), edge(0, 1, 5), edge(1, 0, 5)]
    expect(assignPairs([...large, edge(9, 9, 1)], 3)).toEqual([
      { live: 0, backtest: 0, cost: 0, greedy: true },
      { live: 9, backtest: 9, cost: 1, greedy: false },
    ])
  })
})

const anyEdges = fc.array(
  fc.record({
    live: fc.nat(4),
    backtest: fc.nat(4),
    cost: fc.oneof(fc.nat(3), fc.double({ min: 0, max: 4, noNaN: true })),
  }),
  { maxLength: 14 },
)

/** The best of every matching there is: most pairs, then lowest cost. */
function bruteForce(edges: readonly AssignmentEdge[]): { pairs: number; cost: number } {
  const [first, ...rest] = edges
  if (first === undefined) return { pairs: 0, cost: 0 }
  const without = bruteForce(rest)
  const compatible = bruteForce(rest.filter((other) => other.live !== first.live && other.backtest !== first.backtest))
  const having = { pairs: compatible.pairs + 1, cost: compatible.cost + first.cost }
  const better = having.pairs > without.pairs || (having.pairs === without.pairs && having.cost < without.cost)
  return better ? having : without
}

describe('any assignment', () => {
  it('has the pairs and the cost of the best matching found by trying all', () => {
    fc.assert(
      fc.property(anyEdges, (edges) => {
        const pairs = assignPairs(edges)
        const best = bruteForce(edges)
        expect(pairs.length).toBe(best.pairs)
        expect(totalCost(pairs)).toBeCloseTo(best.cost, 6)
        expect(new Set(pairs.map((pair) => pair.live)).size).toBe(pairs.length)
        expect(new Set(pairs.map((pair) => pair.backtest)).size).toBe(pairs.length)
      }),
      { numRuns: 500 },
    )
  })

  it('never crosses in time where quantities are equal', () => {
    // In order is always among the cheapest for |dt|, and often ties: costs that are rounded to anything but whole
    // microseconds, or ties left to the search, cross.
    const times = fc.array(fc.tuple(fc.nat(500_000_000), fc.nat(500_000_000)), { minLength: 1, maxLength: 7 })
    fc.assert(
      fc.property(times, (micros) => {
        const sorted = (side: 0 | 1) => micros.map((pair) => pair[side]).sort((a, b) => a - b)
        const [live, backtest] = [sorted(0), sorted(1)]
        const edges = live.flatMap((time, i) => backtest.map((other, j) => edge(i, j, Math.abs(time - other) / 60e6)))
        expect(chosen(edges)).toEqual(micros.map((_, index) => `${String(index)}-${String(index)}`))
      }),
      { numRuns: 300 },
    )
  })

  it('does not depend on the order of the edges, exact or greedy', () => {
    fc.assert(
      fc.property(anyEdges, fc.infiniteStream(fc.nat()), fc.constantFrom(2000, 3), (edges, keys, limit) => {
        const keyed = edges.map((value) => ({ value, key: keys.next().value ?? 0 }))
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ value }) => value)
        expect(assignPairs(shuffled, limit)).toEqual(assignPairs(edges, limit))
      }),
      { numRuns: 300 },
    )
  })

  it('solves a component of 2,000 orders exactly: shifted copies pair one to one', () => {
    // Live is the backtest 3 s late in a steady stream, quantities distinct: the truth is the cheapest matching.
    const random = createRandomSource(5)
    const times = Array.from({ length: 1000 }, (_, index) => index * 5 + random() * 4)
    const sizes = times.map(() => 1 + random())
    const edges = times.flatMap((time, live) =>
      times.flatMap((other, backtest) => {
        const dt = Math.abs(time + 3 - other)
        const size = Math.abs(Math.log((sizes[live] ?? 1) / (sizes[backtest] ?? 1)))
        return dt <= 120 ? [edge(live, backtest, dt / 60 + size)] : []
      }),
    )
    const pairs = assignPairs(edges)
    expect(pairs.some((pair) => pair.greedy)).toBe(false)
    expect(pairs.length).toBe(1000)
    expect(totalCost(pairs)).toBeLessThanOrEqual(1000 * (3 / 60) + 1e-6)
  })
})
