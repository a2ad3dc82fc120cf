import type { Gate } from '#shared/canary.ts'
import type { Incident } from '#shared/service-rows.ts'
import type { Tier } from '#shared/slo.ts'
import type { Measure } from '../slo/measure.ts'
import type { SloName, TierTable } from '../slo/settings.ts'
import { clopperPearsonLower } from '../stats/clopper-pearson.ts'

const SOURCES: Readonly<Record<SloName, string>> = {
  uptime: 'uptime',
  ack: 'incidents',
  resolution: 'incidents',
  tracking_error: 'review',
  execution_success: 'orders',
  order_latency: 'orders',
}
const VERDICT_OF_TIER: Readonly<Record<Tier, Gate['verdict']>> = {
  MEETING: 'pass',
  AT_RISK: 'pending',
  INSUFFICIENT_DATA: 'insufficient',
  VIOLATED: 'fail',
  CRITICAL: 'fail',
}

/** Returns the gate of one service level: only MEETING passes. `measure` null = its file was not given. */
export function sloGate(name: SloName, measure: Measure | null, tier: Tier, table: TierTable): Gate {
  const value = measure?.value ?? null
  const margin = value === null ? null : table.better === 'higher' ? value - table.target : table.target - value
  const said = measure === null ? `no file for ${table.title.toLowerCase()}` : `${table.title}: ${measure.formula}`
  return {
    gate: `slo:${name}`,
    verdict: measure === null ? 'insufficient' : VERDICT_OF_TIER[tier],
    value,
    limit: table.target,
    margin,
    n: measure?.n ?? 0,
    reason: `${said} (${tier})${name === 'execution_success' ? thinEvidence(measure, tier, table) : ''}`,
    source: SOURCES[name],
  }
}

/** Says when a passing share is not yet proven: its exact one-sided 95 % lower bound misses the target. */
function thinEvidence(measure: Measure | null, tier: Tier, { target }: TierTable): string {
  const lower = measure?.value == null ? null : clopperPearsonLower(Math.round(measure.value * measure.n), measure.n)
  if (lower === null || tier === 'VIOLATED' || tier === 'CRITICAL' || lower >= target) return ''
  return `; point pass, evidence thin: the exact lower bound is ${(lower * 100).toFixed(1)} %`
}

/** Returns the trades gate. */
export function tradesGate(trades: number, minimum: number): Gate {
  const missing = Math.max(0, minimum - trades)
  return {
    gate: 'trades',
    verdict: missing === 0 ? 'pass' : 'pending',
    value: trades,
    limit: minimum,
    margin: trades - minimum,
    n: trades,
    reason: missing === 0 ? `${trades} trades` : `${missing} more trades`,
    source: 'orders',
  }
}

/** Returns the incidents gate at an instant: none may be unresolved. `incidents` null = no file was given. */
export function incidentsGate(incidents: readonly Incident[] | null, at: number): Gate {
  const open = (incidents ?? []).filter(({ raised, resolved }) => raised <= at && (resolved === null || resolved > at))
  const base = {
    gate: 'incidents',
    value: open.length,
    limit: 0,
    margin: 0 - open.length,
    n: incidents?.length ?? 0,
    source: 'incidents',
  }
  if (incidents === null)
    return { ...base, value: null, margin: null, verdict: 'insufficient', reason: 'no incidents file' }
  if (open.length === 0) return { ...base, verdict: 'pass', reason: 'no unresolved incident' }
  return {
    ...base,
    verdict: 'fail',
    reason: `${open.length} unresolved incident${open.length > 1 ? 's' : ''}: ${open
      .slice(0, 3)
      .map(({ id }) => id)
      .join(', ')}`,
  }
}
