import { parseScenario, type Scenario } from './scenario.ts'

/** Preset scenarios by name: what each changes from the defaults. `baseline` is the backtest's own assumptions where one is loaded, `as-live` the set calibrated to live. */
export const PRESETS = {
  baseline: { meaning: "The backtest's own assumptions", params: {} },
  'as-live': { meaning: 'Calibrated to live', params: {} },
  'live-latency': {
    meaning: "The backtest's own assumptions, but as late as live was, at the prices quotes show",
    params: { network_model: 'live', drift_model: 'replay', limit_model: 'follow' },
  },
  calm: {
    meaning: 'Tight spreads, low volatility',
    params: { spread_factor: 0.8, volatility_factor: 0.7 },
  },
  volatile: {
    meaning: 'Volatility doubled, spreads half as wide again',
    params: { volatility_factor: 2, spread_factor: 1.5 },
  },
  'stressed-exchange': {
    meaning: 'Exchange queue at 90 % load',
    params: { rho: 0.9 },
  },
  'slow-network': {
    meaning: 'Network 50 ms slower',
    params: { network_extra_ms: 50 },
  },
  'fee-tier-change': {
    meaning: 'One fee tier better: maker 8, taker 20 bps',
    params: { maker_fee_bps: 8, taker_fee_bps: 20 },
  },
  'double-spread': {
    meaning: 'Every spread doubled',
    params: { spread_factor: 2 },
  },
  'thin-book': {
    meaning: 'A quarter of the displayed depth',
    params: { depth_factor: 0.25 },
  },
} as const

export type PresetName = keyof typeof PRESETS

/** Returns whether a name is a preset. */
export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name)
}

/** Returns a preset as a scenario of its own name: what it changes from `base`, by default the defaults. `overrides` replace seed or draws. */
export function presetScenario(
  name: PresetName,
  overrides: { seed?: number; draws?: number } = {},
  base: Scenario | null = null,
): Scenario {
  return parseScenario({ name, ...overrides, params: { ...base?.params, ...PRESETS[name].params } })
}
