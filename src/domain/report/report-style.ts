import { BANDS, CAUSES } from '#shared/review.ts'
import { BAND_LOOKS, CAUSE_LOOKS, NEUTRALS } from './palette.ts'

type Shade = 'light' | 'dark'

function variables(shade: Shade): string {
  return [
    ...Object.entries(NEUTRALS).map(([name, tone]) => `--${name}:${tone[shade]}`),
    ...BANDS.flatMap((band) => [
      `--band-${band}:${BAND_LOOKS[band].mark[shade]}`,
      `--tint-${band}:${BAND_LOOKS[band].tint[shade]}`,
    ]),
    ...CAUSES.map((cause) => `--cause-${cause}:${CAUSE_LOOKS[cause].mark[shade]}`),
    `color-scheme:${shade}`,
  ].join(';')
}

const COLOURS = `
.report{${variables('light')}}
@media screen and (prefers-color-scheme:dark){.report:not([data-theme=light]){${variables('dark')}}}
@media screen{.report[data-theme=dark]{${variables('dark')}}}
${BANDS.map((band) => `.band-${band}{--mark:var(--band-${band});--tint:var(--tint-${band})}.fill-band-${band}{fill:var(--tint-${band})}`).join('\n')}
${CAUSES.map((cause) => `.fill-cause-${cause}{fill:var(--cause-${cause})}`).join('\n')}
`

const PAGE = `
html,body{margin:0;padding:0}
.report{background:var(--background);color:var(--ink);font:13px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;min-height:100vh;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.report *{box-sizing:border-box}
main{max-width:888px;margin:0 auto;padding:32px 24px 64px}
nav{position:fixed;top:36px;left:calc(50% - 444px - 128px);width:120px;font-size:12px}
nav ol{list-style:none;margin:0;padding:0}
nav a{display:block;padding:4px 0;color:var(--muted);text-decoration:none}
nav a:hover{color:var(--accent)}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:2px}
a:focus-visible,.table:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media (max-width:1160px){nav{position:static;width:auto;padding:16px 24px 0;max-width:888px;margin:0 auto}nav ol{display:flex;flex-wrap:wrap;gap:0 16px}main{padding-top:16px}}
h1{font-size:28px;line-height:1.2;margin:0;font-weight:650;letter-spacing:-.01em}
h2{font-size:20px;line-height:1.3;margin:48px 0 12px;font-weight:650;scroll-margin-top:16px}
.section-verdict h2{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
header{border-bottom:1px solid var(--hairline);padding-bottom:16px;margin-bottom:24px}
p{margin:0 0 12px}
dl+.small{margin-top:12px}
.about,.small,figcaption span,small{color:var(--muted);font-size:12px}
header .about{margin:4px 0 0}
.lead{font-size:15px;max-width:72ch}
.notice{border-left:3px solid var(--band-warning);background:var(--tint-warning);padding:8px 12px;border-radius:0 4px 4px 0}
.notice::before{content:"▲ ";color:var(--band-warning)}
`

const VERDICT = `
.verdict{display:flex;gap:24px;justify-content:space-between;align-items:flex-start}
.verdict .figure{font-size:15px;margin:0;display:flex;align-items:baseline;gap:8px;flex-wrap:wrap}
.verdict .band{text-transform:capitalize;font-size:28px;font-weight:650}
.verdict .band .glyph{width:24px;height:24px}
.verdict .value{font-size:28px;font-weight:650;margin-left:16px}
.verdict .about{margin:4px 0 0;text-wrap:balance}
.action{border:1px solid var(--border);border-radius:4px;padding:8px 16px;font-size:15px;font-weight:650;white-space:nowrap;margin:0}
.action span{display:block;color:var(--muted);font-size:11px;font-weight:400}
.gauge{margin:12px 0 16px}
.facts{display:grid;grid-template-columns:repeat(3,1fr);background:var(--panel);border:1px solid var(--hairline);border-radius:4px;overflow:hidden;margin:0 0 24px}
.facts>div{border:solid var(--hairline);border-width:0 1px 1px 0;margin:0 -1px -1px 0;padding:12px 16px}
.facts dt,.facts .detail{color:var(--muted);font-size:12px}
.facts dd{margin:0;font-size:15px;font-weight:600;line-height:1.4}
.facts .detail{font-weight:400}
.facts .band{font-weight:600}
@media (max-width:640px){.facts{grid-template-columns:1fr}.verdict{flex-direction:column}}
`

const TABLES = `
.table{overflow-x:auto;margin:0 0 12px}
table{border-collapse:collapse;width:100%;font-size:12px;line-height:16px}
th{text-align:left;font-weight:400;color:var(--muted);vertical-align:bottom;border-bottom:1px solid var(--border)}
th,td{padding:4px 12px 3px 0;white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
td{border-bottom:1px solid var(--hairline);vertical-align:top}
th.number,td.number{text-align:right}
th.fill,td.fill{width:99%;white-space:normal}
th.number{white-space:normal;overflow-wrap:break-word}
tr.sum td{font-weight:650;border-top:1px solid var(--ink);border-bottom:0}
tr.sub td{color:var(--muted)}
tr:target td{background:var(--panel);box-shadow:inset 0 0 0 99px color-mix(in srgb,var(--accent) 12%,transparent)}
code{font:11px/1.5 ui-monospace,"Cascadia Mono",Menlo,"Liberation Mono",monospace;color:var(--muted);overflow-wrap:anywhere}
.path{overflow-wrap:anywhere}
.none{color:var(--muted)}
.pairs{columns:2;column-gap:40px;font-size:12px;margin:0}
.pairs>div{display:flex;justify-content:space-between;gap:16px;padding:4px 0 3px;border-bottom:1px solid var(--hairline);break-inside:avoid}
.pairs dt{color:var(--muted)}
.pairs code{font-size:10px}
.pairs dd{text-align:right}
.pairs dd{margin:0}
.formulas{margin:0;font-size:12px}
.formulas>div{display:grid;grid-template-columns:112px 1fr;gap:8px;padding:2px 0;break-inside:avoid}
.formulas dt{font-weight:600}
.formulas dd{margin:0;color:var(--muted)}
h3{font-size:13px;margin:16px 0 4px;font-weight:650;break-after:avoid}
.findings{list-style:none;margin:0;padding:0}
.findings li{display:flex;gap:10px;padding:2px 0;max-width:96ch;break-inside:avoid}
.findings li .swatch{flex:none;margin-top:4px}
.findings li:first-child{font-size:15px;line-height:1.4;padding-bottom:4px}
@media (max-width:640px){.pairs{columns:1}}
`

const FIGURES = `
figure{margin:0 0 28px;break-inside:avoid}
figcaption{margin:0 0 6px}
figcaption strong{font-weight:650}
figcaption span{margin-left:4px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;margin:0 0 6px;padding:0;font-size:12px;color:var(--muted)}
.legend .band{color:var(--ink)}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font-size:12px;fill:var(--ink)}
svg text.axis{fill:var(--muted);font-size:11px}
svg text.strong{font-weight:650}
svg text.backtest-text{fill:var(--backtest);font-weight:650}
svg text.cell-date{fill:var(--muted);font-size:11px}
svg text.cell-value{font-size:12px}
.cell-value,.cell-date{paint-order:stroke;stroke:var(--tint,transparent);stroke-width:4px;stroke-linejoin:round}
.definitions{position:absolute;width:0;height:0}
svg.glyph{display:inline-block;width:12px;height:12px;vertical-align:-1.5px}
svg.swatch,span.swatch{display:inline-block;width:16px;height:12px;vertical-align:-2px}
span.swatch.outline{border:1px solid var(--ink);border-radius:2px}
svg.strip{width:100%;min-width:120px;height:12px;margin-top:2px}
.glyph-area{fill:var(--mark);stroke:none}
.glyph-ring{fill:var(--background);stroke:var(--mark);stroke-width:1.8}
.glyph-strokes{fill:none;stroke:var(--mark);stroke-width:3.2}
.band{white-space:nowrap}
.cause-marks{fill:none;stroke:var(--background);stroke-width:1.3;stroke-opacity:.75;stroke-linecap:round}
.band-marks{fill:none;stroke:var(--mark);stroke-width:1;stroke-opacity:.2;stroke-linecap:round}
.fill-behind{fill:var(--tint-critical);fill-opacity:.75}
.behind-marks{fill:none;stroke:var(--band-critical);stroke-width:1;stroke-opacity:.45}
.fill-ahead{fill:var(--tint-good)}
.grid{stroke:var(--hairline);stroke-width:1}
.zero,.tick{stroke:var(--border);stroke-width:1}
.rule{stroke:var(--ink);stroke-width:1}
.connector{stroke:var(--border);stroke-width:1}
.limit{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:6 3}
.live{fill:none;stroke:var(--ink);stroke-width:1.75;stroke-linejoin:round}
.backtest{fill:none;stroke:var(--backtest);stroke-width:1.75;stroke-dasharray:6 4;stroke-linejoin:round}
.ribbon{fill:var(--ink);fill-opacity:.13;stroke:var(--ink);stroke-opacity:.35;stroke-width:.75}
.whisker{stroke:var(--ink);stroke-width:2}
.halo{fill:var(--background);stroke:var(--border);stroke-width:1}
.residual{fill:none;stroke:var(--ink);stroke-width:1.25}
.total{fill:var(--ink)}
.cell{stroke:var(--hairline);stroke-width:1}
.cell.level-0{fill:var(--background)}
.cell.level-1{fill:var(--ink);fill-opacity:.06}
.cell.level-2{fill:var(--ink);fill-opacity:.13}
.cell.level-3{fill:var(--ink);fill-opacity:.2}
.cell.level-4{fill:var(--ink);fill-opacity:.28}
.cell.behind{stroke:var(--muted);stroke-dasharray:3 2}
`

const PRINT = `
@page{margin:15mm 14mm 16mm}
@page{@bottom-left{content:"Parity review";font:8pt sans-serif;color:#55616D}@bottom-right{content:"Page " counter(page) " of " counter(pages);font:8pt sans-serif;color:#55616D}}
@media print{
.report{font-size:9pt;min-height:0}
nav{display:none}
main{max-width:none;padding:0}
h1{font-size:20pt}
h2{font-size:14pt;margin:20pt 0 6pt;break-after:avoid}
.verdict .band,.verdict .value{font-size:20pt}
.facts{break-inside:avoid;margin-bottom:12pt}
.facts>div{padding:6pt 9pt}
.facts dd{font-size:11pt}
.facts dt,.facts .detail{font-size:8pt}
.gauge{margin:6pt 0 8pt}
figure{margin-bottom:14pt}
.table{overflow:visible}
table{font-size:7.8pt;line-height:11pt}
th,td{padding:2pt 7pt 1.5pt 0}
thead{display:table-header-group}
tr{break-inside:avoid}
code{font-size:7pt}
.pairs,.formulas,.legend,figcaption span,.about,.small,small{font-size:8pt}
.findings li{font-size:9pt}
.findings li:first-child{font-size:10pt}
h3{font-size:9pt}
p{orphans:3;widows:3}
a{color:inherit;text-decoration:none}
.section-inputs,.section-settings,.section-formulas,.section-care,.section-matching{break-inside:avoid}
}
`

/** The style sheet of the HTML report: light and dark by the reader's preference (or `data-theme`), always light on paper, A4 and Letter. */
export const REPORT_STYLE = `${COLOURS}${PAGE}${VERDICT}${TABLES}${FIGURES}${PRINT}`.trimStart()
