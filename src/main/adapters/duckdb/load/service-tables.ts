import type { ServiceRead } from '../../service-formats/service-read.ts'
import { queries } from '../queries.ts'

type Value = string | number | boolean | null

/** One table a service-level file fills: how it is staged and added, and its rows in the staging table's column order. */
interface ServiceTable {
  readonly staging: string
  readonly stage: typeof queries.stageIncident
  readonly add: typeof queries.addIncident
  readonly rows: (read: ServiceRead) => readonly (readonly Value[])[]
}

/** Every table of the service levels, in no particular order. */
export const SERVICE_TABLES: readonly ServiceTable[] = [
  {
    staging: 'staged_uptime_check',
    stage: queries.stageUptimeCheck,
    add: queries.addUptimeCheck,
    rows: ({ checks }) => checks.map(({ t, status, seconds, service }) => [t, status, seconds, service]),
  },
  {
    staging: 'staged_uptime_interval',
    stage: queries.stageUptimeInterval,
    add: queries.addUptimeInterval,
    rows: ({ intervals }) =>
      intervals.map(({ start, end, status, seconds, service }) => [start, end, status, seconds ?? null, service]),
  },
  {
    staging: 'staged_incident',
    stage: queries.stageIncident,
    add: queries.addIncident,
    rows: ({ incidents }) =>
      incidents.map(({ id, severity, raised, acked, resolved, service, ack_recorded: recorded }) => [
        ...[id, severity, raised, acked, resolved, service],
        recorded !== false,
      ]),
  },
  {
    staging: 'staged_health_check',
    stage: queries.stageHealthCheck,
    add: queries.addHealthCheck,
    rows: ({ health }) => health.map(({ t, version, check, status }) => [t, version, check, status]),
  },
  {
    staging: 'staged_risk_snapshot',
    stage: queries.stageRiskSnapshot,
    add: queries.addRiskSnapshot,
    rows: ({ risk }) =>
      risk.map(({ t, version, drawdown, shortfall, allocated }) => [t, version, drawdown, shortfall, allocated]),
  },
  {
    staging: 'staged_deployment_stage',
    stage: queries.stageDeploymentStage,
    add: queries.addDeploymentStage,
    rows: ({ deployments }) =>
      deployments.map(
        ({ id, version, control_version: control, stage, started, traffic, risk_limit, ended, outcome }) => [
          ...[id, version, control, stage, started],
          ...[traffic, risk_limit, ended, outcome],
        ],
      ),
  },
]
