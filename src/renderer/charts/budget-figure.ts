import type { SloEntry } from '#shared/slo.ts'
import { axis, label, layout, type Attributes, type Draw } from './figure.ts'
import type { Palette } from './palette.ts'

/** What is left of an error budget at the end of a day, a fraction that may be below 0. */
export interface BudgetPoint {
  readonly title: string
  readonly t: string
  readonly remaining: number
}

/**
 * Returns how an error budget was spent in the window it is for: whole at its start, less by each day's bad amount, and at the
 * end what the document says is left. Counted back from there, so that a day the window begins within takes its part only.
 * Empty without a budget.
 */
export function burnDown({ title, budget, history: all }: SloEntry, windowStart: string | null): BudgetPoint[] {
  const history = all.filter(({ end }) => windowStart === null || Date.parse(end) > Date.parse(windowStart))
  const allowed = budget?.allowed_minutes ?? budget?.allowed_orders ?? null
  const first = history[0]
  let left = budget?.remaining_fraction ?? null
  if (allowed === null || allowed <= 0 || left === null || first === undefined) return []
  const points: BudgetPoint[] = []
  for (const { end, bad } of history.toReversed()) {
    points.push({ title, t: end, remaining: left })
    left += (bad ?? 0) / allowed
  }
  const begins = windowStart !== null && Date.parse(windowStart) > Date.parse(first.start) ? windowStart : first.start
  return [{ title, t: begins, remaining: 1 }, ...points.reverse()]
}

/** Returns the straight line from now to where the budget ends at the last day's burn; empty while nothing burns or it is spent. */
export function projection({ budget }: SloEntry, asOf: string): { t: string; remaining: number }[] {
  const { exhaustion = null, remaining_fraction: remaining = null } = budget ?? {}
  if (exhaustion === null || remaining === null || remaining <= 0) return []
  return [
    { t: asOf, remaining },
    { t: exhaustion, remaining: 0 },
  ]
}

const DASHES = ['solid', 'dash', 'dashdot']
const DAY_MS = 86_400_000

/** Draws the error budgets left over time, with their projection dotted and the line where a budget is spent. The axis ends a third of the window ahead. */
export function budgetFigure(slos: readonly SloEntry[], window: { start: string | null; end: string }): Draw {
  const budgeted = slos.filter((slo) => burnDown(slo, window.start).length > 0)
  const start = window.start ?? window.end
  const ahead = budgeted.some((slo) => projection(slo, window.end).length > 0)
  const length = Math.max(DAY_MS, Date.parse(window.end) - Date.parse(start))
  const end = new Date(Date.parse(window.end) + (ahead ? length / 3 : 0)).toISOString()
  const lowest = Math.min(
    0,
    ...budgeted.flatMap((slo) => burnDown(slo, window.start)).map(({ remaining }) => remaining),
  )
  return (palette) => ({
    data: budgeted.flatMap((slo, at) => lines(slo, window, DASHES[at % DASHES.length] ?? 'solid', palette)),
    layout: layout(palette, {
      hovermode: 'x unified',
      showlegend: true,
      margin: { l: 44, r: 16, t: 24, b: 24 },
      xaxis: axis(palette, {
        type: 'date',
        range: [start, end],
        showgrid: false,
        tickformat: '%d %b',
        hoverformat: '%Y-%m-%d %H:%M UTC',
      }),
      yaxis: axis(palette, { tickformat: '.0%', range: [lowest - 0.06, 1.06] }),
      shapes: [
        {
          type: 'line',
          xref: 'paper',
          x0: 0,
          x1: 1,
          y0: 0,
          y1: 0,
          line: { color: palette.band.critical, width: 1.5, dash: 'dash' },
        },
      ],
      annotations: [
        {
          xref: 'paper',
          x: 0,
          xanchor: 'left',
          xshift: 4,
          y: 0,
          yanchor: 'bottom',
          text: 'spent',
          showarrow: false,
          font: { size: 11, color: palette.band.critical },
        },
      ],
    }),
  })
}

function lines(
  slo: SloEntry,
  window: { start: string | null; end: string },
  dash: string,
  palette: Palette,
): Attributes[] {
  const points = burnDown(slo, window.start)
  const ahead = projection(slo, window.end)
  const colour = dash === 'solid' ? palette.live : palette.backtest
  const name = label(slo.title)
  return [
    {
      type: 'scatter',
      mode: 'lines',
      name,
      x: points.map(({ t }) => t),
      y: points.map(({ remaining }) => remaining),
      line: { color: colour, width: 1.75, dash, shape: 'linear' },
      hovertemplate: `${name} %{y:.1%} left<extra></extra>`,
    },
    ...(ahead.length === 0
      ? []
      : [
          {
            type: 'scatter',
            mode: 'lines',
            name: `${name}, projected`,
            x: ahead.map(({ t }) => t),
            y: ahead.map(({ remaining }) => remaining),
            line: { color: colour, width: 1.5, dash: 'dot' },
            hovertemplate: `${name}, projected %{y:.1%} left<extra></extra>`,
          },
        ]),
  ]
}
