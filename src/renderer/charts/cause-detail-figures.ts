import type { PairRow } from '#shared/contract.ts'
import type { Cause } from '#shared/review.ts'
import { axis, label, layout, type Draw } from './figure.ts'
import { withAlpha } from './day-axis.ts'

/** Draws each pair's slippage against its latency (WebGL); the colour is the cause it is shown for. */
export function latencySlippageFigure(pairs: readonly PairRow[], cause: Cause): Draw {
  const known = pairs.filter(({ latency_ms, slippage_bps }) => latency_ms !== null && slippage_bps !== null)
  return (palette) => ({
    data: [
      {
        type: 'scattergl',
        mode: 'markers',
        x: known.map(({ latency_ms }) => latency_ms),
        y: known.map(({ slippage_bps }) => slippage_bps),
        customdata: known.map(({ pair_id }) => pair_id),
        text: known.map(({ pair_id, symbol, day }) => `#${pair_id} ${label(symbol)} ${day}`),
        marker: { size: 6, color: withAlpha(palette.cause[cause], 0.7) },
        hovertemplate: '%{text}<br>%{x:,.0f} ms, %{y:+,.1f} bps<extra></extra>',
      },
    ],
    layout: layout(palette, {
      margin: { l: 48, r: 12, t: 8, b: 36 },
      xaxis: axis(palette, { title: { text: 'latency, ms', font: { size: 11, color: palette.muted } } }),
      yaxis: axis(palette, { title: { text: 'slippage, bps', font: { size: 11, color: palette.muted } } }),
    }),
  })
}

/** Draws how live minus backtest times are spread. */
export function latencyHistogramFigure(pairs: readonly PairRow[], cause: Cause): Draw {
  const known = pairs.flatMap(({ latency_ms }) => (latency_ms === null ? [] : [latency_ms]))
  return (palette) => ({
    data: [
      {
        type: 'histogram',
        x: known,
        nbinsx: 60,
        marker: { color: palette.cause[cause], line: { color: palette.bg, width: 1 } },
        hovertemplate: '%{x} ms: %{y} pairs<extra></extra>',
      },
    ],
    layout: layout(palette, {
      margin: { l: 48, r: 12, t: 8, b: 36 },
      xaxis: axis(palette, { title: { text: 'latency, ms', font: { size: 11, color: palette.muted } } }),
      yaxis: axis(palette, { title: { text: 'pairs', font: { size: 11, color: palette.muted } } }),
    }),
  })
}

/** Draws each pair's live against its backtest quantity, with the line on which they are equal. Quantities span symbols, so both axes are logarithmic. */
export function quantityFigure(pairs: readonly PairRow[], cause: Cause): Draw {
  const known = pairs.filter(({ live_qty, backtest_qty }) => (live_qty ?? 0) > 0 && (backtest_qty ?? 0) > 0)
  const quantities = known.flatMap(({ live_qty, backtest_qty }) => [live_qty ?? 0, backtest_qty ?? 0])
  const [least, most] = [Math.min(...quantities), Math.max(...quantities)]
  return (palette) => ({
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: [least, most],
        y: [least, most],
        line: { color: palette.muted, width: 1, dash: 'dot' },
        hoverinfo: 'skip',
      },
      {
        type: 'scattergl',
        mode: 'markers',
        x: known.map(({ backtest_qty }) => backtest_qty),
        y: known.map(({ live_qty }) => live_qty),
        customdata: known.map(({ pair_id }) => pair_id),
        text: known.map(({ pair_id, symbol, day }) => `#${pair_id} ${label(symbol)} ${day}`),
        marker: { size: 6, color: withAlpha(palette.cause[cause], 0.8) },
        hovertemplate: '%{text}<br>backtest %{x}, live %{y}<extra></extra>',
      },
    ],
    layout: layout(palette, {
      margin: { l: 56, r: 12, t: 8, b: 36 },
      xaxis: axis(palette, {
        type: 'log',
        title: { text: 'backtest quantity', font: { size: 11, color: palette.muted } },
      }),
      yaxis: axis(palette, { type: 'log', title: { text: 'live quantity', font: { size: 11, color: palette.muted } } }),
    }),
  })
}
