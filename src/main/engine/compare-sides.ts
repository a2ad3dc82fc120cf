import { sumDirectPairs, type DirectSums } from '#domain/parity/attribute-direct.ts'
import { medianSizeRatio, summariseMatching } from '#domain/parity/matching-summary.ts'
import { reviewedStrategy } from '#domain/parity/strategy.ts'
import { AppError } from '#shared/errors.ts'
import type { Review, ReviewSettings } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { inSteps } from './in-steps.ts'
import { matchOrders, pairFills } from './match-orders.ts'
import type { Task } from './ports.ts'
import { directInput, readReviewFills, type MatchedFills, type PairedFills, type ReviewFills } from './review-fills.ts'
import { step } from './step.ts'
import { COMPARABLE_SCALE, DAYS_PER_YEAR, REVIEW_DEFAULTS, type ReviewRequest } from './review-settings.ts'

interface Sides {
  readonly settings: ReviewSettings
  readonly coverage: Review['coverage']
  readonly matching: Review['matching']
}

/** What two sides have in common: the settings in force, the days both cover, and how their orders match. */
export interface Comparable extends Sides {
  readonly reason: null
  readonly fills: MatchedFills
}

/** The same, or why nothing can be compared. */
export type Comparison = Comparable | (Sides & { readonly reason: string })

type Range = readonly [string, string]
const NO_MATCHING: Review['matching'] = {
  matched: 0,
  live_only: 0,
  backtest_only: 0,
  matched_share_count: null,
  matched_share_notional: null,
  by_method: {},
  median_dt_ms: null,
  median_quantity_ratio: null,
}

/**
 * Prepares the temporary tables a review stands on: fills in one currency, pairs, evaluated days, marks and scaled legs.
 * Evaluated days are those both sides cover, narrowed by from/to; earlier legs build the opening positions.
 */
export async function compareSides(store: Store, request: ReviewRequest, task: Task): Promise<Comparison> {
  const settings = await initialSettings(store, request)
  await selectFills(store, settings, step(task, 'Selecting fills'))
  const rows = await store.rows(queries.coverage, {})
  const range = (origin: string): [string, string] | null => {
    const row = rows.find((candidate) => candidate.origin === origin)
    return row === undefined ? null : [row.first_day, row.last_day]
  }
  const coverage = { live: range('live'), backtest: range('backtest') }
  const common = commonDays(coverage.live, coverage.backtest, settings)
  const reason = await whyNotComparable(store, coverage, common, settings)
  if (reason !== null || common === null)
    return { settings, coverage, matching: NO_MATCHING, reason: reason ?? 'There is no common day.' }
  const matched = await prepareLegs(store, settings, common, request, step(task, 'Matching orders'))
  return { ...matched, coverage, matching: await matchingOf(store, matched.fills), reason: null }
}

async function initialSettings(store: Store, request: ReviewRequest): Promise<ReviewSettings> {
  await store.run(queries.tradingDay24x7, {})
  const calendar = request.calendar ?? (await detectCalendar(store))
  return {
    capital: request.capital ?? null,
    currency: request.currency ?? (await commonCurrency(store)),
    stablecoins_equal: request.stablecoinsEqual ?? false,
    calendar,
    annualisation: DAYS_PER_YEAR[calendar],
    window: request.window ?? REVIEW_DEFAULTS.window,
    band_measure: REVIEW_DEFAULTS.bandMeasure,
    band_edges_bps: [...(request.bandEdgesBps ?? REVIEW_DEFAULTS.bandEdgesBps)],
    target_bps: request.targetBps ?? REVIEW_DEFAULTS.targetBps,
    attribution: request.attribution ?? REVIEW_DEFAULTS.attribution,
    scale: typeof request.scale === 'number' ? request.scale : REVIEW_DEFAULTS.scale,
    from: request.from ?? null,
    to: request.to ?? null,
    strategy: request.strategy ?? null,
    match_gate_s: await matchGate(store, request),
    escalation_after: request.escalationAfter ?? REVIEW_DEFAULTS.escalationAfter,
    ...(request.reEnableAfter !== undefined && { re_enable_after: request.reEnableAfter }),
    seed: request.seed ?? REVIEW_DEFAULTS.seed,
  }
}

/** The quote currency of most fills. */
async function commonCurrency(store: Store): Promise<string | null> {
  const currencies = await store.rows(queries.currencies, {})
  return currencies.find((row) => row.quote !== null)?.quote ?? null
}

async function detectCalendar(store: Store): Promise<ReviewSettings['calendar']> {
  const { weekend } = await store.row(queries.weekendFills, {})
  return weekend > 0 ? '24x7' : 'weekdays'
}

/** One bar (the loaded bars' length, else the files' timeframe) or 120 s, whichever is longer. */
async function matchGate(store: Store, request: ReviewRequest): Promise<number> {
  if (request.matchGateSeconds !== undefined) return request.matchGateSeconds
  const { bar_us: barMicros, timeframe_us: timeframe } = await store.row(queries.hasMarket, {})
  return Math.max(REVIEW_DEFAULTS.matchGateSeconds, (barMicros ?? timeframe ?? 0) / 1e6)
}

async function selectFills(store: Store, settings: ReviewSettings, task: Task): Promise<void> {
  await store.run(settings.calendar === 'weekdays' ? queries.tradingDayWeekdays : queries.tradingDay24x7, {})
  await store.run(queries.tradedInstrument, {})
  await store.run(queries.tradedSymbol, { currency: settings.currency, stable_equal: settings.stablecoins_equal })
  const byStrategy = settings.strategy === null && (await mapsStrategiesByName(store))
  const { live, backtest } = settings.strategy === null ? EVERY_STRATEGY : reviewedStrategy(settings.strategy)
  await store.run(
    queries.reviewFill,
    { by_strategy: byStrategy, live_strategy: live, backtest_strategy: backtest, currency: settings.currency },
    task,
  )
}

const EVERY_STRATEGY = { live: null, backtest: null }

/** One name on each side maps by itself (false); several map by name (true), and ask when no name is common. */
async function mapsStrategiesByName(store: Store): Promise<boolean> {
  const rows = await store.rows(queries.strategies, {})
  const names = (origin: string) =>
    new Set(rows.filter((row) => row.origin === origin).map((row) => row.strategy ?? ''))
  const live = names('live')
  const backtest = names('backtest')
  if (live.size <= 1 && backtest.size <= 1) return false
  if ([...live].some((name) => backtest.has(name))) return true
  const list = (set: ReadonlySet<string>) => [...set].sort().join(', ')
  throw new AppError(
    'AMBIGUOUS',
    `The live files hold the strategies ${list(live)} and the backtest files ${list(backtest)}; say which to review with --strategy NAME, or --strategy LIVE=BACKTEST where their names differ.`,
    {
      details: { flag: '--strategy' },
    },
  )
}

function commonDays(live: Range | null, backtest: Range | null, settings: ReviewSettings): Range | null {
  if (live === null || backtest === null) return null
  const latest = (...days: (string | null)[]) =>
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? ''
  const earliest = (...days: (string | null)[]) => days.filter((day) => day !== null).sort()[0] ?? ''
  const from = latest(live[0], backtest[0], settings.from)
  const to = earliest(live[1], backtest[1], settings.to)
  if (from > to || (settings.calendar === 'weekdays' && isOneWeekend(from, to))) return null
  return [from, to]
}

const DAY_MS = 86_400_000

function isOneWeekend(from: string, to: string): boolean {
  const isWeekend = (day: string) => [0, 6].includes(new Date(day).getUTCDay())
  return isWeekend(from) && isWeekend(to) && Date.parse(to) - Date.parse(from) <= DAY_MS
}

async function whyNotComparable(
  store: Store,
  { live, backtest }: Review['coverage'],
  common: Range | null,
  { from, to, strategy }: ReviewSettings,
): Promise<string | null> {
  const which = strategy === null ? '' : ` of the strategy ${strategy}`
  if (live === null) return `There is no live fill${which} in the reporting currency to compare.`
  if (backtest === null) return `There is no backtest fill${which} in the reporting currency to compare.`
  const asked = from === null && to === null ? '' : ` from ${from ?? 'the first'} to ${to ?? 'the last'}`
  if (common === null)
    return `The two sides have no common trading day${asked}: live covers ${live[0]} to ${live[1]}, the backtest ${backtest[0]} to ${backtest[1]}.`
  const { instruments } = await store.row(queries.commonInstruments, {})
  return instruments > 0 ? null : 'The two sides have no instrument in common; check the symbol map.'
}

/** Fills that are matched, and the settings with the scale found. */
export interface Matched {
  readonly settings: ReviewSettings
  readonly fills: MatchedFills
}

/** Reads the fills selected before, matches them on the days from first to last, and sums those of no direct pair to legs. */
export async function prepareLegs(
  store: Store,
  settings: ReviewSettings,
  range: readonly [string, string],
  request: ReviewRequest,
  task: Task,
): Promise<Matched> {
  return await matchFills(store, settings, await readReviewFills(store, settings, range, task), request, task)
}

/** Matches fills that are read, attributes the direct pairs among them, and sums the other fills to legs. */
export async function matchFills(
  store: Store,
  settings: ReviewSettings,
  fills: ReviewFills,
  request: ReviewRequest,
  task: Task,
): Promise<Matched> {
  const paired = { ...fills, direct: await pairFills(store, fills.columns, task) }
  const { scale, sums } = await matchAndSum(store, settings, paired, request, task)
  await store.run(queries.pairLeg, { scale }, task)
  return { settings: { ...settings, scale }, fills: { ...paired, sums } }
}

/** Takes the other fills through the passes in the database while direct pairs are attributed in memory; one after the other where matching finds the scale. */
async function matchAndSum(
  store: Store,
  settings: ReviewSettings,
  fills: PairedFills,
  request: ReviewRequest,
  task: Task,
): Promise<{ scale: number; sums: DirectSums }> {
  const matching = () => matchAtScale(store, settings, fills, request, task)
  const summing = (scale: number) =>
    inSteps('Attributing pairs', sumDirectPairs(directInput(fills, { ...settings, scale })), task)
  if (request.scale === 'auto') {
    const scale = await matching()
    return { scale, sums: await summing(scale) }
  }
  const [scale, sums] = await Promise.all([matching(), summing(askedScale(request))])
  return { scale, sums }
}

function askedScale({ scale }: ReviewRequest): number {
  return typeof scale === 'number' ? scale : REVIEW_DEFAULTS.scale
}

/** Matches, and returns the scale: the one asked for, or with `auto` the median size ratio of the pairs, by which children are matched again. */
async function matchAtScale(
  store: Store,
  settings: ReviewSettings,
  { columns, direct, grid }: PairedFills,
  request: ReviewRequest,
  task: Task,
): Promise<number> {
  const gateMicros = settings.match_gate_s * 1e6
  const asked = askedScale(request)
  await matchOrders(store, { gateMicros, scale: asked }, task)
  if (request.scale !== 'auto') return asked
  const { ratio: others } = await store.columns(queries.looseSizeRatio, {})
  const ratio = medianSizeRatio(columns, direct, grid, others)
  if (ratio === null || ratio === asked) return asked
  await matchOrders(store, { gateMicros, scale: ratio }, task)
  return ratio
}

async function matchingOf(store: Store, { columns, direct, grid }: MatchedFills): Promise<Review['matching']> {
  const loose = await store.columns(queries.looseMatching, {})
  const counts = summariseMatching(columns, direct, grid, loose)
  const directly = counts.matched - loose.kind.filter((kind) => kind === 0).length
  const methods = new Map(directly > 0 ? [['id', directly]] : [])
  for (const { method, pairs } of await store.rows(queries.matchingByMethod, {}))
    methods.set(method, pairs + (methods.get(method) ?? 0))
  return { ...counts, by_method: Object.fromEntries([...methods].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

/** Returns whether two sides traded sizes so different that an unscaled review misleads. */
export function needsScale(comparison: Comparable): boolean {
  const ratio = comparison.matching.median_quantity_ratio
  const seen = ratio === null ? 1 : ratio / comparison.settings.scale
  return seen < COMPARABLE_SCALE.from || seen > COMPARABLE_SCALE.to
}
