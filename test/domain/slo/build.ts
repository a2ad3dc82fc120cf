import type { Incident, ServiceOrder, UptimeCheck, UptimeInterval, UptimeStatus } from '#shared/service-rows.ts'
import { DAY, MINUTE } from '#domain/slo/instants.ts'
import type { ServiceData } from '#domain/slo/levels.ts'

/** Monday 2026-03-02 00:00 UTC. */
export const START = Date.UTC(2026, 2, 2) * 1000

/** An instant some days, hours and minutes after {@link START}. */
export const at = (days: number, hours = 0, minutes = 0): number => START + days * DAY + (hours * 60 + minutes) * MINUTE

export const NOTHING: ServiceData = { uptime: null, incidents: null, orders: null, trackingError: null }

export const interval = (
  start: number,
  end: number | null,
  status: UptimeStatus,
  service: string | null = null,
): UptimeInterval => ({ start, end, status, service })

/** A whole day from START on that was down for some minutes at an unknown time. */
export const day = (days: number, minutesDown: number, service: string | null = null): UptimeInterval => ({
  start: at(days),
  end: at(days + 1),
  status: 'down',
  seconds: minutesDown * 60,
  service,
})

export const check = (
  t: number,
  status: UptimeStatus,
  seconds: number | null = null,
  service: string | null = null,
): UptimeCheck => ({ t, status, seconds, service })

/** One check every five minutes from START; `bad` maps a slot number to its status, `missing` slots have no check. */
export function checks(
  slots: number,
  bad: Readonly<Record<number, UptimeStatus>> = {},
  missing: ReadonlySet<number> = new Set(),
): UptimeCheck[] {
  const rows: UptimeCheck[] = []
  for (let slot = 0; slot < slots; slot++)
    if (!missing.has(slot)) rows.push(check(START + slot * 5 * MINUTE, bad[slot] ?? 'up'))
  return rows
}

export const incident = (
  id: string,
  raised: number,
  ackMinutes: number | null,
  resolveMinutes: number | null,
): Incident => ({
  id,
  severity: 'high',
  raised,
  acked: ackMinutes === null ? null : raised + ackMinutes * MINUTE,
  resolved: resolveMinutes === null ? null : raised + resolveMinutes * MINUTE,
  service: null,
})

export const order = (sent: number, changes: Partial<ServiceOrder> = {}): ServiceOrder => ({
  version: null,
  status: 'filled',
  qty: 1,
  filled_qty: 1,
  t_sent: sent,
  t_ack: sent + 100_000,
  t_final: sent + 200_000,
  slippage_bps: null,
  fee_bps: null,
  ...changes,
})
