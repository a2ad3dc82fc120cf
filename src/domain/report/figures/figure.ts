import { element, type Child, type Markup } from '../markup.ts'
import type { DayTick } from './day-axis.ts'
import type { Scale } from './scale.ts'

/** Width of every full figure in its own units; the page scales it. */
export const FIGURE_WIDTH = 840

/** The part of a drawing that holds data, in its own units. */
export interface Frame {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** What a figure shows and how to read it; `summary` says in words what the drawing says. */
export interface FigureText {
  readonly title: string
  readonly note: Child
  readonly legend?: Child
  readonly summary: string
  readonly height: number
}

/** Returns a figure: title, how to read it, legend, drawing. */
export function figure(text: FigureText, ...drawing: readonly Child[]): Markup {
  return element(
    'figure',
    {},
    element('figcaption', {}, element('strong', {}, text.title), ' ', element('span', {}, text.note)),
    text.legend == null ? null : element('ul', { class: 'legend' }, text.legend),
    element(
      'svg',
      { viewBox: `0 0 ${FIGURE_WIDTH} ${text.height}`, role: 'img', 'aria-label': `${text.title}. ${text.summary}` },
      drawing,
    ),
  )
}

/** Returns text at a point of a drawing; `anchor` is where the point lies on it. */
export function label(
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  style = '',
): Markup {
  return element(
    'text',
    { x, y, 'text-anchor': anchor === 'start' ? null : anchor, class: style === '' ? null : style },
    text,
  )
}

/** Returns a straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, style: string): Markup {
  return element('line', { x1, y1, x2, y2, class: style })
}

/** Returns horizontal grid lines with their values at the left. */
export function valueAxis(
  frame: Frame,
  y: Scale,
  ticks: readonly number[],
  format: (value: number) => string,
): Markup[] {
  return ticks.flatMap((tick) => [
    line(frame.left, y(tick), frame.right, y(tick), 'grid'),
    label(frame.left - 8, y(tick) + 4, format(tick), 'end', 'axis'),
  ])
}

/** Returns day labels below the frame with a tick each; a label that would leave the frame is drawn inwards. */
export function dayAxis(frame: Frame, x: (index: number) => number, ticks: readonly DayTick[]): Markup[] {
  return ticks.flatMap(({ index, label: text }) => {
    const at = x(index)
    const anchor = at > frame.right - 24 ? 'end' : at < frame.left + 12 ? 'start' : 'middle'
    return [line(at, frame.bottom, at, frame.bottom + 4, 'tick'), label(at, frame.bottom + 17, text, anchor, 'axis')]
  })
}

/** Returns positions of days side by side: each in the middle of its equal share of the frame's width. */
export function dayPositions(frame: Frame, count: number): (index: number) => number {
  const share = (frame.right - frame.left) / Math.max(1, count)
  return (index) => frame.left + (index + 0.5) * share
}
