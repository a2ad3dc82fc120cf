/** A small dense matrix, row by row. */
export type Matrix = readonly (readonly number[])[]

/** Returns the inverse of a symmetric positive definite matrix by Cholesky, or null when it is not (columns that say the same, or nothing). */
export function invertPositiveDefinite(matrix: Matrix): number[][] | null {
  const factor = cholesky(matrix)
  if (factor === null) return null
  const size = matrix.length
  const columns = Array.from({ length: size }, (_, k) => solveFactored(factor, unit(size, k)))
  return Array.from({ length: size }, (_, i) => columns.map((column) => column[i]!))
}

/** Returns x with matrix * x = right for a symmetric positive definite matrix, or null. */
export function solvePositiveDefinite(matrix: Matrix, right: readonly number[]): number[] | null {
  const factor = cholesky(matrix)
  return factor === null ? null : solveFactored(factor, right)
}

/** Returns a * b. */
export function multiply(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)))
}

/** Returns a covariance matrix scaled to correlations; a zero variance gives zeros. */
export function correlationOf(covariance: Matrix): number[][] {
  const scale = covariance.map((row, i) => (row[i]! > 0 ? 1 / Math.sqrt(row[i]!) : 0))
  return covariance.map((row, i) => row.map((value, j) => value * scale[i]! * scale[j]!))
}

function cholesky(matrix: Matrix): number[][] | null {
  const size = matrix.length
  const lower = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let value = matrix[i]![j]!
      for (let k = 0; k < j; k++) value -= lower[i]![k]! * lower[j]![k]!
      if (i === j && !(value > 1e-13 * matrix[i]![i]!)) return null
      lower[i]![j] = i === j ? Math.sqrt(value) : value / lower[j]![j]!
    }
  return lower
}

function solveFactored(lower: Matrix, right: readonly number[]): number[] {
  const size = right.length
  const x = [...right]
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!
    x[i]! /= lower[i]![i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= lower[k]![i]! * x[k]!
    x[i]! /= lower[i]![i]!
  }
  return x
}

function unit(size: number, k: number): number[] {
  return Array.from({ length: size }, (_, i) => (i === k ? 1 : 0))
}
