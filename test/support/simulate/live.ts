import { standardNormalQuantile } from '#domain/simulate/normal-quantile.ts'
import type { LiveFills } from '#domain/simulate/calibrate/live-fills.ts'
import { fitLognormal } from '#domain/simulate/latency.ts'
import { createRandomSource } from '#domain/stats/random.ts'

/** What generated live fills were made with. */
export interface Planted {
  readonly base_bps: number
  readonly w_spread: number
  readonly impact_y: number
  readonly k_vol: number
  readonly k_depth: number
  readonly noise_bps: number
}

/** Returns live fills whose slippage follows the planted parameters, days x perDay of them, 30 % makers; `flatImpact` gives every order the same size over volume. */
export function generateLive(
  planted: Planted,
  seed: number,
  { days = 30, perDay = 40, flatImpact = false, outliers = 0 } = {},
): LiveFills {
  const random = createRandomSource(seed)
  const uniform = () => (random() * 0xffffffff + 0.5) / 0x100000000
  const normal = () => standardNormalQuantile(uniform())
  const count = days * perDay
  const column = () => new Float64Array(count)
  const fills = {
    day: Int32Array.from({ length: count }, (_, i) => Math.floor(i / perDay)),
    symbol: new Int32Array(count),
    isMaker: new Uint8Array(count),
    isLimit: new Uint8Array(count),
    ...{ quantity: column(), notional: column(), timeMs: column(), slippageBps: column(), spreadBps: column() },
    ...{ volatilityDaily: column(), adv: column(), depthQuantity: column(), latencyMs: column(), fee: column() },
  }
  const { mu, sigma } = fitLognormal(8, 80)
  for (let i = 0; i < count; i++) {
    const maker = random() < 0.3
    fills.isMaker[i] = maker ? 1 : 0
    fills.isLimit[i] = maker || random() < 0.2 ? 1 : 0
    fills.quantity[i] = flatImpact ? 10 : 1 + 60 * uniform() ** 2
    fills.notional[i] = fills.quantity[i]! * 100
    fills.timeMs[i] = fills.day[i]! * 86_400_000 + (i % perDay) * 60_000
    fills.spreadBps[i] = 1 + 6 * uniform()
    fills.volatilityDaily[i] = flatImpact ? 0.03 : 0.01 + 0.05 * uniform()
    fills.adv[i] = flatImpact ? 10_000 : 5_000 + 10_000 * uniform()
    fills.depthQuantity[i] = 5 + 10 * uniform()
    fills.latencyMs[i] = Math.exp(mu + sigma * normal()) + 1 + 9 * uniform()
    fills.fee[i] = fills.notional[i]! * (maker ? 2e-4 : 5e-4)
    const sigmaBps = fills.volatilityDaily[i]! * 1e4
    const taker =
      planted.base_bps * (1 + planted.k_vol * (fills.volatilityDaily[i]! / 0.03 - 1)) +
      (planted.w_spread * fills.spreadBps[i]!) / 2 +
      planted.impact_y * sigmaBps * Math.sqrt(fills.quantity[i]! / fills.adv[i]!) +
      planted.k_depth * fills.spreadBps[i]! * Math.max(0, fills.quantity[i]! / fills.depthQuantity[i]! - 1)
    const drift = sigmaBps * Math.sqrt(fills.latencyMs[i]! / 86_400_000) * normal()
    const slip = maker ? 0.7 - (planted.w_spread * fills.spreadBps[i]!) / 2 : taker + planted.noise_bps * normal()
    fills.slippageBps[i] = slip + drift + (uniform() < outliers ? 300 : 0)
  }
  return fills
}
