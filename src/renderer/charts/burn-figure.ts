import type { Burn, SloDocument, SloEntry } from '#shared/slo.ts'
import { axis, label, layout, type Draw } from './figure.ts'
import { overMarks } from './palette.ts'

/** One service level's burn in one window; null where nothing is known of the window. */
export interface BurnBar {
  readonly title: string
  readonly window: keyof Burn
  readonly burn: number | null
  readonly threshold: number
}

const WINDOWS = ['1h', '6h', '24h', '3d'] as const

/** Returns the burn of every service level with a budget, with the alert's threshold for that window. */
export function burnBars(slos: readonly SloEntry[], thresholds: SloDocument['settings']['burn']): BurnBar[] {
  return slos.flatMap(({ title, burn }) =>
    burn === null
      ? []
      : WINDOWS.map((window) => ({ title, window, burn: burn[window], threshold: thresholds[window] })),
  )
}

const HALF_BAR = 0.42

/** Draws burn by window beside the rate at which its alert fires; 1 spends the budget exactly in its period. */
export function burnFigure(bars: readonly BurnBar[]): Draw {
  const titles = [...new Set(bars.map(({ title }) => title))]
  const thresholdOf = (window: keyof Burn) => bars.find((bar) => bar.window === window)?.threshold ?? 1
  const top = Math.max(...WINDOWS.map(thresholdOf), ...bars.map(({ burn }) => burn ?? 0)) * 1.2
  return (palette) => ({
    data: titles.map((title, at) => {
      const own = bars.filter((bar) => bar.title === title)
      const colour = at === 0 ? palette.live : palette.backtest
      return {
        type: 'bar',
        name: label(title),
        x: own.map((_, place) => place),
        y: own.map(({ burn }) => burn),
        marker: { color: colour, pattern: overMarks(palette, at === 0 ? '' : '/', 5, colour) },
        hovertemplate: `${label(title)}: %{y:.2f}<extra></extra>`,
      }
    }),
    layout: layout(palette, {
      showlegend: true,
      bargap: 0.3,
      margin: { l: 36, r: 12, t: 24, b: 24 },
      xaxis: axis(palette, {
        range: [-0.5, 3.5],
        showgrid: false,
        zeroline: false,
        tickvals: [0, 1, 2, 3],
        ticktext: WINDOWS,
      }),
      yaxis: axis(palette, { range: [0, top], nticks: 5 }),
      shapes: WINDOWS.map((window, at) => ({
        type: 'line',
        x0: at - HALF_BAR,
        x1: at + HALF_BAR,
        y0: thresholdOf(window),
        y1: thresholdOf(window),
        line: { color: palette.band.critical, width: 1.5, dash: 'dash' },
      })),
      annotations: WINDOWS.map((window, at) => ({
        x: at + HALF_BAR,
        xanchor: 'right',
        y: thresholdOf(window),
        yanchor: 'bottom',
        text: `alert ${thresholdOf(window)}`,
        showarrow: false,
        font: { size: 11, color: palette.band.critical },
      })),
    }),
  })
}
