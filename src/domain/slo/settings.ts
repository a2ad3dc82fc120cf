import type { BurnThresholds } from '#shared/slo.ts'

/** Service levels by name, in the order they are shown. */
export const SLO_NAMES = [
  'uptime',
  'ack',
  'resolution',
  'tracking_error',
  'execution_success',
  'order_latency',
] as const
export type SloName = (typeof SLO_NAMES)[number]

/**
 * The tier table of one service level: the worst value still MEETING, AT_RISK and VIOLATED; beyond is CRITICAL. Edges
 * belong to the better tier, except where `strict`.
 */
export interface TierTable {
  readonly better: 'higher' | 'lower'
  readonly target: number
  readonly edges: readonly [meeting: number, atRisk: number, violated: number]
  readonly strict: boolean
  /** Part in the compliance score. */
  readonly weight: number
  /** A key level at CRITICAL caps the score. */
  readonly key: boolean
  readonly unit: 'fraction' | 'minutes' | 'hours' | 'bps' | 'ms'
  readonly title: string
}

/** When the service must run: all the time, or on some UTC weekdays (0 = Sunday) between two UTC minutes of the day. */
export type Calendar =
  | { readonly kind: '24x7' }
  | {
      readonly kind: 'sessions'
      readonly weekdays: readonly number[]
      readonly startMinute: number
      readonly endMinute: number
    }

/** One burn-rate alert: both windows must burn strictly faster than `burn`. */
export interface BurnRule {
  readonly longMinutes: number
  readonly shortMinutes: number
  readonly burn: number
  readonly level: 'page' | 'ticket'
}

/** Everything that can be set about service levels. */
export interface SloSettings {
  readonly tables: Readonly<Record<SloName, TierTable>>
  /** Days the value, its tier and the error budget are taken over. */
  readonly windowDays: number
  /** Days whose history, violations and streaks are shown. */
  readonly historyDays: number
  readonly slotMinutes: number
  readonly calendar: Calendar
  readonly degradedIsDown: boolean
  /** Judged as one system, down when any of them is; null = every service in the files. */
  readonly services: readonly string[] | null
  readonly minimumCoverage: number
  /** Less known time than this shows nothing of a service. */
  readonly minimumKnownMinutes: number
  readonly minimumOrders: number
  readonly improveAfter: number
  readonly escalateAfter: number
  /** A burn alert needs at least this many bad slots in its long window. */
  readonly minimumBadSlots: number
  readonly burnRules: readonly BurnRule[]
}

const floor = (target: number, edges: TierTable['edges'], title: string, weight: number): TierTable => ({
  better: 'higher',
  target,
  edges,
  strict: false,
  weight,
  key: true,
  unit: 'fraction',
  title,
})
const ceiling = (
  unit: TierTable['unit'],
  target: number,
  edges: TierTable['edges'],
  title: string,
  weight: number,
): TierTable => ({ better: 'lower', target, edges, strict: false, weight, key: false, unit, title })

/** The product's defaults: docs/slo-canary.md. Burn rules: Google, The Site Reliability Workbook (2018), chapter 5, table 5-8. */
export const DEFAULT_SLO_SETTINGS: SloSettings = {
  tables: {
    uptime: floor(0.995, [0.996, 0.995, 0.99], 'Uptime', 25),
    ack: ceiling('minutes', 15, [12, 15, 30], 'Alert to acknowledgement', 15),
    resolution: ceiling('hours', 4, [3.2, 4, 8], 'Incident resolution', 10),
    tracking_error: { ...ceiling('bps', 20, [16, 20, 50], 'Tracking error', 20), strict: true, key: true },
    execution_success: floor(0.95, [0.96, 0.95, 0.9], 'Execution success', 20),
    order_latency: ceiling('ms', 1000, [800, 1000, 2000], 'Order latency, P95', 10),
  },
  windowDays: 30,
  historyDays: 90,
  slotMinutes: 5,
  calendar: { kind: '24x7' },
  degradedIsDown: false,
  services: null,
  minimumCoverage: 0.95,
  minimumKnownMinutes: 60,
  minimumOrders: 20,
  improveAfter: 3,
  escalateAfter: 3,
  minimumBadSlots: 0,
  burnRules: [
    { longMinutes: 60, shortMinutes: 5, burn: 14.4, level: 'page' },
    { longMinutes: 360, shortMinutes: 30, burn: 6, level: 'page' },
    { longMinutes: 1440, shortMinutes: 120, burn: 3, level: 'ticket' },
    { longMinutes: 4320, shortMinutes: 360, burn: 1, level: 'ticket' },
  ],
}

/** Length of each burn window, minutes. */
export const BURN_WINDOW_MINUTES = { '1h': 60, '6h': 360, '24h': 1440, '3d': 4320 } as const satisfies Record<
  keyof BurnThresholds,
  number
>

/** Returns the settings with other burn thresholds, each by its rule's long window. */
export function withBurnThresholds(settings: SloSettings, thresholds: BurnThresholds): SloSettings {
  const given = new Map<number, number | undefined>(
    Object.entries(thresholds).map(([window, burn]) => [BURN_WINDOW_MINUTES[window as keyof BurnThresholds], burn]),
  )
  const burnRules = settings.burnRules.map((rule) => ({ ...rule, burn: given.get(rule.longMinutes) ?? rule.burn }))
  return { ...settings, burnRules }
}

/** Returns the burn above which each window's alert fires. */
export function burnThresholds({ burnRules }: SloSettings): Record<keyof BurnThresholds, number> {
  const of = (window: keyof BurnThresholds) =>
    burnRules.find(({ longMinutes }) => longMinutes === BURN_WINDOW_MINUTES[window])?.burn ?? 1
  return { '1h': of('1h'), '6h': of('6h'), '24h': of('24h'), '3d': of('3d') }
}
