import type { DailyReview } from '#shared/daily-simulation.ts'
import { element, type Child } from '../markup.ts'
import { assumptionRows, leftRows, simulationSentences } from '../simulation-rows.ts'
import { smallPrint, table } from './table.ts'

/** Returns what the simulator should have assumed and what that leaves against live; null where nothing was simulated. */
export function simulatedSection(review: DailyReview): Child {
  const { simulation } = review
  if (simulation === undefined) return null
  const sentences = simulationSentences(simulation).map((sentence) => element('p', {}, sentence))
  if (simulation.left === null) return sentences
  const money = review.settings.currency ?? 'money'
  const left = table(
    'What is left against live',
    [
      { header: `live less …, ${money}` },
      { header: 'the backtest', kind: 'number' },
      { header: 'its own assumptions, simulated', kind: 'number' },
      { header: `“${simulation.scenario}”`, kind: 'number' },
    ],
    leftRows(review, simulation).map(({ label, backtest, baseline, scenario, kind }) => ({
      cells: [label, backtest, baseline, scenario],
      ...(kind && { kind }),
    })),
  )
  const assumed = assumptionRows(simulation)
  return [
    sentences,
    left,
    assumed.length === 0
      ? null
      : table(
          'Assumptions',
          [
            { header: 'assumption' },
            { header: 'backtest', kind: 'number' },
            { header: `“${simulation.scenario}”`, kind: 'number' },
            { header: 'unit', kind: 'fill' },
          ],
          assumed.map((cells) => ({ cells })),
        ),
    smallPrint(
      `Seed ${simulation.seed ?? 0}, ${simulation.draws ?? 0} draws; each order’s mean simulated fill stands in the backtest’s place and is attributed as the review is. All of it is in simulate.json.`,
    ),
  ]
}
