import { query } from './query-file.ts'

const causes = {
  active: 'number',
  alpha: 'number',
  sizing: 'number',
  timing: 'number',
  slippage: 'number',
  fees: 'number',
  price: 'number',
} as const
const FILTERS = ['from', 'to', 'symbol', 'hour', 'side', 'order_type', 'liquidity', 'version'] as const
const CUBE = [
  ...['day', 'symbol', 'hour', 'side', 'order_type', 'liquidity', 'version'],
  ...['pairs', 'notional', 'alpha', 'sizing', 'timing', 'slippage', 'fees', 'price'],
]

/** Queries of the screens: pages, slices and the cube over the tables a review leaves behind. Units and order stand in each file's header. */
export const sessionQueries = {
  sliceBy: query('session/slice-by', ['by', ...FILTERS], {
    value: 'text',
    pairs: 'number',
    notional: 'number',
    ...causes,
  }),
  pairPage: query('session/pair-page', ['cause', 'after', 'limit', ...FILTERS], {
    pair_id: 'number',
    kind: 'text',
    method: 'text',
    symbol: 'text',
    side: 'text',
    day: 'text',
    live_time: 'text?',
    backtest_time: 'text?',
    live_qty: 'number?',
    backtest_qty: 'number?',
    live_price: 'number?',
    backtest_price: 'number?',
    latency_ms: 'number?',
    slippage_bps: 'number?',
    ...causes,
    total: 'number',
  }),
  pairFills: query('session/pair-fills', ['pair_id'], {
    origin: 'text',
    time: 'text',
    symbol: 'text',
    side: 'text',
    qty: 'number',
    price: 'number',
    fee: 'number?',
    fee_currency: 'text?',
    mid: 'number?',
    order_type: 'text?',
    liquidity: 'text?',
    fill_id: 'text?',
    order_id: 'text?',
    signal_id: 'text?',
    file: 'text',
  }),
  cubeLabel: query('session/cube-label', [], {}),
  cubeLabels: query('session/cube-labels', [], { dimension: 'text', value: 'text' }),
  cube: query('session/cube', [], Object.fromEntries(CUBE.map((name) => [name, 'number' as const]))),
  rejectPage: query('session/reject-page', ['after', 'limit'], {
    path: 'text',
    line: 'number?',
    place: 'text?',
    column_name: 'text?',
    raw: 'text?',
    reason: 'text',
    message: 'text',
    total: 'number',
  }),
} as const
