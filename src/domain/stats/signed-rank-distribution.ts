/** Returns how many of the 2^n sign patterns give each signed-rank sum 0 .. n(n+1)/2 (exact in a double to n = 52). */
function counts(n: number): Float64Array {
  const ways = new Float64Array((n * (n + 1)) / 2 + 1)
  ways[0] = 1
  let top = 0
  for (let rank = 1; rank <= n; rank++) {
    top += rank
    for (let sum = top; sum >= rank; sum--) ways[sum] = (ways[sum] ?? 0) + (ways[sum - rank] ?? 0)
  }
  return ways
}

/** Returns P(V <= v) of Wilcoxon's signed-rank statistic of `n` untied differences under symmetry about 0. */
export function signedRankLowerTail(v: number, n: number): number {
  return counts(n).reduce((sum, ways, value) => (value <= v ? sum + ways : sum), 0) / 2 ** n
}

/** Returns the smallest v with P(V <= v) >= p. */
export function signedRankQuantile(p: number, n: number): number {
  const ways = counts(n)
  let cumulated = 0
  for (let v = 0; v < ways.length; v++) {
    cumulated += ways[v] ?? 0
    if (cumulated / 2 ** n >= p) return v
  }
  return ways.length - 1
}
