import type { Cause, Review } from '#shared/review.ts'
import { hasReturns, moneyOf, shareOf, shownCauses } from '../day-facts.ts'
import { bridgeFigure } from '../figures/bridge.ts'
import { causesOverTimeFigure } from '../figures/causes-over-time.ts'
import { causeSwatch } from '../figures/patterns.ts'
import { element, type Child } from '../markup.ts'
import { bps, percent, plain } from '../number-text.ts'
import { reconciliationSentence, residualSentence } from '../checks.ts'
import { CAUSE_MEANINGS, MEASURE_HEADERS, subLines } from '../words.ts'
import { smallPrint, table, type Column, type Row } from './table.ts'

/** Returns the causes: bridge, table with the part of earlier positions and of tracking error, causes by day. Null without days. */
export function whySection(review: Review): Child {
  if (review.days.length === 0) return null
  const checks = [residualSentence(review), reconciliationSentence(review)].filter((sentence) => sentence !== null)
  return [bridgeFigure(review), causeTable(review), smallPrint(checks.join(' ')), causesOverTimeFigure(review)]
}

function causeTable(review: Review): Child {
  const withBps = hasReturns(review)
  const unit = review.settings.currency ?? 'money'
  const columns: Column[] = [
    { header: 'cause' },
    { header: 'what it is', kind: 'fill' },
    { header: `P&L, ${unit}`, kind: 'number' },
    { header: 'share', kind: 'number' },
    { header: 'new', kind: 'number' },
    { header: 'carried', kind: 'number' },
    ...(withBps
      ? ([
          { header: `${MEASURE_HEADERS[review.settings.band_measure]},\u00A0bps`, kind: 'number' },
          { header: 'TD,\u00A0bps', kind: 'number' },
        ] as const)
      : []),
  ]
  const rows = shownCauses(review).flatMap((cause) => causeRows(review, cause, withBps))
  return table('Causes', columns, [...rows, residualRow(review, withBps), sumRow(review, withBps)])
}

function causeRows(review: Review, cause: Cause, withBps: boolean): Row[] {
  const { total } = review
  const [all, carried] = [total.attribution[cause], total.carry[cause]]
  const say = moneyOf(review)
  const absolute = Object.values(total.attribution).reduce((sum, part) => sum + Math.abs(part), 0)
  const share = percent(shareOf(all, total.active_pnl, absolute))
  const measures = withBps ? [bps(total.te_by_cause_bps[cause]), bps(total.td_by_cause_bps[cause])] : []
  const name = [causeSwatch(cause), ` ${cause}`]
  const main: Row = {
    cells: [name, CAUSE_MEANINGS[cause], say(all), share, say(all - carried), say(carried), ...measures],
  }
  const empty = withBps ? ['', '', '', '', ''] : ['', '', '']
  const parts = subLines(review).filter((part) => part.cause === cause)
  return [main, ...parts.map(({ text, amount }): Row => ({ kind: 'sub', cells: ['', text, say(amount), ...empty] }))]
}

function residualRow(review: Review, withBps: boolean): Row {
  const residual = moneyOf(review)(review.total.attribution.residual)
  return {
    cells: [
      [element('span', { class: 'swatch outline' }), ' residual'],
      'what no cause explains',
      residual,
      '',
      '',
      '',
      ...(withBps ? ['', ''] : []),
    ],
  }
}

function sumRow(review: Review, withBps: boolean): Row {
  const { total, settings } = review
  const say = moneyOf(review)
  const carried = Object.values(total.carry).reduce((sum, part) => sum + part, 0)
  const measure = settings.band_measure === 'te_bps' ? total.te_bps : total.te_rms_bps
  const fresh = total.active_pnl === null ? null : total.active_pnl - carried
  return {
    kind: 'sum',
    cells: [
      'live − backtest',
      '',
      say(total.active_pnl),
      '',
      say(fresh),
      say(carried),
      ...(withBps ? [plain(measure, 1), bps(total.td_bps)] : []),
    ],
  }
}
