import type { FillColumns } from '#domain/parity/fill-columns.ts'

/** One fill for a test; what is not said is plain: bought 1 of instrument 0 at 100 on day 1, no fee, no mid. */
export interface AnyFill {
  readonly key: readonly [number, number]
  readonly live: boolean
  readonly side?: 1 | -1
  readonly apart?: boolean
  readonly t?: number
  readonly day?: number
  readonly instrument?: number
  readonly qty?: number
  readonly price?: number
  readonly fee?: number | null
  readonly feeBase?: number
  readonly mid?: number | null
  readonly arrivalMid?: number | null
}

/** Puts fills into columns; row of the database = index. */
export function fillColumns(fills: readonly AnyFill[]): FillColumns {
  const numbers = (valueOf: (fill: AnyFill) => number | null | undefined, otherwise: number) =>
    Float64Array.from(fills, (fill) => {
      const value = valueOf(fill)
      return value === undefined ? otherwise : (value ?? NaN)
    })
  return {
    row: Uint32Array.from(fills.keys()),
    live: Uint8Array.from(fills, ({ live }) => Number(live)),
    side: Int8Array.from(fills, ({ side }) => side ?? 1),
    key: Uint32Array.from(fills.flatMap(({ key }) => key)),
    apart: Uint8Array.from(fills, ({ apart }) => Number(apart ?? false)),
    t: numbers(({ t }) => t, 0),
    day: Int32Array.from(fills, ({ day }) => day ?? 1),
    instrument: Uint32Array.from(fills, ({ instrument }) => instrument ?? 0),
    qty: numbers(({ qty }) => qty, 1),
    price: numbers(({ price }) => price, 100),
    fee: numbers(({ fee }) => fee, 0),
    feeBase: numbers(({ feeBase }) => feeBase, 0),
    mid: numbers(({ mid }) => mid, NaN),
    arrivalMid: numbers(({ arrivalMid }) => arrivalMid, NaN),
  }
}

/** Runs a computation in steps to its end. */
export function finish<T>(steps: Generator<number, T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}
