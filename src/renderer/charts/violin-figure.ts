import { withTrueMinus } from '#domain/report/number-text.ts'
import type { SlotDistribution } from '#shared/canary.ts'
import { axis, label, layout, type Attributes, type Draw } from './figure.ts'
import { withAlpha } from './day-axis.ts'
import type { Palette } from './palette.ts'

/** The densities of both arms at one value. */
export interface ViolinPoint {
  readonly value: number
  readonly canary: number
  readonly control: number
}

type Arm = 'canary' | 'control'

/** Canary above the line and solid, control below it and dashed: told apart without colour. */
const SIDE: Readonly<Record<Arm, 1 | -1>> = { canary: 1, control: -1 }
const BOX = 0.09

/** Returns the points both halves are drawn from, from the lowest value to the highest. */
export function violinPoints({ low, high, canary, control }: SlotDistribution): ViolinPoint[] {
  const last = canary.density.length - 1
  return canary.density.map((density, at) => ({
    value: low + ((high - low) * at) / last,
    canary: density,
    control: control.density[at] ?? 0,
  }))
}

/**
 * Draws one metric by slot as a violin split along its axis: the canary's density above, the control's below, each with its
 * quartiles as a bar and its median as a line that says its value. Both halves have one scale, so areas compare.
 */
export function violinFigure(slots: SlotDistribution, unit: string, write: (value: number) => string): Draw {
  const points = violinPoints(slots)
  const top = Math.max(...points.flatMap(({ canary, control }) => [canary, control]))
  return (palette) => ({
    data: (['canary', 'control'] as const).flatMap((arm) => halfOf(arm, slots, points, top, write, palette)),
    layout: layout(palette, {
      margin: { l: 12, r: 12, t: 8, b: 36 },
      xaxis: axis(palette, {
        range: [slots.low, slots.high],
        zeroline: true,
        title: { text: label(unit), font: { size: 11, color: palette.muted }, standoff: 4 },
      }),
      yaxis: axis(palette, {
        range: [-1.5, 1.5],
        showgrid: false,
        zeroline: true,
        tickvals: [0.6, -0.6],
        ticktext: ['canary', 'control'],
      }),
      annotations: (['canary', 'control'] as const).map((arm) => ({
        x: slots[arm].p50,
        y: SIDE[arm] * 1.27,
        text: label(`median ${withTrueMinus(write(slots[arm].p50))}`),
        showarrow: false,
        font: { size: 11, color: palette.ink },
      })),
    }),
  })
}

function halfOf(
  arm: Arm,
  slots: SlotDistribution,
  points: readonly ViolinPoint[],
  top: number,
  write: (value: number) => string,
  palette: Palette,
): Attributes[] {
  const side = SIDE[arm]
  const colour = arm === 'canary' ? palette.live : palette.backtest
  const { p5, p25, p50, p75, p95 } = slots[arm]
  const [first, last] = [points[0]?.value ?? 0, points.at(-1)?.value ?? 0]
  const quartiles = `${arm}: P5 ${write(p5)}, P25 ${write(p25)}, median ${write(p50)}, P75 ${write(p75)}, P95 ${write(p95)}`
  return [
    {
      type: 'scatter',
      mode: 'lines',
      name: arm,
      x: [first, ...points.map(({ value }) => value), last],
      y: [0, ...points.map((point) => (side * point[arm]) / top), 0],
      fill: 'toself',
      fillcolor: withAlpha(colour, arm === 'canary' ? 0.28 : 0.12),
      line: { color: colour, width: 1.5, dash: arm === 'canary' ? 'solid' : 'dash' },
      hoverinfo: 'skip',
    },
    {
      type: 'scatter',
      mode: 'lines',
      x: [p25, p75],
      y: [side * BOX, side * BOX],
      line: { color: colour, width: 6 },
      text: label(withTrueMinus(quartiles)),
      hovertemplate: '%{text}<extra></extra>',
    },
    {
      type: 'scatter',
      mode: 'lines',
      x: [p50, p50],
      y: [0, side],
      line: { color: palette.ink, width: 1.5, dash: arm === 'canary' ? 'solid' : 'dash' },
      text: label(withTrueMinus(quartiles)),
      hovertemplate: '%{text}<extra></extra>',
    },
  ]
}
