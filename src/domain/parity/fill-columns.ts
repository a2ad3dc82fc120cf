/**
 * The fills of a review as columns: the same index speaks of the same fill in all of them. What matching by id and the
 * attribution of direct pairs read, a million times over. NaN = unknown. Quantities and fees of the backtest are unscaled.
 */
export interface FillColumns {
  /** Row of the fill in the database. */
  readonly row: Uint32Array
  /** 1 = live, 0 = backtest. */
  readonly live: Uint8Array
  /** 1 = buy, -1 = sell. */
  readonly side: Int8Array
  /** Two words a fill: the 64-bit hash of its strategy, instrument, side and intention. */
  readonly key: Uint32Array
  /** 1 = never part of a direct pair: a fill of a round trip, or one the user has a word on. */
  readonly apart: Uint8Array
  /** UTC microseconds. */
  readonly t: Float64Array
  /** Trading day, days since 1970-01-01. */
  readonly day: Int32Array
  /** Number of the instrument among those of the project, from 0. */
  readonly instrument: Uint32Array
  /** Units of the base times the contract multiplier. */
  readonly qty: Float64Array
  /** In the reporting currency, as the mids are. */
  readonly price: Float64Array
  /** Money; NaN = unknown. */
  readonly fee: Float64Array
  /** Units of the base currency that a fee took from the position. */
  readonly feeBase: Float64Array
  /** Mid at the fill; NaN = unknown. */
  readonly mid: Float64Array
  /** Mid when the order was sent; NaN = unknown. */
  readonly arrivalMid: Float64Array
}
