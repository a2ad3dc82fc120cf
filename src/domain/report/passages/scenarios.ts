import type { Distribution, SimulateDocument } from '#shared/simulate/document.ts'
import { parameterDifferences } from '../../simulate/parameter-differences.ts'
import { counted, countText, dayText, money, percent, plain, quantity, withTrueMinus } from '../number-text.ts'
import type { ReportContents } from '../report-contents.ts'
import type { Passage, PassageTable } from './passage.ts'

type Scenario = SimulateDocument['scenarios'][number]

/** Returns what each what-if scenario leaves against live, and what it assumes; null where none was compared. */
export function whatIfScenarios({ scenarios: document, settings }: ReportContents): Passage | null {
  const [baseline, ...others] = document?.scenarios ?? []
  if (document === undefined || baseline === undefined) return null
  const assumed = others.flatMap((scenario) => assumptions(baseline, scenario))
  const left = document.scenarios.flatMap(({ against_live: against }) => against?.sentence ?? [])
  return {
    sentences: [...left, ...document.inputs].map(withTrueMinus),
    tables: [
      results(document.scenarios, settings.currency ?? 'money'),
      ...(assumed.length === 0 ? [] : [assumptionTable(baseline, assumed)]),
    ],
    note: `${periodText(baseline)}; seed ${baseline.seed}, ${counted(baseline.draws, 'draw')}; all scenarios share their random numbers. What is left against live is that of each order’s mean simulated fill, attributed as the review is. All of it is in simulate.json.`,
  }
}

function periodText({ days }: Scenario): string {
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? '']
  return first === last ? dayText(first) : `${dayText(first)} to ${dayText(last)}`
}

function results(scenarios: readonly Scenario[], currency: string): PassageTable {
  return {
    label: 'What-if scenarios',
    columns: [
      { header: 'scenario' },
      { header: 'tracking error left, bps', kind: 'number' },
      { header: 'days over the limit', kind: 'number' },
      { header: `live − simulated, ${currency}`, kind: 'number' },
      { header: `simulated P&L, ${currency}`, kind: 'number' },
      { header: 'P5 to P95', kind: 'number' },
      { header: 'cost, bps', kind: 'number' },
      { header: 'filled', kind: 'number' },
    ],
    rows: scenarios.map(resultCells),
  }
}

function resultCells({ name, against_live: left, total }: Scenario): (string | null)[] {
  const mean = (value: Distribution | null) => value?.mean ?? null
  const { pnl } = total
  return [
    name,
    plain(left?.te_rms_bps ?? left?.days[0]?.te_day_bps ?? null, 1),
    left === null ? null : countText(left.days_over_limit),
    money(left?.active_pnl ?? null),
    money(mean(pnl)),
    pnl === null ? null : `${money(pnl.p5)} to ${money(pnl.p95)}`,
    plain(mean(total.cost_bps.total), 2),
    percent(mean(total.fill_ratio)),
  ]
}

function assumptionTable(baseline: Scenario, rows: PassageTable['rows']): PassageTable {
  return {
    label: 'What the scenarios assume',
    columns: [
      { header: 'scenario' },
      { header: 'parameter' },
      { header: baseline.name, kind: 'number' },
      { header: 'scenario’s', kind: 'number' },
      { header: 'unit', kind: 'fill' },
    ],
    rows,
  }
}

function assumptions(baseline: Scenario, { name, params }: Scenario): PassageTable['rows'] {
  const text = (value: number | string) => (typeof value === 'string' ? value : quantity(Number(value.toPrecision(4))))
  return parameterDifferences(baseline.params, params).map(({ name: parameter, unit, backtest, scenario }) => [
    name,
    parameter.replaceAll('_', ' '),
    text(backtest),
    text(scenario),
    unit,
  ])
}
