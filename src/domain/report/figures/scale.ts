/** Maps a value to a position of a drawing. */
export type Scale = (value: number) => number

/** Returns a linear scale from `low..high` to `from..to`; a domain without extent maps to the middle. */
export function linearScale(low: number, high: number, from: number, to: number): Scale {
  if (high === low) return () => (from + to) / 2
  return (value) => from + ((value - low) / (high - low)) * (to - from)
}

/** Returns a logarithmic scale from `low..high`, both above 0; values at or below `low` sit on it. */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  const linear = linearScale(Math.log10(low), Math.log10(high), from, to)
  return (value) => linear(Math.log10(Math.max(low, value)))
}

/** Returns round values (1, 2, 5 times a power of ten apart) inside `low..high`, about as many as asked. */
export function niceTicks(low: number, high: number, about: number): number[] {
  if (!(high > low)) return [low]
  const rough = (high - low) / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10) * power
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

/** Returns 1, 2, 5 times powers of ten inside `low..high`; powers of ten only where that would be more than nine. */
export function logTicks(low: number, high: number): number[] {
  const powers = Array.from(
    { length: Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, index) => 10 ** (Math.floor(Math.log10(low)) + index),
  )
  const inside = (value: number) => value >= low * 0.999 && value <= high * 1.001
  const all = powers.flatMap((power) => [power, 2 * power, 5 * power]).filter(inside)
  return all.length <= 9 ? all : powers.filter(inside)
}

/** Returns the decimals that tell ticks apart, none to six. */
export function tickDecimals(ticks: readonly number[]): number {
  const [first = 0, second = first] = ticks
  const step = Math.abs(second - first) || Math.abs(first) || 1
  return Math.min(6, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
}
