/** The parts of a taker's expected slippage that do not depend on the draw, before their coefficients; bps. */
export interface SlippageBasis {
  readonly halfSpreadBps: number
  readonly impactBps: number
  /** sigma / sigma_ref - 1. */
  readonly excessVolatility: number
  readonly depthBps: number
  /** Cost of walking a loaded book. */
  readonly bookBps: number
}

/** The coefficients slippage and fees are linear in; moving one needs no new simulation. bps where the name says so. */
export interface Coefficients {
  readonly baseBps: number
  readonly volatilityBps: number
  readonly spread: number
  readonly impact: number
  readonly depth: number
  /** 1, or 0 where k_depth is 0: where depth costs nothing, as a backtest's own assumptions have it, a walk does not either. */
  readonly book: number
  readonly noiseBps: number
  readonly adverseBps: number
  readonly driftBpsPerMs: number
  readonly makerFeeBps: number
  readonly takerFeeBps: number
}

/** Returns the expected slippage of a taker in bps: base + w_spread spread/2 + Y impact + k_vol base (sigma/sigma_ref - 1) + k_depth depth + book (unless k_depth is 0). Volatility is in the impact already and is not scaled again. */
export function takerSlippageBps(basis: SlippageBasis, k: Coefficients): number {
  return (
    k.baseBps +
    k.spread * basis.halfSpreadBps +
    k.impact * basis.impactBps +
    k.volatilityBps * basis.excessVolatility +
    k.depth * basis.depthBps +
    k.book * basis.bookBps
  )
}

/** Returns the expected slippage of a maker in bps: adverse selection minus the half spread earned. */
export function makerSlippageBps(basis: Pick<SlippageBasis, 'halfSpreadBps'>, k: Coefficients): number {
  return k.adverseBps - k.spread * basis.halfSpreadBps
}

/** Returns 1 + by * u, the factor of stress level u on a quantity that full stress multiplies by 1 + by. */
export function stressFactor(by: number, level: number): number {
  return 1 + by * level
}

/** Returns an input as used: as given, times the scenario's factor, times stress. */
export function stressed(given: number, factor: number, stress: number): number {
  return given * factor * stress
}
