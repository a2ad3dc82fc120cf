import { defineQuery } from './query.ts'

const TEXT = import.meta.glob<string>('./queries/**/*.sql', { query: '?raw', import: 'default', eager: true })

/** Every query file by its path under queries/, without `.sql`. */
export const QUERY_FILES: ReadonlyMap<string, string> = new Map(
  Object.entries(TEXT).map(([path, sql]) => [path.slice('./queries/'.length, -'.sql'.length), sql]),
)

type Define = typeof defineQuery

const query = ((name: string, parameters: readonly string[], columns: Parameters<Define>[3]) => {
  const sql = QUERY_FILES.get(name)
  if (sql === undefined) throw new Error(`there is no query file ${name}.sql`)
  return defineQuery(name, sql, parameters, columns)
}) as unknown as <const N extends readonly string[], const S extends Parameters<Define>[3]>(
  name: string,
  parameters: N,
  columns: S,
) => ReturnType<typeof defineQuery<N, S>>

const causes = { alpha: 'number', sizing: 'number', timing: 'number', fees: 'number', price: 'number' } as const

/** Every query of the program: its parameters and the rows it returns. Units and order stand in each file's header. */
export const queries = {
  nextSourceId: query('import/next-source-id', [], { id: 'number' }),
  sourceByHash: query('import/source-by-hash', ['sha256', 'role'], { path: 'text' }),
  detectBarLength: query('import/detect-bar-length', ['source_id'], { bars: 'number', bar_us: 'number?' }),
  setBarLength: query('import/set-bar-length', ['source_id', 'bar_us'], {}),
  addSource: query(
    'import/add-source',
    [
      'source_id',
      'role',
      'path',
      'sha256',
      'bytes',
      'format',
      'mapping',
      'answers',
      'timeframe_us',
      'rows_read',
      'rows_rejected',
      'notes',
      'imported_us',
    ],
    {},
  ),
  addReject: query('import/add-reject', ['source_id', 'line', 'place', 'column_name', 'raw', 'reason', 'message'], {}),
  sources: query('import/sources', [], {
    source_id: 'number',
    role: 'text',
    path: 'text',
    sha256: 'text',
    bytes: 'number',
    format: 'text',
    rows_read: 'number',
    rows_accepted: 'number',
    rows_rejected: 'number',
    notes: 'text',
    imported_at: 'text',
  }),
  rejects: query('import/rejects', [], {
    path: 'text',
    line: 'number?',
    place: 'text?',
    column_name: 'text?',
    raw: 'text?',
    reason: 'text',
    message: 'text',
  }),
  unknownSymbols: query('import/unknown-symbols', [], { symbol: 'text' }),
  addSymbol: query('import/add-symbol', ['symbol', 'instrument', 'base', 'quote', 'kind'], {}),

  strategies: query('match/strategies', [], { origin: 'text', strategy: 'text?', fills: 'number' }),
  currencies: query('match/currencies', [], { quote: 'text?', fills: 'number' }),
  reviewFill: query('match/review-fill', ['by_strategy', 'strategy', 'currency'], {}),
  composite: query('match/composite', [], {}),
  pairTable: query('match/pair-table', [], {}),
  pairById: query('match/pair-by-id', [], {}),
  idConflict: query('match/id-conflict', [], {}),
  openComposites: query('match/open-composites', ['exits'], {}),
  candidates: query('match/candidates', ['gate_us'], { live: 'number', backtest: 'number', cost: 'number' }),
  chosenTable: query('match/chosen-table', [], {}),
  pairChosen: query('match/pair-chosen', [], {}),
  pairExits: query('match/pair-exits', [], {}),
  pairRest: query('match/pair-rest', [], {}),
  pair: query('match/pair', [], {}),
  matchingSummary: query('match/summary', [], {
    matched: 'number',
    live_only: 'number',
    backtest_only: 'number',
    matched_share_notional: 'number?',
    median_dt_ms: 'number?',
    median_quantity_ratio: 'number?',
  }),
  matchingByMethod: query('match/by-method', [], { method: 'text', pairs: 'number' }),

  coverage: query('review/coverage', [], { origin: 'text', first_day: 'text', last_day: 'text' }),
  weekendFills: query('review/weekend-fills', [], { weekend: 'number' }),
  commonInstruments: query('review/common-instruments', [], { instruments: 'number' }),
  tradingDay24x7: query('review/trading-day-24x7', [], {}),
  tradingDayWeekdays: query('review/trading-day-weekdays', [], {}),
  evaluatedDay: query('review/evaluated-day', ['from', 'to', 'weekdays'], {}),
  hasMarket: query('review/has-market', [], {
    quotes: 'number',
    bars: 'number',
    bar_us: 'number?',
    timeframe_us: 'number?',
  }),
  pricedFill: query('review/priced-fill', [], {}),
  pricedFillMarket: query('review/priced-fill-market', [], {}),
  mark: query('review/mark', [], {}),
  markMove: query('review/mark-move', [], {}),
  pairLeg: query('review/pair-leg', ['scale'], {}),
  evaluatedPair: query('review/evaluated-pair', [], {}),
  attributionPair: query('review/attribution-pair', [], {}),
  attributionLeg: query('review/attribution-leg', [], {}),
  attributionValue: query('review/attribution-value', [], {}),
  legCauseShapley: query('review/leg-cause-shapley', [], {}),
  legCauseLadder: query('review/leg-cause-ladder', [], {}),
  pairDay: query('review/pair-day', [], {}),
  positionCause: query('review/position-cause', ['ladder', 'scale'], {}),
  dayNew: query('review/day-new', [], { day: 'text', ...causes, slippage: 'number' }),
  dayCarry: query('review/day-carry', [], { day: 'text', ...causes }),
  dayPnl: query('review/day-pnl', ['scale'], {
    day: 'text',
    origin: 'text',
    pnl: 'number',
    cash: 'number',
    traded: 'number',
    carried: 'number',
  }),
  positionBreaks: query('review/position-breaks', ['scale'], {
    day: 'text',
    symbol: 'text',
    live: 'number',
    backtest: 'number',
  }),
  reviewFlags: query('review/flags', [], {
    unknown_fees: 'number',
    zero_prices: 'number',
    price_pairs: 'number',
    sent_pairs: 'number',
    price_share: 'number',
  }),
  markSources: query('review/mark-sources', [], { source: 'text', marks: 'number' }),
  splits: query('review/splits', [], { day: 'text', symbol: 'text' }),
  excluded: query('review/excluded', ['currency'], { fills: 'number' }),
  pairAttribute: query('review/pair-attribute', [], {}),
  sliceDay: query('review/slice-day', [], {}),
  slices: query('review/slices', ['from', 'to'], {
    symbol: 'text',
    hour: 'text',
    side: 'text',
    order_type: 'text',
    liquidity: 'text',
    version: 'text',
    notional: 'number',
    live_spread_bps: 'number?',
    backtest_spread_bps: 'number?',
    ...causes,
    slippage: 'number',
  }),
  sliceCarry: query('review/slice-carry', ['from', 'to'], { symbol: 'text', ...causes }),
  orderStatus: query('review/order-status', [], { origin: 'text', status: 'text', orders: 'number' }),
} as const
