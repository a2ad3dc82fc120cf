import { SAMPLE_END, formatTime, timeAt, type Micros } from './calendar.ts'
import { printCsv } from './csv.ts'
import { createLedger } from './ledger.ts'
import type { Market } from './market.ts'
import type { Fill } from './records.ts'
import { TICK } from './service-files.ts'
import { CANARY, CAPITAL, canaryStageAt, type CanaryStage } from './story.ts'

/** Returns deployment.csv: the staging row, ended by promotion, and the production row, still open. */
export function printDeployment(): string {
  const rows = [
    { stage: 'staging', terms: CANARY.staging, ended: formatTime(CANARY.production.from, 0), outcome: 'promoted' },
    { stage: 'production', terms: CANARY.production, ended: '', outcome: '' },
  ]
  return printCsv(
    [
      ['id', () => CANARY.id],
      ['version', () => CANARY.version],
      ['control_version', () => CANARY.control],
      ['stage', ({ stage }) => stage],
      ['started', ({ terms }) => formatTime(terms.from, 0)],
      ['ended', ({ ended }) => ended],
      ['outcome', ({ outcome }) => outcome],
      ['traffic', ({ terms }) => String(terms.traffic)],
      ['risk_limit', ({ terms }) => String(terms.riskLimit)],
    ],
    rows,
  )
}

/** One snapshot of the canary's risk, USDT; what it used of its budget is max(drawdown, shortfall) / allocated. */
export interface RiskSnapshot {
  readonly t: Micros
  readonly drawdown: number
  readonly shortfall: number
  readonly allocated: number
}

/**
 * Returns the canary's risk every five minutes, from its fills and the market: drawdown = fall of its P&L from the
 * stage's high; shortfall = control's P&L scaled by the traffic ratio minus its own, at least 0. A stage starts at 0.
 */
export function trackRisk(fills: readonly Fill[], market: Market): RiskSnapshot[] {
  const ledgers = [CANARY.version, CANARY.control].map((version) => {
    return createLedger(
      fills.filter((fill) => fill.version === version && fill.tFill >= CANARY.staging.from),
      market,
    )
  })
  const [canary, control] = ledgers
  const snapshots: RiskSnapshot[] = []
  let stage: CanaryStage | null = null
  let base = { canary: 0, control: 0, high: 0 }
  for (let t = CANARY.staging.from; canary && control && t < SAMPLE_END; t += TICK) {
    const pnl = { canary: canary.pnlAt(t), control: control.pnlAt(t) }
    const current: CanaryStage = canaryStageAt(t) ?? CANARY.staging
    if (current !== stage) base = { ...pnl, high: pnl.canary }
    stage = current
    base.high = Math.max(base.high, pnl.canary)
    const expected = ((pnl.control - base.control) * current.traffic) / (1 - current.traffic)
    const shortfall = Math.max(expected - (pnl.canary - base.canary), 0)
    snapshots.push({ t, drawdown: base.high - pnl.canary, shortfall, allocated: CAPITAL * current.traffic })
  }
  return snapshots
}

/** Returns risk.csv. */
export function printRisk(snapshots: readonly RiskSnapshot[]): string {
  return printCsv(
    [
      ['t', ({ t }) => formatTime(t, 0)],
      ['version', () => CANARY.version],
      ['drawdown', ({ drawdown }) => drawdown.toFixed(4)],
      ['shortfall', ({ shortfall }) => shortfall.toFixed(4)],
      ['allocated', ({ allocated }) => allocated.toFixed(0)],
    ],
    snapshots,
  )
}

const HEALTH_CHECKS = ['heartbeat', 'market-data', 'reconciliation'] as const
/** Single warnings, both in staging; every other check is ok. */
const HEALTH_WARNINGS = [
  { t: timeAt('2026-04-22', '05:35'), check: 'market-data' },
  { t: timeAt('2026-04-25', '17:10'), check: 'reconciliation' },
]

/** Returns health.csv: three checks of the canary every five minutes. */
export function printHealth(): string {
  const ticks = Array.from(
    { length: (SAMPLE_END - CANARY.staging.from) / TICK },
    (_, i) => CANARY.staging.from + i * TICK,
  )
  const warns = (t: Micros, check: string) =>
    HEALTH_WARNINGS.some((warning) => warning.t === t && warning.check === check)
  return printCsv(
    [
      ['t', ({ t }) => formatTime(t, 0)],
      ['version', () => CANARY.version],
      ['check', ({ check }) => check],
      ['status', ({ t, check }) => (warns(t, check) ? 'warn' : 'ok')],
    ],
    ticks.flatMap((t) => HEALTH_CHECKS.map((check) => ({ t, check }))),
  )
}
