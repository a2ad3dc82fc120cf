import type { Role } from '#shared/canonical.ts'
import { findColumn, type HeaderCell } from '../formats/header-cells.ts'
import { wantedColumns } from '../service-formats/canonical-service.ts'

/** What monitors and incident tools call the columns of service-level files; normalised, the likeliest first. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  t: ['time', 'timestamp', 'date', 'datetime', 'checked_at', 'checked', 'check_time', 'date-time', 'created_at'],
  start: ['started_at', 'started', 'start_time', 'from', 'begin', 'down_at', 'outage_start'],
  end: ['ended_at', 'ended', 'end_time', 'to', 'until', 'finish', 'up_at', 'outage_end', 'resolved_at'],
  status: ['state', 'result', 'event', 'up', 'outcome', 'health'],
  seconds: ['duration', 'duration_s', 'duration_seconds', 'downtime_seconds'],
  service: ['monitor', 'host', 'name', 'target', 'site', 'component', 'service_name', 'url'],
  id: ['incident_id', 'incident', 'incident_number', 'alert_id', 'number', 'key', 'ticket', 'deployment_id'],
  severity: ['priority', 'urgency', 'level', 'impact'],
  raised: [
    'created',
    'created_at',
    'opened',
    'opened_at',
    'triggered',
    'triggered_at',
    'started',
    'started_at',
    'start',
  ],
  acked: ['acknowledged', 'acknowledged_at', 'acked_at', 'ack_time', 'responded_at', 'first_response'],
  resolved: ['resolved_at', 'closed', 'closed_at', 'ended', 'ended_at', 'end', 'fixed_at'],
  version: ['build', 'release', 'tag', 'strategy_version'],
  check: ['check_name', 'probe', 'test', 'name'],
  allocated: ['capital', 'allocation', 'allocated_capital', 'budget'],
  started: ['started_at', 'start', 'deployed_at', 'from'],
  ended: ['ended_at', 'end', 'until', 'to'],
  stage: ['environment', 'env', 'phase'],
  traffic: ['share', 'weight', 'percentage'],
}

/** Returns which header cell each column of a role's canonical file is proposed to be read from: the user's choice, its own name, else what others call it. No cell twice. */
export function proposeServiceColumns(
  role: Role,
  header: readonly HeaderCell[],
  choices: Readonly<Record<string, string>>,
): Map<string, HeaderCell> {
  const columns = wantedColumns(role)
  const proposed = new Map<string, HeaderCell>()
  for (const name of columns) {
    const own = choices[name] === '' ? null : findColumn(header, choices[name] ?? name)
    if (own !== null) proposed.set(name, own)
  }
  const taken = new Set([...proposed.values()].map(({ index }) => index))
  for (const name of columns) {
    if (proposed.has(name) || choices[name] !== undefined) continue
    const other = (SYNONYMS[name] ?? [])
      .map((text) => header.find((cell) => cell.name === text))
      .find((cell) => cell !== undefined && !taken.has(cell.index))
    if (other === undefined) continue
    proposed.set(name, other)
    taken.add(other.index)
  }
  return proposed
}
