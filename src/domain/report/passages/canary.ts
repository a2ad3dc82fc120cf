import { judgedAt } from '../../canary/decision-changes.ts'
import type { CanaryDocument } from '#shared/canary.ts'
import { checksOf, checkText, words, type Check } from '../canary-checks.ts'
import { capitalised, countText, percent, plain, withTrueMinus } from '../number-text.ts'
import type { ReportContents } from '../report-contents.ts'
import { minuteText } from '../service-words.ts'
import type { Passage } from './passage.ts'

/** Returns whether the canary may go on, with every rule it is held to, failures first; null where the project holds no deployment. */
export function canaryReadiness({ canary }: ReportContents): Passage | null {
  if (canary === undefined) return null
  return {
    verdict: capitalised(canary.decision.toLowerCase()),
    sentences: [withTrueMinus(canary.summary), deployment(canary)],
    tables: [
      {
        label: 'Gates, triggers and metrics of the canary',
        columns: [
          { header: 'verdict' },
          { header: 'rule' },
          { header: 'value', kind: 'number' },
          { header: 'limit', kind: 'number' },
          { header: 'margin', kind: 'number' },
          { header: 'n', kind: 'number' },
          { header: 'evidence', kind: 'fill' },
        ],
        rows: checksOf(canary).map(cells),
      },
    ],
    note: `As of ${minuteText(canary.as_of)} UTC.${judged(canary)} Differences are canary less control; intervals hold at every look. Every tick of the decision log is in canary.json.`,
  }
}

function judged(canary: CanaryDocument): string {
  const at = judgedAt(canary)
  return at === canary.as_of ? '' : ` Decided at ${minuteText(at)} UTC; gates and metrics are those of that moment.`
}

function deployment({ deployment: of, state, binding }: CanaryDocument): string {
  const against = of.control_version === null ? '' : ` against ${of.control_version}`
  const traffic = of.traffic === null ? '' : `, ${percent(of.traffic)} of traffic`
  const covered = `${plain(of.covered_hours, 1)} h covered of ${plain(of.minimum_hours, 0)} to ${plain(of.maximum_hours, 0)} h`
  return `${of.id}: ${of.version}${against}${traffic}; ${words(state).toLowerCase()}, decided by ${words(binding)}; ${covered}.`
}

function cells(check: Check): (string | null)[] {
  const { standing, rule, value, limit, margin, n, reason } = check
  return [
    standing,
    rule,
    checkText(check, value),
    checkText(check, limit),
    checkText(check, margin, check.unit !== ''),
    n === null ? null : countText(n),
    withTrueMinus(reason),
  ]
}
