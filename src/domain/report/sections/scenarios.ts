import { parameterDifferences } from '../../simulate/parameter-differences.ts'
import type { Distribution, SimulateDocument } from '#shared/simulate/document.ts'
import { element, type Child } from '../markup.ts'
import { counted, countText, money, percent, plain, quantity, withTrueMinus } from '../number-text.ts'
import type { ReportContents } from '../report-contents.ts'
import { smallPrint, table, type Row } from './table.ts'

type Scenario = SimulateDocument['scenarios'][number]

/** Returns what each what-if scenario leaves against live, and what it assumes; null where none was compared. */
export function scenariosSection({ scenarios: document, settings }: ReportContents): Child {
  if (document === undefined) return null
  const [baseline, ...others] = document.scenarios
  if (baseline === undefined) return null
  const assumed = others.flatMap((scenario) => assumptionRows(baseline, scenario))
  return [
    document.scenarios.map(({ against_live: left }) =>
      left === null ? null : element('p', {}, withTrueMinus(left.sentence)),
    ),
    resultTable(document.scenarios, settings.currency ?? 'money'),
    assumed.length === 0 ? null : assumptionTable(baseline, assumed),
    document.inputs.length === 0
      ? null
      : element(
          'ul',
          {},
          document.inputs.map((note) => element('li', {}, withTrueMinus(note))),
        ),
    smallPrint(
      `Seed ${baseline.seed}, ${counted(baseline.draws, 'draw')}; all scenarios share their random numbers. What is left against live is that of each order’s mean simulated fill, attributed as the review is. All of it is in simulate.json.`,
    ),
  ]
}

function resultTable(scenarios: readonly Scenario[], currency: string): Child {
  return table(
    'What-if scenarios',
    [
      { header: 'scenario' },
      { header: 'tracking error left, bps', kind: 'number' },
      { header: 'days over the limit', kind: 'number' },
      { header: `live − simulated, ${currency}`, kind: 'number' },
      { header: `simulated P&L, ${currency}`, kind: 'number' },
      { header: 'P5 to P95', kind: 'number' },
      { header: 'cost, bps', kind: 'number' },
      { header: 'filled', kind: 'number' },
    ],
    scenarios.map(resultRow),
  )
}

function resultRow({ name, against_live: left, total }: Scenario): Row {
  const mean = (value: Distribution | null) => value?.mean ?? null
  const { pnl } = total
  return {
    cells: [
      name,
      plain(left?.te_rms_bps ?? left?.days[0]?.te_day_bps ?? null, 1),
      left === null ? null : countText(left.days_over_limit),
      money(left?.active_pnl ?? null),
      money(mean(pnl)),
      pnl === null ? null : `${money(pnl.p5)} to ${money(pnl.p95)}`,
      plain(mean(total.cost_bps.total), 2),
      percent(mean(total.fill_ratio)),
    ],
  }
}

function assumptionTable(baseline: Scenario, rows: readonly Row[]): Child {
  return table(
    'What the scenarios assume',
    [
      { header: 'scenario' },
      { header: 'parameter' },
      { header: baseline.name, kind: 'number' },
      { header: 'scenario’s', kind: 'number' },
      { header: 'unit', kind: 'fill' },
    ],
    rows,
  )
}

function assumptionRows(baseline: Scenario, { name, params }: Scenario): Row[] {
  const text = (value: number | string) => (typeof value === 'string' ? value : quantity(Number(value.toPrecision(4))))
  return parameterDifferences(baseline.params, params).map(({ name: parameter, unit, backtest, scenario }) => ({
    cells: [name, parameter.replaceAll('_', ' '), text(backtest), text(scenario), unit],
  }))
}
