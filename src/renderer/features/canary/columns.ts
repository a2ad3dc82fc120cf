import { withTrueMinus } from '#domain/report/number-text.ts'
import type { CanaryDocument, CanaryLogEntry } from '#shared/canary.ts'
import type { MarginRow } from '../../charts/evidence-figure.ts'
import type { ViolinPoint } from '../../charts/violin-figure.ts'
import type { Column } from '../../ui/columns.ts'
import { timeText } from '../../ui/text.ts'
import { checkText, missingReason, STANDINGS, words, type Check } from '#domain/report/canary-checks.ts'

/** The columns of the table of gates, triggers and metrics. Each number carries its unit, as each row has its own. */
export const checkColumns: readonly Column<Check>[] = [
  {
    key: 'verdict',
    title: 'Verdict',
    value: ({ standing }) => standing,
    order: ({ standing }) => STANDINGS.indexOf(standing),
  },
  { key: 'rule', title: 'Rule', value: ({ rule }) => rule },
  { key: 'kind', title: 'Kind', value: ({ kind }) => kind },
  {
    key: 'value',
    title: 'Value',
    kind: 'level',
    value: ({ value }) => value,
    text: (check) => checkText(check, check.value),
    reason: missingReason,
  },
  {
    key: 'limit',
    title: 'Limit',
    kind: 'level',
    value: ({ limit }) => limit,
    text: (check) => checkText(check, check.limit),
    reason: missingReason,
  },
  {
    key: 'margin',
    title: 'Margin',
    kind: 'level',
    value: ({ margin }) => margin,
    text: (check) => checkText(check, check.margin, check.unit !== ''),
    reason: missingReason,
    hint: 'Room left before the limit; negative is beyond it',
  },
  { key: 'n', title: 'n', kind: 'count', value: ({ n }) => n, reason: missingReason },
  { key: 'source', title: 'From', value: ({ source }) => source },
  { key: 'reason', title: 'Evidence', value: ({ reason }) => reason, text: ({ reason }) => withTrueMinus(reason) },
]

/** Returns the columns of the decision log, in the shown time zone. */
export function logColumns(zone: string): readonly Column<CanaryLogEntry>[] {
  return [
    { key: 't', title: `Time (${zone})`, value: ({ t }) => t, text: ({ t }) => timeText(t, zone).slice(0, 16) },
    { key: 'state', title: 'State', value: ({ state }) => state, text: ({ state }) => words(state).toLowerCase() },
    { key: 'decision', title: 'Decision', value: ({ decision }) => decision },
    { key: 'binding', title: 'Decided by', value: ({ binding }) => binding, text: ({ binding }) => words(binding) },
    { key: 'covered', title: 'Covered, h', kind: 'level', value: ({ inputs }) => inputs.covered_hours },
    { key: 'trades', title: 'Trades', kind: 'count', value: ({ inputs }) => inputs.trades },
    {
      key: 'risk',
      title: 'Risk used',
      kind: 'percent',
      value: ({ inputs }) => inputs.risk_used,
      reason: () => 'no risk snapshot yet',
    },
    { key: 'failed', title: 'Failed', kind: 'count', value: ({ inputs }) => inputs.failed_evaluations },
    { key: 'reason', title: 'Reason', value: ({ reason }) => reason, text: ({ reason }) => withTrueMinus(reason) },
  ]
}

/** The numbers of the figure of evidence. */
export const marginColumns: readonly Column<MarginRow>[] = [
  { key: 'metric', title: 'Metric', value: ({ metric }) => metric },
  { key: 'verdict', title: 'Verdict', value: ({ verdict }) => verdict },
  { key: 'value', title: 'Difference, margins', kind: 'price', value: ({ value }) => value },
  { key: 'low', title: 'From', kind: 'price', value: ({ low }) => low },
  { key: 'high', title: 'To', kind: 'price', value: ({ high }) => high },
]

/** The numbers of the split violin. */
export const violinColumns: readonly Column<ViolinPoint>[] = [
  { key: 'value', title: 'Value', kind: 'price', value: ({ value }) => value },
  { key: 'canary', title: 'Density, canary', kind: 'price', value: ({ canary }) => canary },
  { key: 'control', title: 'Density, control', kind: 'price', value: ({ control }) => control },
]

/** The numbers of the risk budget. */
export const riskColumns: readonly Column<CanaryDocument['risk'][number]>[] = [
  { key: 't', title: 'Time (UTC)', value: ({ t }) => t },
  { key: 'used', title: 'Used', kind: 'percent', value: ({ used }) => used },
  { key: 'high', title: 'High water', kind: 'percent', value: ({ high_water: high }) => high },
]
