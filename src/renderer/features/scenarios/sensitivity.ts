import { NUMERIC_PARAMETERS, type NumericName } from '#shared/simulate/parameters.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import type { SweepDocument, Tornado } from '#shared/simulate/sweep-document.ts'
import type { Column } from '../../ui/columns.ts'

/** One axis of a grid as the engine takes it. */
export interface Axis {
  readonly name: NumericName
  readonly low: number
  readonly high: number
  readonly steps: number
}

/** What a tornado varies: what every backtest has an opinion about. */
export const TORNADO_NAMES = [
  'base_bps',
  'network_extra_ms',
  'drift_bps_per_s',
  'maker_fee_bps',
  'taker_fee_bps',
  'market_fill',
  'limit_fill',
  'p_maker',
  'adverse_bps',
] as const satisfies readonly NumericName[]

const STEPS = 5

/** Returns an axis around a scenario's value wide enough to see something: from zero to twice the value, or where that is none to a few times the default. */
export function axisOf(name: NumericName, { params }: Scenario): Axis {
  const { min, max, default: standard } = NUMERIC_PARAMETERS[name]
  const wide = name === 'network_extra_ms' ? 200 : 4 * (Math.abs(standard) || 1)
  const high = Math.min(max, Number((params[name] > 0 ? 2 * params[name] : wide).toPrecision(2)))
  return { name, low: Math.max(0, min), high, steps: STEPS }
}

/** Returns the columns of a sweep's numbers. */
export function sweepColumns(sweep: SweepDocument): readonly Column<SweepDocument['rows'][number]>[] {
  return [
    ...sweep.axes.map(({ name }): Column<SweepDocument['rows'][number]> => ({
      ...{ key: name, title: name, kind: 'price' },
      value: ({ values }) => values[name] ?? null,
    })),
    ...(['te_rms_bps', 'te_bps', 'td_bps', 'cost_bps'] as const).map((name): Column<SweepDocument['rows'][number]> => ({
      ...{ key: name, title: name, kind: 'bps' },
      value: ({ figures }) => figures[name]?.mean ?? null,
    })),
  ]
}

/** The columns of a tornado's numbers. */
export const tornadoColumns: readonly Column<Tornado['bars'][number]>[] = [
  { key: 'name', title: 'Parameter', value: ({ name }) => name },
  { key: 'low', title: 'Low', kind: 'price', value: ({ low }) => low.value },
  { key: 'low-measure', title: 'At low, bps', kind: 'level', value: ({ low }) => low.measure },
  { key: 'high', title: 'High', kind: 'price', value: ({ high }) => high.value },
  { key: 'high-measure', title: 'At high, bps', kind: 'level', value: ({ high }) => high.measure },
]
