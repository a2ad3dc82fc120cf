import type { DailyReview } from '#shared/daily-simulation.ts'
import { CAUSES, type Review, type ReviewDay } from '#shared/review.ts'
import { reconciliationSentence, residualSentence } from './checks.ts'
import { gapBpsOf, gapOf, moneyDecimalsOf, moneyOf, shareOf, shownCauses, topCauseOf, worstDays } from './day-facts.ts'
import { findingGroups } from './finding-groups.ts'
import { flagMeaning } from './flag-meanings.ts'
import { headline } from './headline.ts'
import { showableText } from './markup.ts'
import { matchingRows } from './matching-rows.ts'
import { otherVerdicts } from './other-verdicts.ts'
import { canaryReadiness } from './passages/canary.ts'
import type { Passage } from './passages/passage.ts'
import { whatIfScenarios } from './passages/scenarios.ts'
import { serviceLevels } from './passages/service-levels.ts'
import type { ReportContents } from './report-contents.ts'
import { bps, countText, dayText, percent, plain, quantity, withTrueMinus } from './number-text.ts'
import { assumptionRows, leftRows, simulationSentences } from './simulation-rows.ts'
import { ACTION_WORDS, CAUSE_MEANINGS, MEASURE_HEADERS, settingRows, subLines } from './words.ts'

type Cell = string | number | null

const SHOWN_BREAKS = 30
const SHOWN_WORST_DAYS = 10

/**
 * Returns a review as Markdown (GitHub's tables), in the order of the HTML report: headline, why, findings, worst days,
 * days, what-if scenarios, service levels, canary, matching, breaks, what to read with care, inputs with hashes, settings. Text from files is escaped.
 */
export function reviewMarkdown(review: ReportContents): string {
  const evaluated = review.days.length > 0
  return [
    '# Parity review',
    escapeMarkdown(headline(review)),
    review.action === null ? '' : `Action by tracking error: **${ACTION_WORDS[review.action]}**.`,
    ...otherVerdicts(review).map(({ sentence }) => escapeMarkdown(sentence)),
    madeBy(review),
    ...review.suggestions.map((suggestion) => `> ${escapeMarkdown(withTrueMinus(suggestion.sentence))}`),
    evaluated ? whySection(review) : coverageSection(review),
    findingsSection(review),
    simulatedSection(review),
    evaluated ? worstDaysSection(review) : '',
    evaluated ? daysSection(review) : '',
    passageSection('What-if scenarios', whatIfScenarios(review)),
    passageSection('Service levels', serviceLevels(review)),
    passageSection('Canary', canaryReadiness(review)),
    section('Matching', table(['', '> '], matchingRows(review))),
    breaksSection(review),
    careSection(review),
    inputsSection(review),
    settingsSection(review),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function madeBy(review: Review): string {
  const { settings } = review
  const unit = settings.currency === null ? 'in the quote currency' : escapeMarkdown(settings.currency)
  return `Made ${review.generated_at} by parity ${review.version}. Days and times are UTC; money is ${unit}; bps are annualised (${settings.annualisation} days a year) unless said.`
}

function coverageSection({ coverage }: Review): string {
  const side = (range: [string, string] | null) =>
    range === null ? 'nothing' : `${dayText(range[0])} to ${dayText(range[1])}`
  return section('What each side covers', `- live: ${side(coverage.live)}\n- backtest: ${side(coverage.backtest)}`)
}

function whySection(review: Review): string {
  const { total, settings } = review
  const say = moneyOf(review)
  const absolute = CAUSES.reduce((sum, cause) => sum + Math.abs(total.attribution[cause]), 0)
  const rows = shownCauses(review).flatMap((cause): Cell[][] => {
    const [all, carried] = [total.attribution[cause], total.carry[cause]]
    const share = percent(shareOf(all, total.active_pnl, absolute))
    const measures = [bps(total.te_by_cause_bps[cause]), bps(total.td_by_cause_bps[cause])]
    const parts = subLines(review).filter((part) => part.cause === cause)
    return [
      [cause, CAUSE_MEANINGS[cause], say(all), share, say(all - carried), say(carried), ...measures],
      ...parts.map(({ text, amount }): Cell[] => ['', text, say(amount), '', '', '', '', '']),
    ]
  })
  const measure = plain(settings.band_measure === 'te_bps' ? total.te_bps : total.te_rms_bps, 1)
  const carried = CAUSES.reduce((sum, cause) => sum + total.carry[cause], 0)
  const fresh = total.active_pnl === null ? null : total.active_pnl - carried
  const residual: Cell[] = ['residual', 'what no cause explains', say(total.attribution.residual), '', '', '', '', '']
  const sum: Cell[] = [
    '**live − backtest**',
    '',
    `**${say(total.active_pnl)}**`,
    '',
    say(fresh),
    say(carried),
    measure,
    bps(total.td_bps),
  ]
  const te = `> ${MEASURE_HEADERS[settings.band_measure]}, bps`
  const header = ['cause', 'what it is', '> P&L', '> share', '> new', '> carried', te, '> TD, bps']
  const checks = [residualSentence(review), reconciliationSentence(review)].filter((check) => check !== null)
  return section('Why', `${table(header, [...rows, residual, sum])}\n\n${checks.join('\n\n')}`)
}

function findingsSection(review: Review): string {
  if (review.explain.length === 0) return ''
  const groups = findingGroups(review).map(({ day, findings }) => {
    const items = findings.map(({ sentence }) => `- ${escapeMarkdown(withTrueMinus(sentence))}`)
    return `**${day === null ? 'Whole period' : escapeMarkdown(dayText(day))}**\n\n${items.join('\n')}`
  })
  return section('Findings', groups.join('\n\n'))
}

function simulatedSection(review: DailyReview): string {
  const { simulation } = review
  if (simulation === undefined) return ''
  const name = escapeMarkdown(simulation.scenario)
  const rows = leftRows(review, simulation).map(({ label, backtest, baseline, scenario }): Cell[] => [
    label,
    backtest,
    baseline,
    scenario,
  ])
  const assumed = assumptionRows(simulation).map((cells): Cell[] => cells.map(escapeMarkdown))
  const tables = [
    table(['live less …', '> the backtest', '> its own assumptions, simulated', `> ${name}`], rows),
    assumed.length === 0 ? '' : table(['assumption', '> backtest', `> ${name}`, 'unit'], assumed),
  ]
  const parts = [...simulationSentences(simulation).map(escapeMarkdown), ...(simulation.left === null ? [] : tables)]
  return section('What the simulator should have assumed', parts.filter((part) => part !== '').join('\n\n'))
}

function worstDaysSection(review: Review): string {
  const say = moneyOf(review)
  const rows = worstDays(review, SHOWN_WORST_DAYS).map((day): Cell[] => {
    const cause = topCauseOf(day, moneyDecimalsOf(review))
    const amount = cause === null ? null : say(day.attribution[cause])
    return [day.day, say(gapOf(day)), bps(gapBpsOf(day)), plain(day.te_day_bps, 1), cause, amount]
  })
  if (rows.length === 0) return ''
  return section('Worst days', table(['day', '> gap', '> bps of capital', '> annualised', 'mostly', '> of it'], rows))
}

function daysSection(review: Review): string {
  const header = [
    'day',
    '> live P&L',
    '> backtest P&L',
    '> gap',
    '> gap, bps',
    '> TE rms',
    '> TE',
    '> TD',
    'band',
    '> streak',
    'action',
    'mostly',
  ]
  return section('Days', table(header, review.days.map(dayCellsOf(review))))
}

function dayCellsOf(review: Review): (day: ReviewDay) => Cell[] {
  const say = moneyOf(review)
  const decimals = moneyDecimalsOf(review)
  return (day) => [
    day.day,
    say(day.live_pnl),
    say(day.backtest_pnl),
    say(gapOf(day)),
    bps(gapBpsOf(day)),
    plain(day.te_rms_bps, 1),
    plain(day.te_bps, 1),
    bps(day.td_bps),
    day.band,
    day.streak,
    day.action === null ? null : ACTION_WORDS[day.action],
    topCauseOf(day, decimals),
  ]
}

function passageSection(title: string, passage: Passage | null): string {
  if (passage === null) return ''
  const { verdict, sentences, tables, note } = passage
  const texts = tables.map(({ columns, rows }) =>
    table(
      columns.map(({ header, kind }) => `${kind === 'number' ? '> ' : ''}${header}`),
      rows.map((cells): Cell[] => cells.map((cell) => (cell === null ? null : escapeMarkdown(cell)))),
    ),
  )
  const parts = [
    ...(verdict === undefined ? [] : [`**${escapeMarkdown(verdict)}**`]),
    ...sentences.map(escapeMarkdown),
    ...texts,
    escapeMarkdown(note),
  ]
  return section(title, parts.join('\n\n'))
}

function breaksSection({ position_breaks: breaks }: Review): string {
  if (breaks.length === 0) return ''
  const rows = breaks
    .slice(0, SHOWN_BREAKS)
    .map((row): Cell[] => [row.day, escapeMarkdown(row.symbol), quantity(row.live), quantity(row.backtest)])
  const rest = breaks.length - rows.length
  const more = rest > 0 ? `\n\n… and ${countText(rest)} more; all are in review.json.` : ''
  return section('Position breaks', `${table(['day', 'symbol', '> live', '> backtest'], rows)}${more}`)
}

function careSection(review: Review): string {
  if (review.flags.length === 0) return ''
  const rows = review.flags.map(({ code, field, count }): Cell[] => [
    escapeMarkdown(code),
    escapeMarkdown(field),
    count === 0 ? null : countText(count),
    flagMeaning(code),
  ])
  return section('To read with care', table(['flag', 'concerns', '> count', 'what it means'], rows))
}

function inputsSection(review: Review): string {
  const rows = review.inputs.map(({ path, role, format, sha256, rows: count }): Cell[] => [
    escapeMarkdown(path),
    escapeMarkdown(role),
    escapeMarkdown(format),
    countText(count.read),
    countText(count.accepted),
    countText(count.rejected),
    `\`${sha256.replace(/[^0-9a-f]/gi, '')}\``,
  ])
  return section('Inputs', table(['file', 'role', 'format', '> read', '> accepted', '> rejected', 'SHA-256'], rows))
}

function settingsSection(review: Review): string {
  const rows = settingRows(review).map(({ label, value, name }): Cell[] => [
    label,
    escapeMarkdown(value),
    `\`${name}\``,
  ])
  return section('Settings', table(['setting', 'value', 'name in review.json'], rows))
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`
}

/** A header that begins with `> ` sets its column right. */
function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const row = (cells: readonly Cell[]) => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`
  const rule = header.map((name) => (name.startsWith('> ') ? '---:' : '---'))
  return [row(header.map((name) => name.replace(/^> /, ''))), row(rule), ...rows.map(row)].join('\n')
}

/** Escapes text so that Markdown shows it as it is and takes no HTML, link, address, formula, list or table cell from it. */
export function escapeMarkdown(text: string): string {
  return showableText(text)
    .replace(/&/g, '&amp;')
    .replace(/[\\`*_[\]<>|~$]/g, (mark) => `\\${mark}`)
    .replace(
      /^(\s*)([#+=-]|\d+[.)])(?=\s|#|$)/,
      (_, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
    )
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/www\./gi, (host) => `${host.slice(0, 3)}&#46;`)
    .replace(/@/g, '&#64;')
}
