import type { BandMeasure } from '#shared/review.ts'
import type { FanDay } from '../../charts/pnl-fan-figure.ts'
import { errorOf } from '../../charts/scenario-figures.ts'
import type { Column } from '../../ui/columns.ts'
import type { ScenarioResult } from './metrics.ts'

/** Returns the columns of the tracking error of each scenario. */
export function errorColumns(measure: BandMeasure): readonly Column<ScenarioResult>[] {
  const part = (name: 'mean' | 'p5' | 'p50' | 'p95' | 'se', title: string): Column<ScenarioResult> => ({
    ...{ key: name, title: `${title}, bps a year`, kind: 'level' },
    value: (result) => errorOf(result, measure)?.[name] ?? null,
  })
  return [
    { key: 'name', title: 'Scenario', value: ({ name }) => name },
    ...[part('mean', 'TE'), part('p5', 'P5'), part('p50', 'P50'), part('p95', 'P95'), part('se', 'SE')],
  ]
}

/** Returns the columns of the daily tracking error: one a scenario, one row a day. */
export function dayColumns(
  results: readonly ScenarioResult[],
  measure: BandMeasure,
  rolling: boolean,
): readonly Column<{ readonly day: string }>[] {
  return [
    { key: 'day', title: 'Day (UTC)', value: ({ day }) => day },
    ...results.map(({ name, days }, at): Column<{ readonly day: string }> => {
      const byDay = new Map(days.map((one) => [one.day, (rolling ? one[measure] : one.te_day_bps)?.mean ?? null]))
      return { key: `s${at}`, title: `${name}, bps`, kind: 'level', value: ({ day }) => byDay.get(day) ?? null }
    }),
  ]
}

/** Returns the columns of the fan of P&L, money since the first day. */
export function fanColumns(name: string, currency: string): readonly Column<FanDay>[] {
  const part = (key: Exclude<keyof FanDay, 'day'>, title: string): Column<FanDay> => ({
    ...{ key, title: `${title}, ${currency}`, kind: 'money' },
    value: (day) => day[key],
  })
  return [
    { key: 'day', title: 'Day (UTC)', value: ({ day }) => day },
    ...[part('live', 'Live'), part('backtest', 'Backtest'), part('mean', `${name}, mean`)],
    ...[part('p5', 'P5'), part('p50', 'P50'), part('p95', 'P95')],
  ]
}
