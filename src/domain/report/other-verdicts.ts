import { isViolation } from '../slo/tiers.ts'
import { words } from './canary-checks.ts'
import { capitalised } from './number-text.ts'
import type { ReportContents } from './report-contents.ts'
import { levelText, reasonText, targetText, TIER_WORD, worstFirst } from './service-words.ts'

/** What a verdict besides tracking error says in one sentence, and whether it asks for an act. */
export interface OtherVerdict {
  readonly sentence: string
  readonly alarming: boolean
}

/**
 * Returns what service levels and the canary say, where the project holds them. They stand beside the verdict on tracking
 * error, so that a reader does not take its "continue" for the whole answer.
 */
export function otherVerdicts(contents: ReportContents): OtherVerdict[] {
  return [serviceVerdict(contents), canaryVerdict(contents)].filter((verdict) => verdict !== null)
}

function serviceVerdict({ service }: ReportContents): OtherVerdict | null {
  if (service === undefined) return null
  const { tier } = service.overall
  const [worst] = worstFirst(service.slos)
  const of = worst === undefined || tier === 'MEETING' ? '' : ` (${worstLevel(worst)})`
  return { sentence: `Service levels: ${TIER_WORD[tier]}${of}.`, alarming: isViolation(tier) }
}

function worstLevel(
  slo: Parameters<typeof targetText>[0] & { title: string; value: number | null; reason: string | null },
) {
  const { title, value, unit, reason } = slo
  const found = value === null ? reasonText(reason) : levelText(value, unit)
  return `${title} ${found}, target ${targetText(slo)}`
}

function canaryVerdict({ canary }: ReportContents): OtherVerdict | null {
  if (canary === undefined) return null
  const { decision, binding, deployment } = canary
  return {
    sentence: `Canary ${deployment.id}: ${capitalised(decision.toLowerCase())}, bound by ${words(binding)}.`,
    alarming: decision === 'ROLLBACK' || decision === 'ABORT',
  }
}
