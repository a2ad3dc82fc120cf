import type { Cause, Review } from '#shared/review.ts'
import { moneyOf, shareOf, shownCauses } from '../day-facts.ts'
import { element, type Child, type Markup } from '../markup.ts'
import { percent, plain } from '../number-text.ts'
import { figure, FIGURE_WIDTH, label, line } from './figure.ts'
import { causeFill } from './patterns.ts'
import { linearScale, niceTicks, tickDecimals, type Scale } from './scale.ts'

const ROW = 27
const TOP = 6
const LEFT = 116
const RIGHT = FIGURE_WIDTH - 190
const BAR = 17

interface Step {
  readonly name: string
  readonly amount: number
  readonly from: number
  readonly cause: Cause | null
  readonly style: 'cause' | 'residual' | 'total'
}

/** Draws how the causes lead from the backtest to live: one floating bar a cause, the residual always shown as an outline, and their sum. Null without days. */
export function bridgeFigure(review: Review): Markup | null {
  const { total } = review
  if (total.active_pnl === null) return null
  const steps = bridgeSteps(review, total.active_pnl)
  const ends = steps.flatMap((step) => [step.from, step.from + step.amount])
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  const x = linearScale(low, high, LEFT + 6, RIGHT - 6)
  const bottom = TOP + steps.length * ROW
  const say = moneyOf(review)
  const ticks = niceTicks(low, high, 6)
  return figure(
    {
      title: 'From backtest to live',
      note: `${review.settings.currency ?? 'money'}; from the backtest’s ${say(total.backtest_pnl)} to live’s ${say(total.live_pnl)}, each cause from where the last ended`,
      summary: steps.map((step) => `${step.name} ${say(step.amount)}`).join(', '),
      height: bottom + 24,
    },
    ticks.flatMap((tick) => [
      line(x(tick), TOP, x(tick), bottom, tick === 0 ? 'zero' : 'grid'),
      label(x(tick), bottom + 16, plain(tick, tickDecimals(ticks)), 'middle', 'axis'),
    ]),
    steps.map((step, index) => row(review, step, index, steps.length, x)),
  )
}

function bridgeSteps(review: Review, active: number): Step[] {
  const { attribution } = review.total
  let reached = 0
  const steps = shownCauses(review).map((cause): Step => {
    const from = reached
    reached += attribution[cause]
    return { name: cause, amount: attribution[cause], from, cause, style: 'cause' }
  })
  return [
    ...steps,
    { name: 'residual', amount: attribution.residual, from: reached, cause: null, style: 'residual' },
    { name: 'live − backtest', amount: active, from: 0, cause: null, style: 'total' },
  ]
}

function row(review: Review, step: Step, index: number, rows: number, x: Scale): Child[] {
  const top = TOP + index * ROW
  const baseline = top + ROW / 2 + 4
  const [from, to] = [x(step.from), x(step.from + step.amount)]
  const width = Math.max(2, Math.abs(to - from))
  const bar = { x: Math.min(from, to), y: top + (ROW - BAR) / 2, width, height: BAR }
  const style = step.style === 'total' ? 'strong' : ''
  const connects = index < rows - 2
  return [
    step.style === 'total' ? line(0, top, FIGURE_WIDTH, top, 'rule') : null,
    label(0, baseline, step.name, 'start', style),
    element('rect', step.cause === null ? { ...bar, class: step.style } : { ...bar, fill: causeFill(step.cause) }),
    connects ? line(to, bar.y + BAR, to, bar.y + ROW, 'connector') : null,
    label(FIGURE_WIDTH - 78, baseline, moneyOf(review)(step.amount), 'end', style),
    label(FIGURE_WIDTH, baseline, shareText(review, step), 'end', 'axis'),
  ]
}

function shareText({ total }: Review, step: Step): string {
  if (step.style !== 'cause') return ''
  const absolute = Object.values(total.attribution).reduce((sum, part) => sum + Math.abs(part), 0)
  const share = shareOf(step.amount, total.active_pnl, absolute)
  return share === null ? '' : percent(share)
}
