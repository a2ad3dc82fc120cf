/** Returns a copy in ascending order. */
export function ascending(values: readonly number[]): number[] {
  return [...Float64Array.from(values).sort()]
}

/** Returns the median of values already in ascending order (mean of the middle two), or null when there are none. */
export function medianOfSorted(sorted: readonly number[]): number | null {
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Ranks from 1, ties sharing their mean rank, and `tieTerm` = sum of t^3 - t over groups of t equal values. */
export interface Ranking {
  readonly ranks: readonly number[]
  readonly tieTerm: number
}

/** Returns mid-ranks in the order given and the tie term every rank variance needs. */
export function midRanks(values: readonly number[]): Ranking {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value)
  const ranks = new Array<number>(values.length).fill(0)
  let tieTerm = 0
  for (let start = 0; start < order.length;) {
    let end = start + 1
    while (end < order.length && order[end]?.value === order[start]?.value) end++
    const ties = end - start
    tieTerm += ties ** 3 - ties
    for (const item of order.slice(start, end)) ranks[item.index] = (start + 1 + end) / 2
    start = end
  }
  return { ranks, tieTerm }
}

/** Returns the value of 0-based `rank` in ascending order, reordering the array in place; linear time. Hoare (1961), quickselect. */
export function selectRank(values: Float64Array, rank: number): number {
  let [low, high] = [0, values.length - 1]
  while (low < high) {
    const pivot = values[(low + high) >> 1]!
    let [left, right] = [low, high]
    while (left <= right) {
      while (values[left]! < pivot) left++
      while (values[right]! > pivot) right--
      if (left > right) break
      const swapped = values[left]!
      values[left++] = values[right]!
      values[right--] = swapped
    }
    if (rank <= right) high = right
    else if (rank >= left) low = left
    else break
  }
  return values[rank]!
}
