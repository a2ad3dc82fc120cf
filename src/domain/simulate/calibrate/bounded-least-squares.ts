import { PIECE, type Stepwise } from './stepwise.ts'
import { invertPositiveDefinite, multiply, solvePositiveDefinite, type Matrix } from './symmetric-matrix.ts'

/** Huber's tuning constant: 95 % as efficient as least squares on normal errors. Huber (1964). */
export const HUBER_K = 1.345

/** A regression: `predict` returns the value of observation i and writes its gradient. */
export interface RegressionProblem {
  readonly count: number
  readonly observed: (i: number) => number
  readonly predict: (parameters: readonly number[], i: number, gradient: number[]) => number
  /** Standard deviation of observation i's error; weights are its inverse square. */
  readonly deviation: (i: number) => number
  readonly start: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  /** Infinity for plain least squares. */
  readonly huberK: number
}

/** A fit: parameters, their sandwich covariance (null when columns say the same), and the information matrix behind both. */
export interface RegressionFit {
  readonly parameters: readonly number[]
  readonly covariance: Matrix | null
  readonly information: Matrix
  readonly iterations: number
}

const MOST_ITERATIONS = 100
const TOLERANCE = 1e-10

/**
 * Minimises the sum of Huber's loss of (observed - predicted) / deviation inside bounds, by Levenberg-Marquardt on
 * reweighted least squares with active bounds held. The covariance is the M-estimator's sandwich A^-1 B A^-1, A = sum of
 * psi'(u) g g' / s^2, B = sum of psi(u)^2 g g' / s^2, so it holds for errors that are not normal. Huber (1981), chapter 7.
 * Lets other work in every 32,768 observations.
 */
export function* fitBounded(problem: RegressionProblem): Stepwise<RegressionFit> {
  let parameters = [...problem.start]
  let damping = 1e-6
  let loss = yield* lossOf(problem, parameters)
  let iterations = 0
  for (; iterations < MOST_ITERATIONS && damping < 1e12; iterations++) {
    const { information, score } = yield* normalEquations(problem, parameters)
    const step = boundedStep(problem, parameters, information, score, damping)
    const trial = parameters.map((value, k) =>
      Math.min(problem.upper[k]!, Math.max(problem.lower[k]!, value + step[k]!)),
    )
    const trialLoss = yield* lossOf(problem, trial)
    if (trialLoss > loss) {
      damping *= 10
      continue
    }
    const settled = loss - trialLoss <= TOLERANCE * (Math.abs(loss) + 1e-300)
    parameters = trial
    loss = trialLoss
    damping = Math.max(1e-12, damping / 10)
    if (settled) break
  }
  const { information, outer } = yield* normalEquations(problem, parameters)
  const inverse = invertPositiveDefinite(information)
  return { parameters, covariance: inverse && multiply(multiply(inverse, outer), inverse), information, iterations }
}

/** Returns Huber's loss of a standardised residual: u^2 / 2 within k, k |u| - k^2 / 2 beyond. */
export function huberLoss(u: number, k: number): number {
  const size = Math.abs(u)
  return size <= k ? (u * u) / 2 : k * size - (k * k) / 2
}

function* lossOf(
  { count, observed, predict, deviation, huberK }: RegressionProblem,
  parameters: readonly number[],
): Stepwise<number> {
  const gradient = parameters.map(() => 0)
  let loss = 0
  for (let i = 0; i < count; i++) {
    loss += huberLoss((observed(i) - predict(parameters, i, gradient)) / deviation(i), huberK)
    if ((i + 1) % PIECE === 0) yield null
  }
  return loss
}

function* normalEquations(
  { count, observed, predict, deviation, huberK }: RegressionProblem,
  parameters: readonly number[],
): Stepwise<{ information: number[][]; outer: number[][]; score: number[] }> {
  const size = parameters.length
  const square = () => Array.from({ length: size }, () => new Array<number>(size).fill(0))
  const information = square()
  const outer = square()
  const score = new Array<number>(size).fill(0)
  const gradient = new Array<number>(size).fill(0)
  for (let i = 0; i < count; i++) {
    const scale = deviation(i)
    const u = (observed(i) - predict(parameters, i, gradient)) / scale
    const psi = Math.max(-huberK, Math.min(huberK, u))
    const inside = Math.abs(u) <= huberK ? 1 : 0
    for (let a = 0; a < size; a++) {
      const ga = gradient[a]! / scale
      score[a]! += psi * ga
      for (let b = 0; b <= a; b++) {
        const product = (ga * gradient[b]!) / scale
        information[a]![b]! += inside * product
        outer[a]![b]! += psi * psi * product
      }
    }
    if ((i + 1) % PIECE === 0) yield null
  }
  for (const matrix of [information, outer])
    for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) matrix[b]![a] = matrix[a]![b]!
  return { information, outer, score }
}

/** Returns the damped step of the parameters that may move: one at a bound that the score pushes outward is held. */
function boundedStep(
  { lower, upper }: RegressionProblem,
  parameters: readonly number[],
  information: Matrix,
  score: readonly number[],
  damping: number,
): number[] {
  const free = parameters.flatMap((value, k) =>
    (value <= lower[k]! && score[k]! < 0) || (value >= upper[k]! && score[k]! > 0) ? [] : [k],
  )
  const matrix = free.map((a) =>
    free.map((b) => information[a]![b]! + (a === b ? damping * (information[a]![a]! + 1e-12) : 0)),
  )
  const solved = solvePositiveDefinite(
    matrix,
    free.map((k) => score[k]!),
  )
  const step = parameters.map(() => 0)
  free.forEach((k, index) => (step[k] = solved?.[index] ?? 0))
  return step
}
