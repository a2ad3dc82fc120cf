import { plain } from '#domain/report/number-text.ts'
import type { Burn, SloEntry, WaitingEntry } from '#shared/slo.ts'
import type { BudgetPoint } from '../../charts/budget-figure.ts'
import type { BurnBar } from '../../charts/burn-figure.ts'
import type { SloWeek } from '../../charts/slo-weeks-figure.ts'
import type { TierDay } from '../../charts/tier-days-figure.ts'
import type { Column } from '../../ui/columns.ts'
import {
  badness,
  headroomOf,
  headroomText,
  levelText,
  reasonText,
  targetText,
  TIER_WORD,
} from '#domain/report/service-words.ts'

const NO_BUDGET = 'only shares of time or orders have an error budget'

/** The columns of the table of service levels. Each value carries its unit, as each row has its own. */
export const levelColumns: readonly Column<SloEntry>[] = [
  { key: 'slo', title: 'SLO', value: ({ title }) => title },
  {
    key: 'tier',
    title: 'Tier',
    value: ({ tier }) => tier,
    text: ({ tier }) => TIER_WORD[tier],
    order: badness,
    hint: 'Worst first; within a tier by the use of the allowance',
  },
  { key: 'target', title: 'Target', kind: 'level', value: ({ target }) => target, text: targetText },
  {
    key: 'value',
    title: 'Value',
    kind: 'level',
    value: ({ value }) => value,
    text: ({ value, unit }) => levelText(value, unit),
    reason: ({ reason }) => reasonText(reason),
  },
  {
    key: 'headroom',
    title: 'Headroom',
    kind: 'level',
    value: headroomOf,
    text: headroomText,
    order: ({ burden }) => (burden === null ? null : 1 - burden),
    reason: ({ reason }) => reasonText(reason),
    hint: 'Distance to the target on the good side; sorts by its share of the allowance',
  },
  {
    key: 'budget',
    title: 'Budget left',
    kind: 'percent',
    value: ({ budget }) => budget?.remaining_fraction ?? null,
    reason: ({ budget, reason }) => (budget === null ? NO_BUDGET : reasonText(reason)),
  },
  ...(['1h', '6h', '24h', '3d'] as const).map(burnColumn),
  {
    key: 'trend',
    title: 'Trend',
    value: ({ trend }) => trend.direction,
    text: ({ trend }) =>
      `${trend.direction === 'improving' ? '↘' : trend.direction === 'declining' ? '↗' : '→'} ${trend.direction ?? ''}`,
    reason: ({ trend }) => trend.reason ?? 'too few days',
    hint: 'Of the daily use of the allowance: an arrow down is better',
  },
  {
    key: 'streak',
    title: 'Streak',
    kind: 'count',
    value: ({ streak }) => streak.current,
    text: ({ streak }) => `${streak.current} / ${streak.longest}`,
    hint: 'Violated days in a row: now / the longest run',
  },
]

function burnColumn(window: keyof Burn): Column<SloEntry> {
  return {
    key: `burn-${window}`,
    title: `Burn ${window}`,
    kind: 'level',
    value: ({ burn }) => burn?.[window] ?? null,
    text: ({ burn }) => plain(burn?.[window] ?? null, 2),
    reason: ({ burn }) => (burn === null ? NO_BUDGET : 'nothing happened or is known in this window'),
    hint: '1 spends the budget exactly in its period',
  }
}

/** Returns what a day's bar says. */
export function dayText({ title, day, tier, interval }: TierDay, unitOf: (title: string) => SloEntry['unit']): string {
  if (tier === 'SKIPPED' || interval === null) return `${title}, ${day} UTC: maintenance or closed`
  const value = interval.value === null ? reasonText(interval.reason) : levelText(interval.value, unitOf(title))
  return `${title}, ${day} UTC: ${value}, ${TIER_WORD[tier]}`
}

/** The numbers of the daily bars. */
export const tierDayColumns: readonly Column<TierDay>[] = [
  { key: 'slo', title: 'SLO', value: ({ title }) => title },
  { key: 'day', title: 'Day (UTC)', value: ({ day }) => day },
  { key: 'tier', title: 'Tier', value: ({ tier }) => tier },
  { key: 'value', title: 'Value', kind: 'price', value: ({ interval }) => interval?.value ?? null },
  { key: 'burden', title: 'r', kind: 'price', value: ({ interval }) => interval?.burden ?? null },
  { key: 'coverage', title: 'Coverage', kind: 'percent', value: ({ interval }) => interval?.coverage ?? null },
  { key: 'bad', title: 'Taken from the budget', kind: 'price', value: ({ interval }) => interval?.bad ?? null },
]

/** The numbers of the earlier weeks. */
export const weekColumns: readonly Column<SloWeek>[] = [
  { key: 'slo', title: 'SLO', value: ({ title }) => title },
  { key: 'start', title: 'From (UTC)', value: ({ week }) => week.start },
  { key: 'end', title: 'To (UTC)', value: ({ week }) => week.end },
  { key: 'tier', title: 'Tier', value: ({ week }) => week.tier },
  {
    key: 'value',
    title: 'Value',
    kind: 'price',
    value: ({ week }) => week.value,
    reason: ({ week }) => reasonText(week.reason),
  },
  { key: 'burden', title: 'r', kind: 'price', value: ({ week }) => week.burden },
  { key: 'coverage', title: 'Coverage', kind: 'percent', value: ({ week }) => week.coverage },
]

/** The numbers of the burn-down. */
export const budgetColumns: readonly Column<BudgetPoint>[] = [
  { key: 'slo', title: 'SLO', value: ({ title }) => title },
  { key: 't', title: 'Time (UTC)', value: ({ t }) => t },
  { key: 'remaining', title: 'Left', kind: 'percent', value: ({ remaining }) => remaining },
]

/** The numbers of the burn chart. */
export const burnColumns: readonly Column<BurnBar>[] = [
  { key: 'slo', title: 'SLO', value: ({ title }) => title },
  { key: 'window', title: 'Window', value: ({ window }) => window },
  { key: 'burn', title: 'Burn', kind: 'price', value: ({ burn }) => burn },
  { key: 'threshold', title: 'Alert above', kind: 'price', value: ({ threshold }) => threshold },
]

/** The numbers of the survival curve. */
export const survivalColumns: readonly Column<WaitingEntry['curve'][number]>[] = [
  { key: 'minutes', title: 'Minutes waited', kind: 'price', value: ({ minutes }) => minutes },
  { key: 'waiting', title: 'Still waiting', kind: 'percent', value: ({ waiting }) => waiting },
  { key: 'at-risk', title: 'At risk', kind: 'count', value: ({ at_risk: atRisk }) => atRisk },
]
