import { normalQuantile } from './normal.ts'

/**
 * Returns Wilson's score interval of a proportion, two-sided: (2np + z^2 -+ z sqrt(z^2 + 4npq)) / (2(n + z^2)).
 * Null without trials. Wilson (1927); Newcombe (1998) method 3: 81 of 263 gives 0.2553 to 0.3662.
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): readonly [number, number] | null {
  if (trials <= 0) return null
  const z = normalQuantile((1 + confidence) / 2)
  const centre = 2 * successes + z * z
  const halfWidth = z * Math.sqrt(z * z + 4 * successes * (1 - successes / trials))
  const scale = 2 * (trials + z * z)
  return [Math.max(0, (centre - halfWidth) / scale), Math.min(1, (centre + halfWidth) / scale)]
}
