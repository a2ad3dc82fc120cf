import type { Cause } from '#shared/review.ts'
import { axis, label, layout, type Attributes, type Draw } from './figure.ts'
import { CAUSE_PATTERN, overMarks, type Palette } from './palette.ts'

/** One bar of a bridge: a total that stands on zero, a cause that floats, or the residual, drawn as an outline. */
export interface BridgeBar {
  readonly name: string
  readonly kind: 'start' | 'end' | 'cause' | 'residual'
  readonly cause: Cause | null
  readonly from: number
  readonly to: number
}

/** Totals this many times the causes would leave the causes as lines; then the bridge starts at zero. */
const TOO_LARGE = 12

/**
 * Returns the bars of a bridge from `start` over every cause and the residual to `end`. Where the totals are missing or would
 * dwarf the causes it goes from zero to the whole difference, named `total`.
 */
export function bridgeBars(
  parts: {
    causes: readonly { cause: Cause; value: number }[]
    residual: number
    start: number | null
    end: number | null
  },
  total: string,
): BridgeBar[] {
  const moved = parts.causes.reduce((sum, { value }) => sum + Math.abs(value), Math.abs(parts.residual))
  const { start, end } = parts
  const standing = start !== null && end !== null && Math.max(Math.abs(start), Math.abs(end)) <= TOO_LARGE * moved
  let at = standing ? start : 0
  const bars: BridgeBar[] = standing ? [{ name: 'backtest', kind: 'start', cause: null, from: 0, to: start }] : []
  for (const { cause, value } of parts.causes) {
    bars.push({ name: cause, kind: 'cause', cause, from: at, to: at + value })
    at += value
  }
  bars.push({ name: 'residual', kind: 'residual', cause: null, from: at, to: at + parts.residual })
  at += parts.residual
  bars.push({ name: standing ? 'live' : total, kind: 'end', cause: null, from: 0, to: at })
  return bars
}

/** Width of one character over a bar, pixels; digits of the 11 px type are all this wide. */
const CHARACTER_PX = 6.6
const MARGIN = { left: 56, right: 12 }

/**
 * Draws a bridge of floating bars; the chosen cause stands out. `write` formats the numbers, `unit` names the axis. Where the
 * numbers have no room over the bars it lies on its side, with the numbers in a column at its right.
 */
export function bridgeFigure(
  bars: readonly BridgeBar[],
  chosen: Cause | null,
  write: (value: number) => string,
  unit: string,
): Draw {
  const texts = bars.map((bar) => barText(amountOf(bar), write))
  return (palette, width) => {
    const lies = !fits(texts, width - MARGIN.left - MARGIN.right)
    const names = bars.map(({ name }) => name)
    const [base, size] = [
      bars.map(({ from, to }) => Math.min(from, to)),
      bars.map(({ from, to }) => Math.abs(to - from)),
    ]
    const amounts = axis(palette, {
      tickformat: unit.startsWith('%') ? ',.0%' : ',',
      nticks: lies ? 4 : 0,
      zeroline: true,
      zerolinewidth: 1,
      title: { text: unit, font: { size: 11, color: palette.muted } },
    })
    const categories = axis(palette, {
      type: 'category',
      showgrid: false,
      tickfont: { size: 12, color: palette.ink },
      ...(lies ? { autorange: 'reversed' } : {}),
    })
    return {
      data: [
        {
          type: 'bar',
          orientation: lies ? 'h' : 'v',
          x: lies ? size : names,
          y: lies ? names : size,
          base,
          customdata: names,
          marker: markerOf(bars, chosen, palette),
          hovertext: bars.map((bar) => `${label(bar.name)}: ${write(amountOf(bar))}`),
          hovertemplate: '%{hovertext}<extra></extra>',
        },
      ],
      layout: layout(palette, {
        margin: lies
          ? { l: 64, r: 16 + Math.max(...texts.map(textPx)), t: 4, b: 40 }
          : { l: MARGIN.left, r: MARGIN.right, t: 20, b: 28 },
        bargap: 0.35,
        xaxis: lies ? amounts : categories,
        yaxis: lies ? categories : amounts,
        shapes: connectors(bars, palette, lies),
        annotations: bars.map((bar, at) => ({
          ...(lies
            ? { xref: 'paper', x: 1, xanchor: 'left', xshift: 8, y: bar.name }
            : { x: bar.name, y: Math.max(bar.from, bar.to), yanchor: 'bottom' }),
          text: texts[at],
          showarrow: false,
          font: { size: 11, color: palette.ink },
        })),
      }),
    }
  }
}

/** Returns whether every number has room over its bar, so that none runs into the next. */
export function fits(texts: readonly string[], width: number): boolean {
  return texts.every((text) => textPx(text) <= width / texts.length)
}

function textPx(text: string): number {
  return text.length * CHARACTER_PX
}

function amountOf({ from, to, kind }: BridgeBar): number {
  return kind === 'end' ? to : to - from
}

function markerOf(bars: readonly BridgeBar[], chosen: Cause | null, palette: Palette): Attributes {
  const isChosen = ({ cause }: BridgeBar) => cause !== null && cause === chosen
  return {
    color: bars.map((bar) => colourOf(bar, palette)),
    opacity: bars.map((bar) => (chosen === null || bar.cause === null || isChosen(bar) ? 1 : 0.45)),
    line: {
      color: bars.map((bar) =>
        bar.kind === 'residual' ? palette.muted : isChosen(bar) ? palette.ink : 'rgba(0,0,0,0)',
      ),
      width: bars.map((bar) => (bar.kind === 'residual' || isChosen(bar) ? 1.5 : 0)),
    },
    pattern: overMarks(
      palette,
      bars.map(({ cause }) => (cause === null ? '' : CAUSE_PATTERN[cause])),
      6,
    ),
  }
}

const WHOLE_FROM = 1e4
const MILLIONS_FROM = 1e7

/** Returns an amount as it stands over a bar: whole from 10,000 on, in millions from 10,000,000 on, so that neighbours do not meet. */
export function barText(value: number, write: (value: number) => string): string {
  if (Math.abs(value) >= MILLIONS_FROM) return `${write(value / 1e6)} M`
  return Math.abs(value) >= WHOLE_FROM ? write(Math.round(value)).replace(/\.0+(?=\D*$)/, '') : write(value)
}

function colourOf({ kind, cause }: BridgeBar, palette: Palette): string {
  if (cause !== null) return palette.cause[cause]
  if (kind === 'residual') return 'rgba(0,0,0,0)'
  return kind === 'start' ? palette.backtest : palette.live
}

/** Thin lines that carry each bar's end to the next bar. */
function connectors(bars: readonly BridgeBar[], palette: Palette, lies: boolean): Attributes[] {
  return bars.slice(0, -1).map(({ to }, at) => ({
    type: 'line',
    ...(lies ? { x0: to, x1: to, y0: at, y1: at + 1 } : { x0: at, x1: at + 1, y0: to, y1: to }),
    layer: 'below',
    line: { color: palette.border, width: 1, dash: 'dot' },
  }))
}
