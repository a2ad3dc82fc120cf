import type { Budget, Burn, BurnAlert } from '#shared/slo.ts'
import { HOUR, MINUTE, toIso } from './instants.ts'
import type { BadShare } from './measure.ts'
import { BURN_WINDOW_MINUTES, type BurnRule } from './settings.ts'

/**
 * Returns the burn rate over the `minutes` before `asOf`: bad share of what is known / (1 - target). 1 spends the budget
 * exactly in its period. Null where nothing is known. The Site Reliability Workbook (2018), chapter 5.
 */
export function burnRate(share: BadShare, target: number, asOf: number, minutes: number): number | null {
  const { bad, known } = share.amounts(asOf - minutes * MINUTE, asOf)
  return known > 0 ? bad / known / (1 - target) : null
}

/** Returns the burn rate that spends a share of the budget of a period within some hours: 2 % in 1 h of 30 d = 14.4. */
export function burnThatSpends(budgetShare: number, hours: number, periodDays: number): number {
  return (budgetShare * periodDays * 24) / hours
}

/** Returns the burn rates shown. */
export function burnRates(share: BadShare, target: number, asOf: number): Burn {
  const at = (minutes: number) => burnRate(share, target, asOf, minutes)
  return {
    '1h': at(BURN_WINDOW_MINUTES['1h']),
    '6h': at(BURN_WINDOW_MINUTES['6h']),
    '24h': at(BURN_WINDOW_MINUTES['24h']),
    '3d': at(BURN_WINDOW_MINUTES['3d']),
  }
}

/** Returns the alerts that fire: both windows strictly above the rule's burn, and enough bad slots (of `slotMinutes`) in the long one. */
export function firingAlerts(
  share: BadShare,
  target: number,
  asOf: number,
  rules: readonly BurnRule[],
  guard: { readonly minimumBadSlots: number; readonly slotMinutes: number },
): BurnAlert[] {
  return rules.flatMap(({ longMinutes, shortMinutes, burn, level }): BurnAlert[] => {
    const long = burnRate(share, target, asOf, longMinutes)
    const short = burnRate(share, target, asOf, shortMinutes)
    if (long === null || short === null || long <= burn || short <= burn) return []
    const { bad } = share.amounts(asOf - longMinutes * MINUTE, asOf)
    if (share.unit === 'minutes' && Math.ceil(bad / guard.slotMinutes) < guard.minimumBadSlots) return []
    return [
      {
        level,
        long_minutes: longMinutes,
        short_minutes: shortMinutes,
        threshold: burn,
        burn_long: long,
        burn_short: short,
      },
    ]
  })
}

/**
 * Returns the error budget of the window that ends at `asOf`: allowed (1 - target) * eligible, what is used of it,
 * remaining = 1 - used / allowed (below 0 when overspent), and when it ends at the burn of the last 24 hours:
 * remaining * period / burn. 99.5 % allows 216 min in 30 days, 50.4 in 7, 7.2 in one.
 */
export function errorBudget(share: BadShare, target: number, from: number, asOf: number): Budget | null {
  const { bad, eligible } = share.amounts(from, asOf)
  if (eligible <= 0) return null
  const allowed = (1 - target) * eligible
  const remaining = 1 - bad / allowed
  const minutes = share.unit === 'minutes'
  return {
    allowed_minutes: minutes ? allowed : null,
    used_minutes: minutes ? bad : null,
    allowed_orders: minutes ? null : allowed,
    used_orders: minutes ? null : bad,
    remaining_fraction: remaining,
    exhaustion: exhaustionAt(remaining, burnRate(share, target, asOf, BURN_WINDOW_MINUTES['24h']), from, asOf),
  }
}

function exhaustionAt(remaining: number, burn: number | null, from: number, asOf: number): string | null {
  if (remaining <= 0) return toIso(asOf)
  if (burn === null || burn <= 0) return null
  const hours = (remaining * ((asOf - from) / HOUR)) / burn
  const at = asOf + hours * HOUR
  return at < 8.64e18 ? toIso(at) : null
}
