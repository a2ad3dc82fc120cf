import type { DeploymentStageRow, HealthCheck, RiskSnapshot, ServiceOrder } from '#shared/service-rows.ts'
import type { CanaryData } from '#domain/canary/canary-data.ts'
import { DEFAULT_CANARY_SETTINGS, type CanarySettings } from '#domain/canary/settings.ts'
import { pickDeployment } from '#domain/canary/deployment.ts'
import { replayCanary } from '#domain/canary/replay.ts'
import { HOUR, MINUTE } from '#domain/slo/instants.ts'
import { at, check, incident, START } from '../slo/build.ts'

/** Staging runs for the 7 days before this, production from it on. */
export const LIVE = at(7)

export const stage = (
  name: 'staging' | 'production',
  changes: Partial<DeploymentStageRow> = {},
): DeploymentStageRow => ({
  id: 'd1',
  version: 'v2',
  control_version: 'v1',
  stage: name,
  started: name === 'staging' ? START : LIVE,
  traffic: name === 'staging' ? 0.1 : 0.25,
  risk_limit: null,
  ended: null,
  outcome: null,
  ...changes,
})

export const health = (t: number, status: HealthCheck['status'] = 'ok', name = 'engine'): HealthCheck => ({
  t,
  version: 'v2',
  check: name,
  status,
})
export const risk = (t: number, drawdown: number, shortfall = 0): RiskSnapshot => ({
  t,
  version: 'v2',
  drawdown,
  shortfall,
  allocated: 100_000,
})

/** Every `minutes` from one instant to another. */
export function every<Row>(minutes: number, from: number, to: number, row: (t: number) => Row): Row[] {
  const rows: Row[] = []
  for (let t = from; t <= to; t += minutes * MINUTE) rows.push(row(t))
  return rows
}

export const canaryOrder = (sent: number, version: string, changes: Partial<ServiceOrder> = {}): ServiceOrder => ({
  version,
  status: 'filled',
  qty: 1,
  filled_qty: 1,
  t_sent: sent,
  t_ack: sent + 100_000,
  t_final: sent + 200_000,
  slippage_bps: 2,
  fee_bps: 4,
  ...changes,
})

/** Orders of both versions in production: canary every 15 min, control every 5. */
export function bothArms(
  until: number,
  canary: (i: number) => Partial<ServiceOrder> = () => ({}),
  control: (i: number) => Partial<ServiceOrder> = () => ({}),
): ServiceOrder[] {
  let [a, b] = [0, 0]
  return [
    ...every(15, LIVE + MINUTE, until, (t) => canaryOrder(t, 'v2', { slippage_bps: 2 + (a % 7) / 10, ...canary(a++) })),
    ...every(5, LIVE + MINUTE, until, (t) => canaryOrder(t, 'v1', { slippage_bps: 2 + (b % 5) / 10, ...control(b++) })),
  ]
}

/** A canary with nothing wrong, `hours` into production: all files, complete. */
export function healthy(hours: number): CanaryData {
  const until = LIVE + hours * HOUR
  return {
    deployments: [stage('staging'), stage('production')],
    health: every(5, START, until, (t) => health(t)),
    risk: every(15, START, until, (t) => risk(t, 300)),
    uptime: { checks: every(5, START, until, (t) => check(t, 'up')), intervals: [] },
    incidents: [incident('old', at(1), 3, 30)],
    orders: bothArms(until),
    trackingError: Array.from({ length: 7 + Math.floor(hours / 24) }, (_, i) => ({
      day: new Date((START + i * 24 * HOUR) / 1000).toISOString().slice(0, 10),
      te_bps: 12,
    })),
  }
}

export const replay = (data: CanaryData, hours: number, settings: CanarySettings = DEFAULT_CANARY_SETTINGS) =>
  replayCanary(data, pickDeployment(data.deployments, null), settings, LIVE + hours * HOUR)
