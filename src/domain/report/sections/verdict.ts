import type { Review, ReviewDay } from '#shared/review.ts'
import { gapBpsOf, gapOf, moneyDecimalsOf, shareOf, topCauseOf, wholeGapBps, worstDays } from '../day-facts.ts'
import { bandGauge } from '../figures/band-gauge.ts'
import { bandMark, causeSwatch } from '../figures/patterns.ts'
import { headline, intervalText, moneyText, windowDays } from '../headline.ts'
import { element, type Child, type Markup } from '../markup.ts'
import { bps, capitalised, counted, countText, dayText, percent, plain, withTrueMinus } from '../number-text.ts'
import { otherVerdicts } from '../other-verdicts.ts'
import type { ReportContents } from '../report-contents.ts'
import { ACTION_WORDS, MEASURE_WORDS } from '../words.ts'

/** Returns the verdict: band, measure with its interval, action, what service levels and the canary say, and the facts a reviewer asks for first. */
export function verdictSection(review: ReportContents): Markup {
  const last = review.days.at(-1)
  const notices = [
    ...otherVerdicts(review).map(({ sentence, alarming }) =>
      element('p', alarming ? { class: 'notice' } : {}, sentence),
    ),
    ...review.suggestions.map((suggestion) => element('p', { class: 'notice' }, withTrueMinus(suggestion.sentence))),
  ]
  if (review.status === 'NOT_COMPARABLE' || last === undefined)
    return element('div', {}, notComparable(review), notices)
  const verdict = last.band === null ? element('p', { class: 'lead' }, headline(review)) : bandVerdict(review, last)
  return element('div', {}, verdict, notices, element('dl', { class: 'facts' }, facts(review, last)))
}

function notComparable(review: Review): Markup[] {
  const covers = (side: 'live' | 'backtest') => {
    const range = review.coverage[side]
    return fact(
      `${capitalised(side)} covers`,
      range === null ? 'nothing' : `${dayText(range[0])} to ${dayText(range[1])}`,
    )
  }
  return [
    element('p', { class: 'lead' }, element('strong', {}, headline(review))),
    element('dl', { class: 'facts' }, covers('live'), covers('backtest')),
  ]
}

function bandVerdict(review: Review, last: ReviewDay): Child {
  const { band_measure: measure, target_bps: target } = review.settings
  const about = [
    `${capitalised(MEASURE_WORDS[measure])} over the last ${counted(windowDays(review, last), 'day')}`,
    intervalText(last),
    `target ${plain(target, 1)}`,
    last.breach_probability === null ? null : `chance of being above it ${percent(last.breach_probability)}`,
  ]
  return [
    element(
      'div',
      { class: 'verdict' },
      element(
        'div',
        {},
        element(
          'p',
          { class: 'figure' },
          bandMark(last.band),
          element('span', { class: 'value' }, plain(last[measure], 1)),
          ' bps a year',
        ),
        element('p', { class: 'about' }, about.filter((part) => part !== null).join(' · ')),
      ),
      last.action === null
        ? null
        : element(
            'p',
            { class: 'action' },
            element('span', {}, 'Action by tracking error'),
            ' ',
            ACTION_WORDS[last.action],
          ),
    ),
    bandGauge(review, last),
  ]
}

function facts(review: Review, last: ReviewDay): Child {
  const { total, matching, days } = review
  const [worst] = worstDays(review, 1)
  return [
    fact('Live − backtest', moneyText(review, total.active_pnl), wholeGap(review)),
    fact(`Last day, ${dayText(last.day)}`, ...dayFact(review, last)),
    worst === undefined || days.length < 2 ? null : fact(`Worst day, ${dayText(worst.day)}`, ...dayFact(review, worst)),
    total.te_rms_bps === null || days.length < 2
      ? null
      : fact(
          `All ${counted(days.length, 'day')}`,
          `${plain(total.te_rms_bps, 1)} bps rms`,
          `TE ${plain(total.te_bps, 1)}, TD ${bps(total.td_bps)} bps a year`,
        ),
    mainCause(review),
    fact(
      'Matched',
      `${percent(matching.matched_share_count)} of live orders`,
      `${percent(matching.matched_share_notional)} of live notional; alone: ${countText(matching.live_only)} live, ${countText(matching.backtest_only)} backtest`,
    ),
  ]
}

function wholeGap(review: Review): string {
  const over = `over ${counted(review.days.length, 'day')}`
  const gapBps = wholeGapBps(review)
  return gapBps === null ? over : `${bps(gapBps)} bps of capital ${over}`
}

function dayFact(review: Review, day: ReviewDay): [value: string, detail: string] {
  const cause = topCauseOf(day, moneyDecimalsOf(review))
  const gapBps = gapBpsOf(day)
  const mostly = cause === null ? [] : [`mostly ${cause}`]
  if (gapBps === null) return [moneyText(review, gapOf(day)), mostly.join('')]
  return [`${bps(gapBps)} bps of capital`, [`${plain(day.te_day_bps, 1)} bps annualised`, ...mostly].join(', ')]
}

/** The cause with the largest part of the whole gap, in its direction. */
function mainCause(review: Review): Markup | null {
  const { total } = review
  if (total.active_pnl === null) return null
  const cause = topCauseOf(total, moneyDecimalsOf(review))
  if (cause === null) return null
  const absolute = Object.values(total.attribution).reduce((sum, part) => sum + Math.abs(part), 0)
  const share = shareOf(total.attribution[cause], total.active_pnl, absolute)
  const amount = moneyText(review, total.attribution[cause])
  return fact(
    'Main cause',
    [causeSwatch(cause), ` ${cause}`],
    share === null ? amount : `${amount}, ${percent(share)} of the gap`,
  )
}

function fact(term: string, value: Child, detail: string | null = null): Markup {
  const more = detail === null || detail === '' ? null : element('dd', { class: 'detail' }, detail)
  return element('div', {}, element('dt', {}, term), element('dd', {}, value), more)
}
