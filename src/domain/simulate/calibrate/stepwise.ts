/** Where long work stands, in words and counts. */
export interface Step {
  readonly step: string
  readonly done: number
  readonly total: number
}

/**
 * Long work in pieces of some tens of milliseconds: yields a {@link Step} where another begins, null to let other work in.
 * Whoever runs it reports, waits or stops between pieces; stopping is not going on.
 */
export type Stepwise<T> = Generator<Step | null, T, void>

/** Observations a loop goes through before it lets other work in. */
export const PIECE = 1 << 15

/** Runs work to its end at once and returns what it gives. */
export function finish<T>(work: Stepwise<T>): T {
  for (;;) {
    const next = work.next()
    if (next.done === true) return next.value
  }
}

/** Returns `count` values, letting other work in as {@link PIECE} says, or oftener where a value is dear. */
export function* valuesOf(count: number, value: (k: number) => number, piece = PIECE): Stepwise<Float64Array> {
  const values = new Float64Array(count)
  for (let k = 0; k < count; k++) {
    values[k] = value(k)
    if ((k + 1) % piece === 0) yield null
  }
  return values
}

/** Runs one part of longer work: its steps count from `before`, of `total`. */
export function* counted<T>(work: Stepwise<T>, before: number, total: number): Stepwise<T> {
  for (;;) {
    const next = work.next()
    if (next.done === true) return next.value
    yield next.value && { ...next.value, done: before + next.value.done, total }
  }
}
