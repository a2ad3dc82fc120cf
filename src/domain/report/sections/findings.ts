import type { Finding, Review } from '#shared/review.ts'
import { causeSwatch } from '../figures/patterns.ts'
import { findingGroups } from '../finding-groups.ts'
import { element, type Child, type Markup } from '../markup.ts'
import { dayText, withTrueMinus } from '../number-text.ts'

/** Returns what stands out, the whole period first and then day by day, most telling first; null where nothing does. */
export function findingsSection(review: Review): Child {
  if (review.explain.length === 0) return null
  const days = new Set(review.days.map(({ day }) => day))
  return findingGroups(review).map(({ day, findings }) => [
    element('h3', {}, day === null ? 'Whole period' : dayLink(day, days)),
    element('ul', { class: 'findings' }, findings.map(item)),
  ])
}

function dayLink(day: string, days: ReadonlySet<string>): Child {
  return days.has(day) ? element('a', { href: `#day-${day}` }, dayText(day)) : dayText(day)
}

function item({ cause, sentence }: Finding): Markup {
  return element('li', {}, causeSwatch(cause), element('span', {}, withTrueMinus(sentence)))
}
