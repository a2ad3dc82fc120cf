import { sum } from '#domain/stats/moments.ts'
import { CAUSES, type Cause } from '#shared/review.ts'

/** Money by cause, live minus backtest. */
export type MoneyByCause = Readonly<Record<Cause, number>>

/** One cell of the finest crossing: a value for each dimension, live notional, and the active P&L of its legs and of its positions. Spreads in bps where the data has them. */
export interface SliceRow {
  readonly dimensions: Readonly<Record<string, string>>
  readonly notional: number
  readonly new: MoneyByCause
  readonly carry: MoneyByCause
  readonly liveSpreadBps?: number | null
  readonly backtestSpreadBps?: number | null
}

/** A slice or crossing of slices: the rows that share `slice`. Shares are fractions; money live minus backtest. */
export interface Slice {
  readonly slice: Readonly<Record<string, string>>
  readonly notional: number
  readonly notionalShare: number | null
  readonly pnl: number
  readonly newPnl: number
  readonly carryPnl: number
  /** Part of the whole active P&L, above 1 where others offset it; null when the whole is under a tenth of its grouping's absolute sum. */
  readonly share: number | null
  /** The cause with the largest part in the direction of `pnl`. */
  readonly cause: Cause
  /** Live over backtest mean spread, weighted by notional, where both are known. */
  readonly spreadRatio: number | null
  /** Share of P&L (of the absolute sum where share is null) less share of notional: what it carries beyond its size. */
  readonly excess: number
  /** Whether it may hold entries without their exits, so that its P&L hangs on the mark between them and not on what was traded. */
  readonly splitsPositions: boolean
}

/** The deepest crossing: three dimensions are what a sentence can say. */
const DEEPEST = 3
/** How much more a crossing must carry than a slice it lies in, to be worth its extra words. */
const WORTH_SAYING = 0.05
/** The causes that are P&L of positions: an entry and its exit each earn against the day's mark, and only their sum is free of it. */
const POSITION_CAUSES: readonly Cause[] = ['alpha', 'sizing']
/** A slice may hold this part of its P&L in positions before how they are split matters. */
const SPLIT_POSITIONS = 0.1
/** Below this part of the absolute sum a total is what large offsetting parts left, and shares of it mean nothing. */
const MEANINGFUL_TOTAL = 0.1

/**
 * Returns every slice and crossing (up to three dimensions) of the rows, ranked by what it carries beyond its share of
 * notional (ties: fewer dimensions, then larger P&L, then name). Left out: the whole itself, slices whose value is not
 * known, and a crossing that carries less than 0.05 more than a slice it lies in that does not split positions. `cause`
 * restricts the P&L to that cause.
 */
export function rankSlices(rows: readonly SliceRow[], cause?: Cause): Slice[] {
  const whole = totals(rows, cause)
  const groupings = combinations(dimensionsOf(rows)).map((names) => groupBy(rows, names, whole, cause))
  const all = new Map(groupings.flat().map((slice) => [nameOf(slice.slice), slice]))
  return [...all.values()]
    .filter((slice) => slice.notional !== whole.notional || slice.pnl !== whole.pnl)
    .filter((slice) => !Object.values(slice.slice).includes('') && beatsItsParents(slice, all))
    .sort((a, b) => b.excess - a.excess || size(a) - size(b) || Math.abs(b.pnl) - Math.abs(a.pnl) || compare(a, b))
}

/** Returns whether `total` is at least a tenth of the absolute sum of `parts`, so that shares of it mean something. */
export function isMeaningfulTotal(total: number, parts: readonly number[]): boolean {
  return total !== 0 && Math.abs(total) >= MEANINGFUL_TOTAL * sum(parts.map(Math.abs))
}

/** Returns the sum of each cause over rows, new and carry together. */
export function causeTotals(rows: readonly SliceRow[]): Record<Cause, number> {
  const entries = CAUSES.map(
    (cause) => [cause, sum(rows.flatMap((row) => [row.new[cause], row.carry[cause]]))] as const,
  )
  return Object.fromEntries(entries) as Record<Cause, number>
}

interface Totals {
  readonly notional: number
  readonly newPnl: number
  readonly carryPnl: number
  readonly pnl: number
}

function totals(rows: readonly SliceRow[], cause: Cause | undefined): Totals {
  const of = (money: MoneyByCause) => (cause === undefined ? sum(Object.values(money)) : money[cause])
  const newPnl = sum(rows.map((row) => of(row.new)))
  const carryPnl = sum(rows.map((row) => of(row.carry)))
  return { notional: sum(rows.map((row) => row.notional)), newPnl, carryPnl, pnl: newPnl + carryPnl }
}

function groupBy(
  rows: readonly SliceRow[],
  names: readonly string[],
  whole: Totals,
  cause: Cause | undefined,
): Slice[] {
  const pick = (row: SliceRow) => Object.fromEntries(names.map((name) => [name, row.dimensions[name] ?? '']))
  const groups = [...Map.groupBy(rows, (row) => nameOf(pick(row))).values()].map((members) => ({
    members,
    ...totals(members, cause),
  }))
  const parts = groups.map((group) => group.pnl)
  const meaningful = isMeaningfulTotal(whole.pnl, parts)
  const absolute = sum(parts.map(Math.abs))
  return groups.map(({ members, ...group }) => {
    const share = meaningful ? group.pnl / whole.pnl : null
    const notionalShare = whole.notional === 0 ? null : group.notional / whole.notional
    const carried = share ?? (absolute === 0 ? 0 : Math.abs(group.pnl) / absolute)
    const slice = members[0] === undefined ? {} : pick(members[0])
    const spreadRatio = spreadRatioOf(members)
    const position = positionPnl(members, cause)
    return {
      slice,
      ...group,
      notionalShare,
      share,
      cause: cause ?? dominantCause(members),
      spreadRatio,
      excess: carried - (notionalShare ?? 0),
      splitsPositions: names.some((name) => name !== 'symbol') && position > SPLIT_POSITIONS * Math.abs(group.pnl),
    }
  })
}

/** Returns how much of the rows' P&L, in absolute terms, the causes make that are P&L of positions. */
function positionPnl(rows: readonly SliceRow[], cause: Cause | undefined): number {
  const byCause = causeTotals(rows)
  const counted = POSITION_CAUSES.filter((name) => cause === undefined || name === cause)
  return sum(counted.map((name) => Math.abs(byCause[name])))
}

/** Returns the cause with the largest part in the direction of the rows' P&L. */
export function dominantCause(rows: readonly SliceRow[]): Cause {
  const byCause = causeTotals(rows)
  const direction = Math.sign(sum(Object.values(byCause))) || -1
  return CAUSES.reduce((best, cause) => (byCause[cause] * direction > byCause[best] * direction ? cause : best))
}

function spreadRatioOf(rows: readonly SliceRow[]): number | null {
  const known = rows.filter((row) => (row.liveSpreadBps ?? 0) > 0 && (row.backtestSpreadBps ?? 0) > 0)
  const backtest = sum(known.map((row) => row.notional * (row.backtestSpreadBps ?? 0)))
  return backtest === 0 ? null : sum(known.map((row) => row.notional * (row.liveSpreadBps ?? 0))) / backtest
}

function beatsItsParents({ slice, excess }: Slice, all: ReadonlyMap<string, Slice>): boolean {
  const entries = Object.entries(slice)
  if (entries.length < 2) return true
  const parents = subsets(entries).map((parent) => all.get(nameOf(Object.fromEntries(parent))))
  return parents.every(
    (parent) => parent === undefined || parent.splitsPositions || excess >= parent.excess + WORTH_SAYING,
  )
}

/** Every proper, non-empty subset, in the order given. */
function subsets<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: 2 ** items.length - 2 }, (_, index) =>
    items.filter((_item, bit) => ((index + 1) >> bit) & 1),
  )
}

/** Dimensions with more than one value among the rows; one value says nothing. */
function dimensionsOf(rows: readonly SliceRow[]): string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.dimensions)))].sort()
  return names.filter((name) => new Set(rows.map((row) => row.dimensions[name] ?? '')).size > 1)
}

function combinations(names: readonly string[], most = DEEPEST): string[][] {
  if (most === 0) return []
  return names.flatMap((name, index) => [
    [name],
    ...combinations(names.slice(index + 1), most - 1).map((rest) => [name, ...rest]),
  ])
}

function nameOf(slice: Readonly<Record<string, string>>): string {
  return JSON.stringify(slice)
}

function size({ slice }: Slice): number {
  return Object.keys(slice).length
}

function compare(a: Slice, b: Slice): number {
  const [first, second] = [nameOf(a.slice), nameOf(b.slice)]
  return first < second ? -1 : Number(first > second)
}
