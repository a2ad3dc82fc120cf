/** Returns how many rows have a time at or before `at`; the rows are in ascending order of that time. */
export function countAtOrBefore<Row>(rows: readonly Row[], timeOf: (row: Row) => number, at: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row !== undefined && timeOf(row) <= at) low = middle + 1
    else high = middle
  }
  return low
}
