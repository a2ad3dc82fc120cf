import { CAUSES } from '#shared/review.ts'
import type { BridgeBar } from '../../charts/bridge-figure.ts'
import type { Column } from '../../ui/columns.ts'
import type { DayParts } from './parts.ts'

/** Returns the columns of the numbers behind the bridge. */
export function bridgeColumns(unit: string): readonly Column<BridgeBar>[] {
  const kind = unit.startsWith('%') ? 'percent' : unit.startsWith('bps') ? 'bps' : 'money'
  return [
    { key: 'name', title: 'Part', value: ({ name }) => name },
    {
      key: 'amount',
      title: `Amount, ${unit}`,
      kind,
      value: (bar) => (bar.kind === 'end' ? bar.to : bar.to - bar.from),
    },
    { key: 'from', title: 'From', kind, value: ({ from }) => from },
    { key: 'to', title: 'To', kind, value: ({ to }) => to },
  ]
}

/** Returns the columns of the numbers behind the causes over time. */
export function causeDayColumns(currency: string): readonly Column<DayParts>[] {
  return [
    { key: 'day', title: 'Day (UTC)', value: ({ day }) => day },
    ...CAUSES.map((cause): Column<DayParts> => ({
      key: cause,
      title: `${cause}, ${currency}`,
      kind: 'money',
      value: ({ causes }) => causes[cause],
    })),
    { key: 'residual', title: `residual, ${currency}`, kind: 'money', value: ({ residual }) => residual },
  ]
}
