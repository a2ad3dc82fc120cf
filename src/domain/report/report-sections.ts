import type { Child } from './markup.ts'
import { canaryReadiness } from './passages/canary.ts'
import { passageMarkup } from './passages/passage.ts'
import { whatIfScenarios } from './passages/scenarios.ts'
import { serviceLevels } from './passages/service-levels.ts'
import type { ReportContents } from './report-contents.ts'
import { careSection } from './sections/care.ts'
import { daysSection } from './sections/days.ts'
import { findingsSection } from './sections/findings.ts'
import { formulasSection } from './sections/formulas.ts'
import { inputsSection } from './sections/inputs.ts'
import { matchingSection } from './sections/matching.ts'
import { overTimeSection } from './sections/over-time.ts'
import { positionBreaksSection } from './sections/position-breaks.ts'
import { settingsSection } from './sections/settings.ts'
import { simulatedSection } from './sections/simulated.ts'
import { verdictSection } from './sections/verdict.ts'
import { whySection } from './sections/why.ts'
import { worstDaysSection } from './sections/worst-days.ts'

/** A section of the report: what it is called, and its content, or null where a review has none. */
export interface ReportSection {
  readonly id: string
  readonly title: string
  readonly body: (contents: ReportContents) => Child
}

/** Every section of the HTML report in the order a reviewer reads. */
export const REPORT_SECTIONS: readonly ReportSection[] = [
  { id: 'verdict', title: 'Verdict', body: verdictSection },
  { id: 'over-time', title: 'Over time', body: overTimeSection },
  { id: 'why', title: 'Why', body: whySection },
  { id: 'findings', title: 'Findings', body: findingsSection },
  { id: 'worst-days', title: 'Worst days', body: worstDaysSection },
  { id: 'days', title: 'Days', body: daysSection },
  { id: 'scenarios', title: 'What-if scenarios', body: (contents) => passageMarkup(whatIfScenarios(contents)) },
  { id: 'service-levels', title: 'Service levels', body: (contents) => passageMarkup(serviceLevels(contents)) },
  { id: 'canary', title: 'Canary', body: (contents) => passageMarkup(canaryReadiness(contents)) },
  { id: 'matching', title: 'Matching', body: matchingSection },
  { id: 'position-breaks', title: 'Position breaks', body: positionBreaksSection },
  { id: 'care', title: 'To read with care', body: careSection },
  { id: 'inputs', title: 'Inputs', body: inputsSection },
  { id: 'settings', title: 'Settings', body: settingsSection },
  { id: 'formulas', title: 'Formulas', body: formulasSection },
]

const SIMULATED: ReportSection = {
  id: 'simulated',
  title: 'What the simulator should have assumed',
  body: simulatedSection,
}

/** Returns the sections a review can have: the daily job's also says what was simulated of its days. */
export function sectionsOf({ simulation }: ReportContents): readonly ReportSection[] {
  if (simulation === undefined) return REPORT_SECTIONS
  return REPORT_SECTIONS.toSpliced(
    REPORT_SECTIONS.findIndex(({ id }) => id === 'worst-days'),
    0,
    SIMULATED,
  )
}
