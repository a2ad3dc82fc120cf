import { CAUSES, type Cause } from './review.ts'

/** Returns one value for every cause. */
export function byCause<T>(of: (cause: Cause) => T): Record<Cause, T> {
  return Object.fromEntries(CAUSES.map((cause) => [cause, of(cause)])) as Record<Cause, T>
}
