import { DEFAULT_SLO_SETTINGS, SLO_NAMES, type SloName, type SloSettings } from '../slo/settings.ts'

/** A metric the canary is compared with its control in. The margin is how much worse it may be, in the metric's unit. */
export interface MetricSettings {
  readonly name: 'slippage_bps' | 'fee_bps' | 'latency_ms' | 'fill_ratio' | 'execution_success'
  readonly unit: string
  readonly worseWhen: 'higher' | 'lower'
  /** Signed: +1 where higher is worse, -0.02 where lower is worse. */
  readonly margin: number
  readonly kind: 'mean' | 'count'
}

/** Limits of one stage. */
export interface StageSettings {
  readonly minimumHours: number
  readonly traffic: number
  readonly riskLimit: number
}

/** Everything that can be set about canaries. */
export interface CanarySettings {
  readonly staging: StageSettings
  readonly production: StageSettings
  /** At this covered time the canary promotes itself when all gates hold, and expires when one does not. */
  readonly maximumHours: number
  readonly minimumTrades: number
  readonly tickMinutes: number
  readonly pairSlotMinutes: number
  readonly holdAfterMinutes: number
  readonly criticalAfterMinutes: number
  /** Older risk snapshots do not show what the risk is now. */
  readonly riskStaleMinutes: number
  readonly riskWarnShare: number
  /** `capital`: loss over allocated capital; `error-budget`: downtime since the stage began over the 30-day error budget. */
  readonly riskMeaning: 'capital' | 'error-budget'
  readonly failedEvaluations: number
  /** Shortest window the service levels are judged on; a canary of one hour is not judged on one hour of uptime. */
  readonly sloWindowHours: number
  readonly trackingErrorWindowDays: number
  readonly requiredSlos: readonly SloName[]
  readonly slo: SloSettings
  /** Over all metrics together. */
  readonly alpha: number
  /** Paired slots before a mean can be called a regression. */
  readonly minimumPairs: number
  /** Paired slots before a mean can be called non-inferior; skewed data needs more to rule harm out than to find it. */
  readonly decisionPairs: number
  readonly metrics: readonly MetricSettings[]
}

/** The product's defaults: docs/slo-canary.md. */
export const DEFAULT_CANARY_SETTINGS: CanarySettings = {
  staging: { minimumHours: 168, traffic: 0.1, riskLimit: 0.01 },
  production: { minimumHours: 48, traffic: 0.25, riskLimit: 0.05 },
  maximumHours: 72,
  minimumTrades: 100,
  tickMinutes: 5,
  pairSlotMinutes: 5,
  holdAfterMinutes: 15,
  criticalAfterMinutes: 60,
  riskStaleMinutes: 60,
  riskWarnShare: 0.8,
  riskMeaning: 'capital',
  failedEvaluations: 3,
  sloWindowHours: 24,
  trackingErrorWindowDays: 7,
  requiredSlos: SLO_NAMES,
  slo: DEFAULT_SLO_SETTINGS,
  alpha: 0.05,
  minimumPairs: 30,
  decisionPairs: 50,
  metrics: [
    { name: 'slippage_bps', unit: 'bps', worseWhen: 'higher', margin: 1, kind: 'mean' },
    { name: 'fee_bps', unit: 'bps', worseWhen: 'higher', margin: 0.5, kind: 'mean' },
    { name: 'latency_ms', unit: 'ms', worseWhen: 'higher', margin: 50, kind: 'mean' },
    { name: 'fill_ratio', unit: 'fraction', worseWhen: 'lower', margin: -0.02, kind: 'mean' },
    { name: 'execution_success', unit: 'fraction', worseWhen: 'lower', margin: -0.01, kind: 'count' },
  ],
}
