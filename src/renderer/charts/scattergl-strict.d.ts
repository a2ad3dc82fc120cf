declare module 'plotly.js/src/traces/scattergl/strict' {
  import type { PlotlyModule } from 'plotly.js/lib/core'
  const trace: PlotlyModule
  export default trace
}
