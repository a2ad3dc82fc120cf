import { MINUTE, SAMPLE_END, SAMPLE_START, formatTime, timeAt, type Micros } from './calendar.ts'
import { printCsv } from './csv.ts'
import { OUTAGE } from './story.ts'

/** Distance of uptime checks, health checks and risk snapshots. */
export const TICK = 5 * MINUTE

interface Period {
  readonly from: Micros
  readonly to: Micros
  readonly status: 'down' | 'degraded' | 'maintenance' | 'unknown'
}

/** Everything but plain "up"; an unknown period has no rows at all. */
const PERIODS: readonly Period[] = [
  { from: timeAt('2026-03-08', '03:00'), to: timeAt('2026-03-08', '03:20'), status: 'unknown' },
  { from: timeAt('2026-03-20', '11:00'), to: timeAt('2026-03-20', '11:15'), status: 'degraded' },
  { ...OUTAGE, status: 'down' },
  { from: timeAt('2026-04-05', '02:00'), to: timeAt('2026-04-05', '02:30'), status: 'maintenance' },
]

/** Returns the status of the check at `t`. */
function statusAt(t: Micros): Period['status'] | 'up' {
  return PERIODS.find(({ from, to }) => t >= from && t < to)?.status ?? 'up'
}

/** Returns uptime.csv: one check every five minutes. */
export function printUptime(): string {
  const length = Math.floor((SAMPLE_END - SAMPLE_START) / TICK)
  const checks = Array.from({ length }, (_, slot) => SAMPLE_START + slot * TICK)
  const known = checks.map((t) => ({ t, status: statusAt(t) })).filter(({ status }) => status !== 'unknown')
  return printCsv(
    [
      ['t', ({ t }) => formatTime(t, 0)],
      ['status', ({ status }) => status],
    ],
    known,
  )
}

/** One incident; minutes count from `raised`, null = not yet. */
export interface Incident {
  readonly id: string
  readonly severity: 'critical' | 'major' | 'minor'
  readonly raised: Micros
  readonly ackMinutes: number | null
  readonly resolveMinutes: number | null
  readonly service: string
}

const incident = (
  [id, severity, service]: readonly [string, Incident['severity'], string],
  [day, clock]: readonly [string, string],
  ackMinutes: number | null,
  resolveMinutes: number | null,
): Incident => ({ id, severity, service, raised: timeAt(day, clock), ackMinutes, resolveMinutes })

/** Nine answered incidents and one, raised 40 minutes before the data ends, that nobody has acknowledged. */
export const INCIDENTS: readonly Incident[] = [
  incident(['INC-101', 'minor', 'market-data'], ['2026-03-05', '07:42'], 4, 31),
  incident(['INC-102', 'major', 'execution'], ['2026-03-11', '14:21'], 6, 74),
  incident(['INC-103', 'major', 'signals'], ['2026-03-13', '16:05'], 9, 118),
  incident(['INC-104', 'minor', 'billing'], ['2026-03-16', '09:30'], 11, 165),
  incident(['INC-105', 'major', 'gateway'], ['2026-03-20', '10:58'], 3, 96),
  incident(['INC-106', 'minor', 'execution'], ['2026-03-23', '14:18'], 5, 52),
  incident(['INC-107', 'major', 'risk'], ['2026-03-25', '08:12'], 8, 140),
  incident(['INC-108', 'critical', 'gateway'], ['2026-03-28', '09:12'], 2, 49),
  incident(['INC-109', 'minor', 'market-data'], ['2026-04-09', '21:33'], 7, 28),
  incident(['INC-110', 'major', 'reconciliation'], ['2026-04-30', '23:20'], null, null),
]

/** Returns incidents.csv. */
export function printIncidents(): string {
  const after = (raised: Micros, minutes: number | null) =>
    minutes === null ? '' : formatTime(raised + minutes * MINUTE, 0)
  return printCsv(
    [
      ['id', ({ id }) => id],
      ['severity', ({ severity }) => severity],
      ['raised', ({ raised }) => formatTime(raised, 0)],
      ['acked', ({ raised, ackMinutes }) => after(raised, ackMinutes)],
      ['resolved', ({ raised, resolveMinutes }) => after(raised, resolveMinutes)],
      ['service', ({ service }) => service],
    ],
    INCIDENTS,
  )
}
