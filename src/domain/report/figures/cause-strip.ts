import { CAUSES, type ReviewDay } from '#shared/review.ts'
import { element, type Markup } from '../markup.ts'
import { plain } from '../number-text.ts'
import { causeFill } from './patterns.ts'

const WIDTH = 240
const HEIGHT = 12

/** Returns how much a day's causes move together, whatever their direction: the sum of their absolute amounts, money. */
export function movedMoney(day: ReviewDay): number {
  return CAUSES.reduce((total, cause) => total + Math.abs(day.attribution[cause]), 0)
}

/** Draws what a day's gap is made of: each cause's absolute amount side by side, `largest` money being the whole width. */
export function causeStrip(day: ReviewDay, largest: number): Markup {
  const moved = movedMoney(day)
  const seen = CAUSES.filter(
    (cause) => Math.abs(day.attribution[cause]) >= 0.01 * moved && day.attribution[cause] !== 0,
  )
  let reached = 0
  const bars = seen.map((cause) => {
    const x = reached
    const width = (Math.abs(day.attribution[cause]) / largest) * WIDTH
    reached += width
    return element('rect', { x, width: Math.max(0.5, width - 1), height: HEIGHT, fill: causeFill(cause) })
  })
  const share = (cause: (typeof seen)[number]) => plain((Math.abs(day.attribution[cause]) / moved) * 100, 0)
  return element(
    'svg',
    {
      class: 'strip',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'xMinYMid',
      role: 'img',
      'aria-label': seen.map((cause) => `${cause} ${share(cause)} %`).join(', '),
    },
    bars,
  )
}
