import type { SloDocument, SloEntry } from '#shared/slo.ts'
import { capitalised, counted, percent, plain } from '../number-text.ts'
import type { ReportContents } from '../report-contents.ts'
import {
  ackText,
  headroomText,
  levelText,
  minuteText,
  reasonText,
  targetText,
  TIER_WORD,
  worstFirst,
} from '../service-words.ts'
import type { Passage } from './passage.ts'

/** Returns whether service levels held, worst first; null where the project holds none. */
export function serviceLevels({ service }: ReportContents): Passage | null {
  if (service === undefined) return null
  return {
    verdict: capitalised(TIER_WORD[service.overall.tier]),
    sentences: [`That is the worst of its parts. ${summary(service)}`],
    tables: [
      {
        label: 'Service levels',
        columns: [
          { header: 'service level' },
          { header: 'tier' },
          { header: 'target', kind: 'number' },
          { header: 'value', kind: 'number' },
          { header: 'headroom', kind: 'number' },
          { header: 'budget left', kind: 'number' },
          { header: 'days met', kind: 'number' },
        ],
        rows: worstFirst(service.slos).map(cells),
      },
    ],
    note: `As of ${minuteText(service.as_of)} UTC, over ${counted(service.window.days, 'day')}. Alerts to acknowledge: ${ackText(service.ack)}. Each value with its formula is in slo.json.`,
  }
}

function summary({ overall }: SloDocument): string {
  const { score, score_reason: reason, evaluated_weight: weight, intervals_met: met } = overall
  const scored =
    score === null
      ? `There is no score: ${reasonText(reason)}.`
      : `The compliance score is ${plain(score, 1)} of 100, from ${plain(weight, 0)} of 100 of the weight.`
  return met === null ? scored : `${scored} Of the days that could be judged, ${percent(met)} met their level.`
}

function cells(slo: SloEntry): (string | null)[] {
  const { title, tier, value, unit, reason, budget, intervals } = slo
  return [
    title,
    TIER_WORD[tier],
    targetText(slo),
    value === null ? reasonText(reason) : levelText(value, unit),
    headroomText(slo),
    budget === null ? null : percent(budget.remaining_fraction),
    `${intervals.met} of ${intervals.evaluated}`,
  ]
}
