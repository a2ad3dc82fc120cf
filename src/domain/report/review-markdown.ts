import { CAUSES, type Review, type ReviewDay } from '#shared/review.ts'
import { headline } from './headline.ts'
import { bps, money, percent, plain } from './number-text.ts'

type Cell = string | number | null

/** Returns a review as Markdown: headline, attribution, days, matching, inputs with hashes, settings. Text from files is escaped. */
export function reviewMarkdown(review: Review): string {
  return [
    '# Parity review',
    headline(review),
    `Generated ${review.generated_at} by parity ${review.version}. Days and times are UTC; money is ${review.settings.currency ?? 'in the quote currency'}; bps are annualised (${review.settings.annualisation} days a year) unless said.`,
    ...review.suggestions.map((suggestion) => `> ${escapeText(suggestion.sentence)}`),
    ...(review.status === 'OK' ? [attributionSection(review), explainSection(review), daysSection(review), breaksSection(review)] : []),
    matchingSection(review),
    flagsSection(review),
    inputsSection(review),
    section('Settings', table(['setting', 'value'], Object.entries(review.settings).map(([name, value]) => [name, value === null ? '–' : String(value)]))),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function attributionSection(review: Review): string {
  const { total } = review
  const rows = CAUSES.map((cause): Cell[] => [cause, money(total.attribution[cause]), money(total.carry[cause]), bps(total.te_by_cause_bps[cause]), bps(total.td_by_cause_bps[cause])])
  const sum: Cell[] = ['**live − backtest**', `**${money(total.active_pnl)}**`, '', bps(review.settings.band_measure === 'te_bps' ? total.te_bps : total.te_rms_bps), bps(total.td_bps)]
  const check = `Residual ${total.attribution.residual.toExponential(1)}, allowed ${total.residual_limit.toExponential(1)}.`
  return section('Why', `${table(['cause', 'P&L', 'of which carried', 'tracking error, bps', 'tracking difference, bps'], [...rows, sum])}\n\n${check}`)
}

function explainSection(review: Review): string {
  return review.explain.length === 0 ? '' : section('Findings', review.explain.map((finding) => `- ${escapeText(finding.sentence)}`).join('\n'))
}

function daysSection(review: Review): string {
  const rows = review.days.map((day): Cell[] => [day.day, money(day.live_pnl), money(day.backtest_pnl), money(gap(day)), plain(day.te_rms_bps, 1), plain(day.te_bps, 1), bps(day.td_bps), day.band ?? '–', day.streak, day.action ?? '–', topCause(day)])
  return section('Days', table(['day', 'live P&L', 'backtest P&L', 'gap', 'TE rms', 'TE', 'TD', 'band', 'streak', 'action', 'top cause'], rows))
}

function gap(day: ReviewDay): number | null {
  return day.live_pnl === null || day.backtest_pnl === null ? null : day.live_pnl - day.backtest_pnl
}

function topCause(day: ReviewDay): string {
  const top = CAUSES.reduce((best, cause) => (Math.abs(day.attribution[cause]) > Math.abs(day.attribution[best]) ? cause : best))
  return day.attribution[top] === 0 ? '–' : top
}

function breaksSection(review: Review): string {
  if (review.position_breaks.length === 0) return ''
  const rows = review.position_breaks.map((row): Cell[] => [row.day, escapeText(row.symbol), String(row.live), String(row.backtest)])
  return section('Position breaks', table(['day', 'symbol', 'live', 'backtest'], rows))
}

function matchingSection(review: Review): string {
  const { matching } = review
  const rows: Cell[][] = [
    ['matched', matching.matched],
    ['live only', matching.live_only],
    ['backtest only', matching.backtest_only],
    ['matched share of live orders', percent(matching.matched_share_count)],
    ['matched share of live notional', percent(matching.matched_share_notional)],
    ['median live − backtest time', matching.median_dt_ms === null ? '–' : `${plain(matching.median_dt_ms, 0)} ms`],
    ['median live / backtest quantity', plain(matching.median_quantity_ratio, 3)],
    ...Object.entries(matching.by_method).map(([method, pairs]): Cell[] => [`by ${method}`, pairs]),
  ]
  return section('Matching', table(['', 'pairs'], rows))
}

function flagsSection(review: Review): string {
  return review.flags.length === 0 ? '' : section('To read with care', table(['flag', 'concerns', 'count'], review.flags.map((flag) => [flag.code, flag.field, flag.count])))
}

function inputsSection(review: Review): string {
  const rows = review.inputs.map(({ path, role, format, sha256, rows: count }): Cell[] => [escapeText(path), role, format, count.read, count.accepted, count.rejected, `\`${sha256}\``])
  return section('Inputs', table(['file', 'role', 'format', 'read', 'accepted', 'rejected', 'SHA-256'], rows))
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`
}

function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Escapes text so that Markdown shows it as it is and takes no HTML, link or table cell from it. */
function escapeText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+|!~]/g, (mark) => `\\${mark}`).replace(/[\r\n]+/g, ' ')
}
