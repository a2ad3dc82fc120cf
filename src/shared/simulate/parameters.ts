/** Where a parameter belongs; screens and docs group by it. */
export type ParameterGroup = 'slippage' | 'impact' | 'maker' | 'latency' | 'fees' | 'fills' | 'stress' | 'inputs'

/** A numeric parameter of the simulator: `min` and `max` are inclusive and refuse anything outside. */
export interface NumericParameter {
  readonly unit: string
  readonly default: number
  readonly min: number
  readonly max: number
  readonly group: ParameterGroup
  readonly meaning: string
}

const parameter = (
  group: ParameterGroup,
  unit: string,
  standard: number,
  [min, max]: readonly [number, number],
  meaning: string,
): NumericParameter => ({ unit, default: standard, min, max, group, meaning })

/** Every numeric parameter: the one table behind validation, defaults, docs/simulator.md and the sliders. Costs: positive = worse. */
export const NUMERIC_PARAMETERS = {
  base_bps: parameter('slippage', 'bps', 1, [-100, 1000], 'Slippage every taker pays, whatever the market'),
  w_spread: parameter('slippage', '', 1, [0, 10], 'Share of half the spread a taker pays and a maker earns'),
  k_vol: parameter('slippage', '', 0.5, [0, 10], 'How much of the base grows with volatility over its reference'),
  sigma_ref: parameter('slippage', 'fraction/day', 0.03, [0.0001, 5], 'Volatility at which the base holds'),
  k_depth: parameter('slippage', '', 0.5, [0, 100], 'Spreads paid per touch size swept beyond the first'),
  noise_bps: parameter(
    'slippage',
    'bps',
    1,
    [0, 1000],
    'Standard deviation of a taker fill around its expected slippage',
  ),
  impact_y: parameter('impact', '', 0.8, [0, 10], 'Coefficient of the square-root impact law'),
  almgren_eta: parameter('impact', '', 0.142, [0, 10], 'Temporary impact coefficient (Almgren 2005)'),
  almgren_beta: parameter('impact', '', 0.6, [0.05, 1], 'Temporary impact exponent (Almgren 2005)'),
  almgren_gamma: parameter('impact', '', 0.314, [0, 10], 'Permanent impact coefficient (Almgren 2005)'),
  almgren_delta: parameter('impact', '', 0.25, [0, 1], 'Exponent of turnover in permanent impact (Almgren 2005)'),
  execution_days: parameter('impact', 'days', 0.01, [0.000001, 10], 'Time an order takes to trade (Almgren 2005)'),
  outstanding_days: parameter(
    'impact',
    'days of volume',
    250,
    [0.1, 100000],
    'Units outstanding over daily volume (Almgren 2005)',
  ),
  volume_share_impact: parameter('impact', '', 0.1, [0, 10], 'Price impact of the volume-share model'),
  volume_share_limit: parameter(
    'impact',
    'fraction',
    0.025,
    [0.000001, 1],
    'Largest share of volume the volume-share model counts',
  ),
  fixed_impact_bps: parameter('impact', 'bps', 5, [0, 1000], 'Cost of the fixed-bps model'),
  p_maker: parameter('maker', 'probability', 0.6, [0, 1], 'Chance that a limit order is filled as maker'),
  adverse_bps: parameter('maker', 'bps', 0.5, [-100, 1000], 'Adverse selection of a maker fill'),
  queue_power: parameter('maker', '', 3, [0.05, 20], 'Exponent of the queue position (queue model)'),
  rest_seconds: parameter('maker', 's', 60, [0.001, 86400], 'Time a limit order rests (queue model)'),
  network_p5_ms: parameter(
    'latency',
    'ms',
    5,
    [0.001, 60000],
    'Network latency, 5th percentile (lognormal) or lower end (uniform)',
  ),
  network_p95_ms: parameter(
    'latency',
    'ms',
    50,
    [0.001, 60000],
    'Network latency, 95th percentile (lognormal) or upper end (uniform)',
  ),
  network_extra_ms: parameter('latency', 'ms', 0, [0, 60000], 'Constant added to the network latency'),
  exchange_min_ms: parameter('latency', 'ms', 1, [0, 60000], 'Exchange latency, lower end (uniform)'),
  exchange_max_ms: parameter('latency', 'ms', 10, [0, 60000], 'Exchange latency, upper end (uniform)'),
  service_ms: parameter('latency', 'ms', 5, [0, 10000], 'Service time of the exchange queue'),
  rho: parameter('latency', 'load', 0, [0, 0.95], 'Load of the exchange queue; 0 is calm'),
  drift_bps_per_s: parameter('latency', 'bps/s', 0, [-1000, 1000], 'Adverse price drift while an order waits'),
  maker_fee_bps: parameter('fees', 'bps', 10, [-100, 1000], 'Maker fee; negative is a rebate'),
  taker_fee_bps: parameter('fees', 'bps', 25, [-100, 1000], 'Taker fee; negative is a rebate'),
  market_fill: parameter('fills', 'fraction', 0.98, [0, 1], 'Mean filled share of a market order'),
  limit_fill: parameter(
    'fills',
    'fraction',
    0.8,
    [0, 1],
    'Mean filled share of a limit order at reference spread and volume',
  ),
  fill_spread_a: parameter('fills', '', 0.5, [0, 10], 'Loss of limit fills per reference spread of widening'),
  fill_volume_b: parameter('fills', '', 0.25, [0, 5], 'Exponent of volume over its reference in limit fills'),
  fill_concentration: parameter(
    'fills',
    '',
    50,
    [1, 100000],
    'Concentration of the beta distribution of the filled share',
  ),
  spread_ref_bps: parameter('fills', 'bps', 2, [0.001, 10000], 'Reference spread of limit fills'),
  volume_ref: parameter('fills', 'quote/day', 1e6, [1, 1e15], 'Reference daily volume of limit fills'),
  stress_level: parameter('stress', '', 0, [0, 1], 'Stress u: 0 calm, 1 full stress'),
  stress_spread: parameter('stress', '', 1, [0, 100], 'Spread is multiplied by 1 + this * u'),
  stress_volatility: parameter('stress', '', 1, [0, 100], 'Volatility is multiplied by 1 + this * u'),
  stress_base: parameter('stress', '', 1, [0, 100], 'Base slippage is multiplied by 1 + this * u'),
  stress_fill: parameter('stress', '', 0.5, [0, 1], 'Limit fills are multiplied by 1 - this * u'),
  spread_factor: parameter('inputs', '', 1, [0, 100], 'Multiplies every spread'),
  volatility_factor: parameter('inputs', '', 1, [0, 100], 'Multiplies every volatility'),
  depth_factor: parameter('inputs', '', 1, [0.001, 1000], 'Multiplies every displayed depth'),
  default_spread_bps: parameter(
    'inputs',
    'bps',
    2,
    [0, 10000],
    'Spread where neither the file nor market data gives one',
  ),
  default_sigma: parameter(
    'inputs',
    'fraction/day',
    0.03,
    [0.0001, 5],
    'Volatility where neither the file nor market data gives one',
  ),
  default_adv: parameter(
    'inputs',
    'quote/day',
    1e6,
    [1, 1e15],
    'Daily volume where neither the file nor market data gives one',
  ),
} as const satisfies Record<string, NumericParameter>

/** Name of a numeric parameter, as written in a scenario file. */
export type NumericName = keyof typeof NUMERIC_PARAMETERS

/** A parameter that names a model; the first choice is the default. */
export interface ChoiceParameter {
  readonly choices: readonly [string, ...string[]]
  readonly group: ParameterGroup
  readonly meaning: string
}

/** Every parameter that selects a model. */
export const CHOICE_PARAMETERS = {
  impact_model: {
    choices: ['square-root', 'almgren-2005', 'volume-share', 'fixed-bps', 'none'],
    group: 'impact',
    meaning: 'Market impact model',
  },
  maker_model: {
    choices: ['probability', 'queue'],
    group: 'maker',
    meaning: 'How a limit order becomes maker: a fixed chance, or its place in the queue where depth is known',
  },
  network_model: {
    choices: ['lognormal', 'uniform', 'sample', 'live'],
    group: 'latency',
    meaning:
      'Network latency; "sample" draws from network_sample_ms, "live" fills each order as late as its live pair was',
  },
  drift_model: {
    choices: ['normal', 'replay'],
    group: 'latency',
    meaning: 'Price drift while waiting: random, or read from loaded quotes',
  },
  limit_model: {
    choices: ['fixed', 'follow'],
    group: 'latency',
    meaning: 'What limit prices do while an order waits: stay, or move with the mid as if set when it arrives',
  },
} as const satisfies Record<string, ChoiceParameter>

/** Names of every numeric parameter, in table order. */
export const NUMERIC_NAMES = Object.keys(NUMERIC_PARAMETERS) as readonly NumericName[]

/** Returns whether a name is a numeric parameter. */
export function isNumericName(name: string): name is NumericName {
  return Object.hasOwn(NUMERIC_PARAMETERS, name)
}
