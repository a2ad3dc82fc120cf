import { percent, plain } from '#domain/report/number-text.ts'
import type { MovedLeft } from '#domain/simulate/moved-left.ts'
import {
  COST_COMPONENTS,
  type AgainstLive,
  type Distribution,
  type SimulateDocument,
} from '#shared/simulate/document.ts'
import { errorOf } from '../../charts/scenario-figures.ts'
import type { Column } from '../../ui/columns.ts'
import { shownDecimals } from '../../ui/money.svelte.ts'

/** A scenario's result; `moved` is what is left against live where it was recombined in the page. */
export type ScenarioResult = SimulateDocument['scenarios'][number] & { readonly moved?: MovedLeft | null }

/** Returns what is left against live, as run or as sliders moved it; null where it was not attributed. */
export function leftOf({ against_live: left, moved }: ScenarioResult): AgainstLive | MovedLeft | null {
  return left ?? moved ?? null
}

/** One row of the comparison: a measure of every scenario in one unit. */
export interface Metric {
  readonly key: string
  readonly title: string
  readonly unit: string
  readonly write: (value: number) => string
  readonly value: (result: ScenarioResult) => Distribution | number | null
  /** Scenario minus baseline under common random numbers; absent where it is not measured. */
  readonly difference?: (result: ScenarioResult) => Distribution | null
  readonly reason: string
}

const bps = (value: number) => plain(value, 2)
const NO_TRACKING = 'needs live trades, capital and at least two days'
const NOT_ATTRIBUTED = 'live is attributed against a scenario when it is run'
const NOTHING_FILLED = 'nothing was filled'

/** Returns the rows of the comparison, what matters most first. Money is in `currency`, bps as named. */
export function metricsOf(currency: string): readonly Metric[] {
  const paired = (name: 'te_rms_bps' | 'te_bps' | 'td_bps' | 'pnl' | 'fill_ratio' | 'maker_share') => ({
    value: ({ total }: ScenarioResult) => total[name],
    difference: ({ against_baseline: against }: ScenarioResult) => against?.[name] ?? null,
  })
  const year = { unit: 'bps a year', write: bps, reason: NO_TRACKING }
  const share = { unit: '%', write: percent, reason: NOTHING_FILLED }
  const cost = { unit: 'bps of filled notional', write: bps, reason: NOTHING_FILLED }
  const money = (value: number) => plain(value, shownDecimals())
  return [
    {
      ...{ key: 'te-rms', title: 'Tracking error, rms', ...year, ...paired('te_rms_bps') },
      value: (result) => errorOf(result, 'te_rms_bps'),
    },
    { key: 'te', title: 'Tracking error, standard deviation', ...year, ...paired('te_bps') },
    { key: 'td', title: 'Tracking difference', ...year, ...paired('td_bps') },
    {
      ...{ key: 'left', title: 'TE left against live', ...year, reason: NOT_ATTRIBUTED },
      value: (result) => leftOf(result)?.te_rms_bps ?? leftOf(result)?.days[0]?.te_day_bps ?? null,
    },
    {
      ...{
        key: 'over',
        title: 'Days over the limit',
        unit: 'days',
        reason: 'needs capital, and a scenario that was run',
      },
      write: (value) => plain(value, 0),
      value: (result) => daysOverLimit(leftOf(result)),
    },
    { key: 'pnl', title: 'P&L', unit: currency, write: money, reason: 'there is no P&L', ...paired('pnl') },
    {
      ...{ key: 'cost', title: 'Cost', ...cost },
      value: ({ total }) => total.cost_bps.total,
      difference: ({ against_baseline: against }) => against?.cost_bps ?? null,
    },
    ...COST_COMPONENTS.map((component) => ({
      ...{ key: `cost-${component}`, title: `Cost: ${component}`, ...cost },
      value: ({ total }: ScenarioResult) => total.cost_bps[component],
    })),
    { key: 'fill', title: 'Filled', ...share, ...paired('fill_ratio') },
    { key: 'maker', title: 'Maker share', ...share, ...paired('maker_share') },
    ...(['p50', 'p95', 'p99'] as const).map((quantile) => ({
      ...{ key: quantile, title: `Latency ${quantile}`, unit: 'ms', reason: NOTHING_FILLED },
      write: (value: number) => plain(value, 1),
      value: ({ total }: ScenarioResult) => total.latency_ms?.[quantile] ?? null,
    })),
  ]
}

/** Returns on how many days what is left is over the limit; null where no day has a tracking error, as 0 would be a lie. */
function daysOverLimit(left: AgainstLive | MovedLeft | null): number | null {
  return left === null || left.days.every(({ te_day_bps: error }) => error === null) ? null : left.days_over_limit
}

/** Returns the columns of the comparison: per scenario its mean, its 5th to 95th percentile, and its difference to the baseline with the standard error of that. */
export function comparisonColumns(results: readonly ScenarioResult[]): readonly Column<Metric>[] {
  return [
    { key: 'metric', title: 'Measure', value: ({ title }) => title },
    { key: 'unit', title: 'Unit', value: ({ unit }) => unit },
    ...results.flatMap((result, at) => scenarioColumns(result, at)),
  ]
}

function scenarioColumns(result: ScenarioResult, at: number): Column<Metric>[] {
  const amount = (metric: Metric, value: number | null) => (value === null ? '–' : metric.write(value))
  const mean = (metric: Metric) => meanOf(metric.value(result))
  const spread = (metric: Metric) => {
    const value = metric.value(result)
    return value === null || typeof value === 'number' || result.draws < 2 ? null : value
  }
  const columns: Column<Metric>[] = [
    {
      ...{ key: `mean-${at}`, title: result.name, kind: 'price', value: mean },
      text: (metric) => amount(metric, mean(metric)),
      reason: ({ reason }) => reason,
      hint: `${result.draws} draws, seed ${result.seed}`,
    },
    {
      ...{ key: `range-${at}`, title: 'P5 to P95', kind: 'price' },
      value: (metric) => rangeText(metric, spread(metric)),
      reason: (metric) => (mean(metric) === null ? metric.reason : 'this measure has no spread over draws'),
    },
  ]
  if (at === 0) return columns
  const difference = (metric: Metric) => metric.difference?.(result) ?? null
  const reason = (metric: Metric) =>
    metric.difference === undefined
      ? 'measured of the scenario only, not draw by draw'
      : mean(metric) === null
        ? metric.reason
        : result.days.length === 1
          ? 'needs at least two days'
          : 'cannot be paired with the baseline: other draws or seed'
  return [
    ...columns,
    {
      ...{ key: `difference-${at}`, title: 'Δ baseline', kind: 'price', reason },
      value: (metric) => difference(metric)?.mean ?? null,
      text: (metric) => signed(metric, difference(metric)?.mean ?? 0),
    },
    {
      ...{ key: `error-${at}`, title: '± SE', kind: 'price' },
      value: (metric) => difference(metric)?.se ?? null,
      text: (metric) => errorText(metric, difference(metric)?.se ?? null),
      reason: (metric) => (difference(metric) === null ? reason(metric) : 'one draw has no standard error'),
      hint: 'Monte-Carlo standard error of the difference, under common random numbers',
    },
  ]
}

/** Returns the mean of a measure over draws. */
export function meanOf(value: Distribution | number | null): number | null {
  return typeof value === 'number' || value === null ? value : value.mean
}

function rangeText(metric: Metric, value: Distribution | null): string | null {
  return value === null ? null : `${metric.write(value.p5)} to ${metric.write(value.p95)}`
}

/** A standard error that would read as zero is said to be small. */
function errorText(metric: Metric, value: number | null): string {
  if (value === null) return '–'
  const text = metric.write(value)
  return value > 0 && !/[1-9]/.test(text) ? `< ${metric.write(metric.unit === '%' ? 0.001 : 0.01)}` : text
}

function signed(metric: Metric, value: number): string {
  const text = metric.write(value)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}
