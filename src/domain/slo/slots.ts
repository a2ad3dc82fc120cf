import { MINUTE } from './instants.ts'
import { totalsBetween, type SystemState, type Timeline } from './timeline.ts'

/** One slot of the uptime bars: the state it is shown as, and its seconds down. */
export interface Slot {
  readonly start: number
  readonly state: SystemState
  readonly downSeconds: number
}

/**
 * Returns the slots between two instants, aligned to the slot length. A slot is shown as the first of: OFF_CALENDAR or
 * MAINTENANCE for all of it, DOWN for any of it, UNKNOWN for over half of its eligible time, DEGRADED for any of it, UP.
 */
export function slotsBetween(timeline: Timeline, from: number, to: number, slotMinutes: number): Slot[] {
  const length = slotMinutes * MINUTE
  const slots: Slot[] = []
  for (let start = Math.floor(from / length) * length; start < to; start += length) {
    const totals = totalsBetween(timeline, start, start + length)
    const eligible = length - totals.OFF_CALENDAR - totals.MAINTENANCE
    slots.push({ start, state: shown(totals, eligible), downSeconds: totals.DOWN / 1e6 })
  }
  return slots
}

function shown(totals: Readonly<Record<SystemState, number>>, eligible: number): SystemState {
  if (eligible <= 0) return totals.MAINTENANCE >= totals.OFF_CALENDAR ? 'MAINTENANCE' : 'OFF_CALENDAR'
  if (totals.DOWN > 0) return 'DOWN'
  if (totals.UNKNOWN > eligible / 2) return 'UNKNOWN'
  return totals.DEGRADED > 0 ? 'DEGRADED' : 'UP'
}
