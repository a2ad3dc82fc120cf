import {
  teDayBps,
  trackingDifferenceBps,
  trackingErrorBps,
  trackingErrorRmsBps,
} from '#domain/parity/tracking-error.ts'
import {
  COST_COMPONENTS,
  type CostLine,
  type ScenarioFigures,
  type ScenarioSummary,
} from '#shared/simulate/document.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import { coefficientsOf } from './coefficients.ts'
import { cumulatedPnl } from './cumulated-pnl.ts'
import { distributionOf } from './distribution.ts'
import { LATENCY_BINS, SUM, SUM_COUNT, type DrawSums } from './draw-sums.ts'
import { latencyQuantiles, totalCounts } from './latency-quantiles.ts'
import { costsOf, dailyPnl, type DayContext } from './pnl.ts'

/** The live run that scenarios are held against. `pnl` is NaN on days that are not evaluated. */
export interface LiveReference {
  readonly pnl: Float64Array
  /** Declared capital by day, money; null: no measure in bps of capital. */
  readonly capital: Float64Array | null
  readonly daysPerYear: number
  readonly window: number
}

/** Per-draw figures of all evaluated days: what differences to a baseline pair. */
export interface DrawFigures {
  readonly te_bps: Float64Array
  readonly te_rms_bps: Float64Array
  readonly td_bps: Float64Array
  readonly pnl: Float64Array
  readonly cost_bps: Float64Array
  readonly fill_ratio: Float64Array
  readonly maker_share: Float64Array
}

/** What a summary is made of. `params` may differ from those simulated in instant parameters only. */
export interface SummaryInput {
  readonly scenario: Scenario
  readonly dayNames: readonly string[]
  readonly sums: DrawSums
  readonly context: DayContext
  readonly live: LiveReference | null
}

/** Returns per-draw totals. Costs are money over filled notional in bps; NaN where there is no value. */
export function drawFigures(input: SummaryInput): DrawFigures {
  const { sums, context } = input
  const pnl = dailyPnl(sums, coefficientsOf(input.scenario.params), context.otherPnl)
  const active = activeReturns(pnl, sums, input.live)
  const cells = createCells(input, 0, sums.days)
  const measure = (of: typeof trackingErrorBps) =>
    Float64Array.from(active, (returns) => of(returns, input.live?.daysPerYear ?? NaN) ?? NaN)
  return {
    te_bps: measure(trackingErrorBps),
    te_rms_bps: measure(trackingErrorRmsBps),
    td_bps: measure(trackingDifferenceBps),
    pnl: sumDays(pnl, sums),
    cost_bps: cells.costBps.total,
    fill_ratio: cells.fillRatio,
    maker_share: cells.makerShare,
  }
}

/** Returns the summary of a scenario: per day and in total, over draws. Days x draws x components; about 0.1 s for 250 x 200. */
export function summariseScenario(input: SummaryInput): ScenarioSummary {
  const { scenario, sums, dayNames, live } = input
  const pnl = dailyPnl(sums, coefficientsOf(scenario.params), input.context.otherPnl)
  const windows = live === null ? null : windowMeasures(pnl, sums, live)
  const figures = drawFigures(input)
  const cumulated = cumulatedPnl(pnl, sums)
  return {
    name: scenario.name,
    version: scenario.version,
    params: scenario.params,
    seed: scenario.seed,
    draws: sums.draws,
    days: dayNames.map((day, index) => ({
      day,
      te_day_bps: windows?.day[index] ?? null,
      te_bps: windows?.te[index] ?? null,
      te_rms_bps: windows?.rms[index] ?? null,
      td_bps: windows?.td[index] ?? null,
      pnl: distributionOf(column(pnl, sums, index)),
      pnl_cumulated: cumulated[index] ?? null,
      ...figuresOf(input, index, index + 1),
    })),
    total: {
      te_bps: distributionOf(figures.te_bps),
      te_rms_bps: distributionOf(figures.te_rms_bps),
      td_bps: distributionOf(figures.td_bps),
      pnl: distributionOf(figures.pnl),
      ...figuresOf(input, 0, sums.days),
    },
    exact: everyCell(sums, (row) => sums.values[row + SUM.limit] === 0),
  }
}

type CostFigures = Omit<ScenarioFigures, 'te_bps' | 'te_rms_bps' | 'td_bps' | 'pnl'>

function figuresOf(input: SummaryInput, fromDay: number, toDay: number): CostFigures {
  const { sums } = input
  const cells = createCells(input, fromDay, toDay)
  const counts = sums.latencyCounts.subarray(fromDay * LATENCY_BINS, toDay * LATENCY_BINS)
  const names = [...COST_COMPONENTS, 'total'] as const
  const by = <T>(value: (name: CostLine) => T) =>
    Object.fromEntries(names.map((name) => [name, value(name)])) as Record<CostLine, T>
  return {
    cost_bps: by((name) => distributionOf(cells.costBps[name])),
    cost_money: by((name) => cells.money[name].reduce((a, b) => a + b, 0) / sums.draws),
    fill_ratio: distributionOf(cells.fillRatio),
    maker_share: distributionOf(cells.makerShare),
    latency_ms: latencyQuantiles(totalCounts(counts)),
  }
}

/** Per-draw costs and shares over days [fromDay, toDay). */
function createCells({ sums, context, scenario }: SummaryInput, fromDay: number, toDay: number) {
  const k = coefficientsOf(scenario.params)
  const names = [...COST_COMPONENTS, 'total'] as const
  const arrays = () =>
    Object.fromEntries(names.map((name) => [name, new Float64Array(sums.draws)])) as Record<CostLine, Float64Array>
  const money = arrays()
  const costBps = arrays()
  const fillRatio = new Float64Array(sums.draws)
  const makerShare = new Float64Array(sums.draws)
  let intended = 0
  for (let day = fromDay; day < toDay; day++) intended += context.intendedNotional[day]!
  for (let draw = 0; draw < sums.draws; draw++) {
    let taker = 0
    let maker = 0
    for (let day = fromDay; day < toDay; day++) {
      const row = (draw * sums.days + day) * SUM_COUNT
      const costs = costsOf(sums, row, day, k, context)
      for (const name of COST_COMPONENTS) {
        money[name][draw]! += costs[name]
        money.total[draw]! += costs[name]
      }
      taker += sums.values[row + SUM.takerNotional]!
      maker += sums.values[row + SUM.makerNotional]!
    }
    for (const name of names) costBps[name][draw] = (money[name][draw]! / (taker + maker)) * 1e4
    fillRatio[draw] = (taker + maker) / intended
    makerShare[draw] = maker / (taker + maker)
  }
  return { money, costBps, fillRatio, makerShare }
}

/** Returns live minus simulated returns of each draw over evaluated days; empty without a live run or capital. */
function activeReturns(pnl: Float64Array, { days, draws }: DrawSums, live: LiveReference | null): number[][] {
  return Array.from({ length: draws }, (_, draw) => {
    const active: number[] = []
    for (let day = 0; day < days; day++) {
      const value = activeReturn(pnl[draw * days + day]!, day, live)
      if (!Number.isNaN(value)) active.push(value)
    }
    return active
  })
}

/** Returns (live - simulated) / capital of a day, NaN where the day is not evaluated or capital is not above 0. */
function activeReturn(pnl: number, day: number, live: LiveReference | null): number {
  const capital = live?.capital?.[day] ?? NaN
  return live !== null && capital > 0 ? (live.pnl[day]! - pnl) / capital : NaN
}

/** Returns the distributions of each day's rolling measures; a day that is not evaluated has none. */
function windowMeasures(pnl: Float64Array, sums: DrawSums, live: LiveReference) {
  const { days, draws } = sums
  const values = {
    te: new Float64Array(days * draws),
    rms: new Float64Array(days * draws),
    td: new Float64Array(days * draws),
    day: new Float64Array(days * draws),
  }
  for (const array of Object.values(values)) array.fill(NaN)
  for (let draw = 0; draw < draws; draw++) {
    const window: number[] = []
    for (let day = 0; day < days; day++) {
      const active = activeReturn(pnl[draw * days + day]!, day, live)
      if (Number.isNaN(active)) continue
      if (window.push(active) > live.window) window.shift()
      const cell = day * draws + draw
      values.te[cell] = trackingErrorBps(window, live.daysPerYear) ?? NaN
      values.rms[cell] = trackingErrorRmsBps(window, live.daysPerYear) ?? NaN
      values.td[cell] = trackingDifferenceBps(window, live.daysPerYear) ?? NaN
      values.day[cell] = teDayBps(active, live.daysPerYear)
    }
  }
  const each = (array: Float64Array) =>
    Array.from({ length: days }, (_, day) => distributionOf(array.subarray(day * draws, (day + 1) * draws)))
  return {
    te: each(values.te),
    rms: each(values.rms),
    td: each(values.td),
    day: each(values.day),
  }
}

function column(cells: Float64Array, { days, draws }: DrawSums, day: number): Float64Array {
  return Float64Array.from({ length: draws }, (_, draw) => cells[draw * days + day]!)
}

function sumDays(pnl: Float64Array, { days, draws }: DrawSums): Float64Array {
  return Float64Array.from({ length: draws }, (_, draw) =>
    pnl.subarray(draw * days, (draw + 1) * days).reduce((a, b) => a + b, 0),
  )
}

function everyCell({ days, draws }: DrawSums, holds: (row: number) => boolean): boolean {
  for (let cell = 0; cell < days * draws; cell++) if (!holds(cell * SUM_COUNT)) return false
  return true
}
