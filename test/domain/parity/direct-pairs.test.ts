import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairDirectly, type DirectPairs } from '#domain/parity/direct-pairs.ts'
import { fillColumns, finish, type AnyFill } from './fill-columns.ts'

const fill = (key: number, live: boolean, more: Partial<AnyFill> = {}): AnyFill => ({ key: [key, 7], live, ...more })

function pairs(...fills: AnyFill[]): DirectPairs {
  return finish(pairDirectly(fillColumns(fills)))
}

/** The same by the book: all fills of a key in a list. */
function pairsByLists(fills: readonly AnyFill[]): [number, number][] {
  const byKey = new Map<string, number[]>()
  fills.forEach(({ key }, index) => byKey.set(key.join(' '), [...(byKey.get(key.join(' ')) ?? []), index]))
  return [...byKey.values()]
    .flatMap((group): [number, number][] => {
      const [live, ...otherLive] = group.filter((index) => fills[index]?.live)
      const [backtest, ...others] = group.filter((index) => !fills[index]?.live)
      if (live === undefined || backtest === undefined || otherLive.length + others.length > 0) return []
      const isApart = [live, backtest].some((index) => fills[index]?.apart)
      return isApart || fills[live]?.day !== fills[backtest]?.day ? [] : [[live, backtest]]
    })
    .sort(([a], [b]) => a - b)
}

describe('pairDirectly', () => {
  it('pairs one live and one backtest fill of a key, in the order of the live fills', () => {
    const found = pairs(fill(2, false), fill(1, true), fill(2, true), fill(1, false))
    expect([[...found.live], [...found.backtest], [...found.others]]).toEqual([[1, 2], [3, 0], []])
  })

  it('leaves every fill of a key with three fills, two of one side, another day or a round trip', () => {
    expect([...pairs(fill(1, true), fill(1, false), fill(1, true)).others]).toEqual([0, 1, 2])
    expect([...pairs(fill(1, true), fill(1, true), fill(1, false)).others]).toEqual([0, 1, 2])
    expect([...pairs(fill(1, true), fill(1, true)).others]).toEqual([0, 1])
    expect([...pairs(fill(1, true, { day: 3 }), fill(1, false, { day: 4 })).others]).toEqual([0, 1])
    expect([...pairs(fill(1, true), fill(1, false, { apart: true })).others]).toEqual([0, 1])
  })

  it('tells keys apart that share one of their two words', () => {
    // A join by the word it hashes would pair these.
    const found = pairs({ key: [1, 5], live: true }, { key: [1, 6], live: false }, { key: [2, 5], live: false })
    expect(found.live).toHaveLength(0)
  })

  it('finds nothing among no fills', () => {
    expect(pairs()).toEqual({ live: new Int32Array(0), backtest: new Int32Array(0), others: new Int32Array(0) })
  })

  it('finds what lists by key find, whatever the order, and loses no fill', () => {
    const anyFill = fc.record({
      key: fc.tuple(fc.constantFrom(0, 1, 2 ** 32 - 1), fc.constantFrom(0, 1, 2 ** 31)),
      live: fc.boolean(),
      day: fc.constantFrom(1, 2),
      apart: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 40 }), (fills) => {
        const { live, backtest, others } = pairs(...fills)
        expect([...live].map((index, pair) => [index, backtest[pair]])).toEqual(pairsByLists(fills))
        expect([...live, ...backtest, ...others].sort((a, b) => a - b)).toEqual(fills.map((_, index) => index))
      }),
    )
  })

  it('finds the same where the fills take many parts', () => {
    // 200,000 fills are four parts; every third key has no counterpart.
    const fills = Array.from({ length: 100_000 }, (_, id): AnyFill[] => {
      const key: [number, number] = [Math.imul(id, 2_654_435_761) >>> 0, id]
      return id % 3 === 0
        ? [{ key, live: true }]
        : [
            { key, live: true },
            { key, live: false },
          ]
    }).flat()
    const found = finish(pairDirectly(fillColumns(fills)))
    expect(found.live).toHaveLength(66_666)
    expect(found.others).toHaveLength(33_334)
    expect([...found.backtest]).toEqual([...found.live].map((index) => index + 1))
  })
})
