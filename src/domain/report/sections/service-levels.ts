import type { SloDocument, SloEntry } from '#shared/slo.ts'
import { element, type Child } from '../markup.ts'
import { counted, percent, plain } from '../number-text.ts'
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
import { smallPrint, table } from './table.ts'

/** Returns whether service levels held, worst first; null where the project holds none. */
export function serviceLevelsSection({ service }: ReportContents): Child {
  if (service === undefined) return null
  return [
    element(
      'p',
      {},
      element('strong', {}, `${TIER_WORD[service.overall.tier]}`),
      `, the worst of its parts. ${summary(service)}`,
    ),
    table(
      'Service levels',
      [
        { header: 'service level' },
        { header: 'tier' },
        { header: 'target', kind: 'number' },
        { header: 'value', kind: 'number' },
        { header: 'headroom', kind: 'number' },
        { header: 'budget left', kind: 'number' },
        { header: 'days met', kind: 'number' },
      ],
      worstFirst(service.slos).map((slo) => ({ cells: levelCells(slo) })),
    ),
    smallPrint(
      `As of ${minuteText(service.as_of)} UTC, over ${counted(service.window.days, 'day')}. Alerts to acknowledge: ${ackText(service.ack)}. Each value with its formula is in slo.json.`,
    ),
  ]
}

function summary({ overall }: SloDocument): string {
  const { score, score_reason: reason, evaluated_weight: weight, intervals_met: met } = overall
  const scored =
    score === null
      ? `No score: ${reasonText(reason)}.`
      : `Compliance score ${plain(score, 1)} of 100, from ${plain(weight, 0)} of 100 of the weight.`
  return met === null ? scored : `${scored} Days that met every level that could be judged: ${percent(met)}.`
}

function levelCells(slo: SloEntry): Child[] {
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
