import { AppError } from '#shared/errors.ts'
import { capitalRange } from './day-facts.ts'
import { figureDefinitions } from './figures/patterns.ts'
import { element, render, styleSheet, type Child, type Markup } from './markup.ts'
import { dayText, plain } from './number-text.ts'
import { sectionsOf, type ReportSection } from './report-sections.ts'
import type { ReportContents } from './report-contents.ts'
import { REPORT_STYLE } from './report-style.ts'

/** What a reader chose of a report: ids of the report's sections, in the order to show them; absent = all. */
export interface ReportOptions {
  readonly sections?: readonly string[]
  /** What it is printed on; A4 when absent. */
  readonly paper?: Paper
}

/** Sizes a report is printed on. */
export const PAPERS = ['A4', 'Letter'] as const
export type Paper = (typeof PAPERS)[number]

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

/**
 * Returns a review as one HTML file that stands alone: no script, nothing loaded from anywhere, its own content security
 * policy, figures as SVG. The same review and options give the same bytes. Throws PARAMETER_INVALID for an unknown section.
 */
export function reviewHtml(review: ReportContents, options: ReportOptions = {}): string {
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('title', {}, `Parity review, ${periodText(review)}`),
    styleSheet(`${REPORT_STYLE}@page{size:${options.paper ?? 'A4'}}\n`),
  )
  const document = element('html', { lang: 'en' }, head, element('body', {}, reviewBody(review, options)))
  return `<!doctype html>\n${document.markup}\n`
}

function reviewBody(review: ReportContents, options: ReportOptions = {}): Markup {
  const sections = chosenSections(review, options).flatMap((section) => {
    const body = section.body(review)
    return body === null ? [] : [{ ...section, content: body }]
  })
  return element(
    'div',
    { class: 'report' },
    figureDefinitions(),
    element(
      'nav',
      { 'aria-label': 'Contents' },
      element(
        'ol',
        {},
        sections.map(({ id, title }) => element('li', {}, element('a', { href: `#${id}` }, title))),
      ),
    ),
    element('main', {}, titleBlock(review), sections.map(sectionMarkup)),
  )
}

/** Returns the report without a document around it, for a screen that adopts {@link REPORT_STYLE} itself. */
export function reviewBodyText(review: ReportContents, options: ReportOptions = {}): string {
  return render(reviewBody(review, options))
}

function chosenSections(review: ReportContents, { sections }: ReportOptions): ReportSection[] {
  const all = sectionsOf(review)
  if (sections === undefined) return [...all]
  return [...new Set(sections)].map((id) => {
    const section = all.find((known) => known.id === id)
    if (section !== undefined) return section
    const known = all.map((one) => one.id).join(', ')
    throw new AppError('PARAMETER_INVALID', `There is no report section "${id}"; choose among ${known}.`)
  })
}

function sectionMarkup({ id, title, content }: { id: string; title: string; content: Child }): Markup {
  return element('section', { id, class: `section-${id}` }, element('h2', {}, title), content)
}

function titleBlock(review: ReportContents): Markup {
  const about = [
    review.settings.strategy,
    periodText(review),
    capitalText(review),
    'days and times in UTC',
    `made ${review.generated_at.slice(0, 16).replace('T', ' ')} by parity ${review.version}`,
  ]
  return element(
    'header',
    {},
    element('h1', {}, 'Parity review'),
    element('p', { class: 'about' }, about.filter((part) => part !== null).join(' · ')),
  )
}

/** The capital returns are of: one amount, or the account's own value where that moved from day to day. */
function capitalText(review: ReportContents): string | null {
  const range = capitalRange(review)
  if (range === null) return null
  const [least, most] = range.map((amount) => plain(amount, 2))
  const amount = least === most ? least : `${least} to ${most}`
  const why = least === most ? '' : ', the account’s value day by day'
  return `capital ${[amount, review.settings.currency].filter((part) => part !== null).join(' ')}${why}`
}

function periodText({ days }: ReportContents): string {
  const [first] = days
  const last = days.at(-1)
  if (first === undefined || last === undefined) return 'no common day'
  return first.day === last.day ? dayText(first.day) : `${dayText(first.day)} to ${dayText(last.day)}`
}
