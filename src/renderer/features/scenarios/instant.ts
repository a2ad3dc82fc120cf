import { againstBaseline } from '#domain/simulate/against-baseline.ts'
import { coefficientsOf, isInstantChange } from '#domain/simulate/coefficients.ts'
import { LATENCY_BINS } from '#domain/simulate/draw-sums.ts'
import { moveLeft, type MovedLeft } from '#domain/simulate/moved-left.ts'
import { drawFigures, summariseScenario, type DrawFigures, type SummaryInput } from '#domain/simulate/summary.ts'
import type { Result } from '#shared/contract.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import type { ScenarioResult } from './metrics.ts'

/** One scenario's sums over draws, as the engine sends them. */
export type InstantSums = Result<'scenario.instant'>

/** What sliders recombine: the sums of a run scenario and of the baseline, and what the run said of the first. */
export interface InstantSource {
  readonly sums: InstantSums
  readonly baseline: InstantSums
  readonly result: ScenarioResult
}

/** Cells (draws x days) that are recombined well within a frame or two. */
const MOST_CELLS = 12_500

/** Returns how many of the draws sliders recombine: all of a usual run, the first ones of a large. */
export function instantDraws(draws: number, days: number): number {
  return Math.max(1, Math.min(draws, Math.floor(MOST_CELLS / Math.max(1, days))))
}

/**
 * Returns a scenario's result from sums already simulated, or null where it differs in more than instant parameters. Exact but
 * for what limit prices saved. Latency is that of the run, which instant parameters do not move. What is left against live is
 * `moved`; its causes need the engine.
 */
export function recombine(source: InstantSource, scenario: Scenario): ScenarioResult | null {
  if (!isInstantChange(source.sums.scenario.params, scenario.params)) return null
  const input = inputOf(source.sums, scenario)
  const summary = summariseScenario(input)
  const baseline = baselineFigures(source.baseline)
  const { result } = source
  return {
    ...summary,
    days: summary.days.map((day, at) => ({ ...day, latency_ms: result.days[at]?.latency_ms ?? null })),
    total: { ...summary.total, latency_ms: result.total.latency_ms },
    exact: source.sums.exact || isExactAnyway(source.sums.scenario, scenario),
    against_baseline: againstBaseline(drawFigures(input), baseline),
    against_live: null,
    moved: movedLeft(source, input),
  }
}

const figuresOfBaseline = new WeakMap<InstantSums, DrawFigures>()

/** The baseline stands still while sliders move. */
function baselineFigures(sums: InstantSums): DrawFigures {
  const known = figuresOfBaseline.get(sums) ?? drawFigures(inputOf(sums, sums.scenario))
  figuresOfBaseline.set(sums, known)
  return known
}

function movedLeft({ sums, result }: InstantSource, input: SummaryInput): MovedLeft | null {
  const { against_live: left } = result
  if (left === null || input.live === null) return null
  const from = coefficientsOf(sums.scenario.params)
  const move = { sums: input.sums, from, to: coefficientsOf(input.scenario.params) }
  return moveLeft(input.scenario.name, left, move, input.live, sums.currency)
}

/** Fees are charged on what was filled, whatever a limit price saved. */
const FEES = { maker_fee_bps: 0, taker_fee_bps: 0 }

function isExactAnyway(from: Scenario, to: Scenario): boolean {
  return JSON.stringify({ ...from.params, ...FEES }) === JSON.stringify({ ...to.params, ...FEES })
}

function inputOf({ columns, days, draws, ...sums }: InstantSums, scenario: Scenario): SummaryInput {
  const { has_live: hasLive, has_capital: hasCapital } = sums
  return {
    scenario,
    dayNames: days,
    sums: {
      ...{ days: days.length, firstDraw: 0, draws, values: columns.values },
      latencyCounts: new Int32Array(days.length * LATENCY_BINS),
    },
    context: {
      intendedEdge: columns.intended_edge,
      intendedNotional: columns.intended_notional,
      orders: new Int32Array(days.length),
      otherPnl: columns.other_pnl,
    },
    live: hasLive
      ? {
          pnl: columns.live_pnl,
          capital: hasCapital ? columns.capital : null,
          daysPerYear: sums.days_per_year,
          window: sums.window,
        }
      : null,
  }
}
