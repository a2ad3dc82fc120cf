import { NUMERIC_PARAMETERS, isNumericName } from '#shared/simulate/parameters.ts'
import type { CalibrationDocument } from '#shared/simulate/calibration-document.ts'
import type { Column } from '../../ui/columns.ts'

export type Estimate = CalibrationDocument['parameters'][number]
export type Split = NonNullable<CalibrationDocument['validation']['holdout']>
type QuantilePair = readonly [theoretical: number, observed: number]

const DIGITS = 4

function shown(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(DIGITS))).replace('-', '−')
}

/** Returns whose parameters the fit is held against, in words. */
export function currentName(current: CalibrationDocument['current']): string {
  return current === null ? 'the defaults' : `${current.name}, version ${current.version}`
}

/** Returns the columns of the table of parameters; those the data can tell come first. */
export function estimateColumns(current: CalibrationDocument['current']): readonly Column<Estimate>[] {
  return [...named, number('current', `Current: ${currentName(current)}`, (row) => row.current), ...fitted]
}

const named: readonly Column<Estimate>[] = [
  { key: 'name', title: 'Parameter', value: ({ name }) => name },
  {
    ...{ key: 'unit', title: 'Unit', reason: () => 'a pure number' },
    value: ({ name }) => (isNumericName(name) && NUMERIC_PARAMETERS[name].unit) || null,
  },
]

const fitted: readonly Column<Estimate>[] = [
  number('fitted', 'Fitted', ({ fitted }) => fitted),
  number('se', 'SE', ({ se }) => se),
  {
    ...{ key: 'interval', title: '95 % interval', reason: reasonOf },
    value: ({ interval }) => (interval === null ? null : `${shown(interval[0])} to ${shown(interval[1])}`),
  },
  {
    ...{ key: 'identifiable', title: 'Identifiability' },
    value: ({ identifiable }) => (identifiable ? 'identifiable' : 'not identifiable'),
    text: ({ identifiable }) => (identifiable ? '● identifiable' : '○ not identifiable'),
  },
  { key: 'observations', title: 'Observations', kind: 'count', value: ({ observations }) => observations },
  { key: 'reason', title: 'Why', value: ({ reason }) => reason, reason: () => 'the data can tell it' },
]

function number(key: string, title: string, value: (row: Estimate) => number | null): Column<Estimate> {
  return { key, title, kind: 'price', value, text: (row) => shown(value(row)), reason: reasonOf }
}

function reasonOf({ reason }: Estimate): string {
  return reason ?? 'the data cannot tell'
}

/** The columns of the quantile figure's numbers. */
export const quantileColumns: readonly Column<QuantilePair>[] = [
  { key: 'normal', title: 'Normal quantile', kind: 'bps', value: ([theoretical]) => theoretical },
  { key: 'observed', title: 'Residual', kind: 'bps', value: ([, observed]) => observed },
]

/** The columns of the residual histogram's numbers. */
export const binColumns: readonly Column<{ readonly bin: string; readonly fills: number }>[] = [
  { key: 'bin', title: 'Predicted quantile', value: ({ bin }) => bin },
  { key: 'fills', title: 'Fills', kind: 'count', value: ({ fills }) => fills },
]

/** Returns the columns of the folds: each model's out-of-sample loss, and its error in the part's unit. */
export function foldColumns(unit: string): readonly Column<Split>[] {
  return [
    { key: 'name', title: 'Fold', value: ({ name }) => name },
    { key: 'from', title: 'Tested from', value: ({ tested_from: from }) => from },
    { key: 'to', title: 'to', value: ({ tested_to: to }) => to },
    ...(['fitted', 'current', 'constant'] as const).flatMap((model): Column<Split>[] => [
      { key: `${model}-loss`, title: `Loss, ${model}`, kind: 'price', value: (row) => row.out_of_sample[model].loss },
      {
        ...{ key: `${model}-mae`, title: `MAE, ${model}, ${unit}`, kind: 'level' },
        value: (row) => row.out_of_sample[model].mae,
      },
    ]),
  ]
}

/** Returns the columns of the correlation matrix. */
export function correlationColumns({
  names,
}: CalibrationDocument['correlation']): readonly Column<{ readonly name: string; readonly row: readonly number[] }>[] {
  return [
    { key: 'name', title: 'Parameter', value: ({ name }) => name },
    ...names.map((name, at): Column<{ readonly name: string; readonly row: readonly number[] }> => ({
      ...{ key: `with-${name}`, title: name, kind: 'price' },
      value: ({ row }) => row[at] ?? null,
      text: ({ row }) => shown(row[at] ?? null),
    })),
  ]
}
