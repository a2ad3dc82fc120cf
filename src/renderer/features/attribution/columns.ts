import { plain } from '#domain/report/number-text.ts'
import type { PairRow, Result } from '#shared/contract.ts'
import type { Column } from '../../ui/columns.ts'
import { shownDecimals } from '../../ui/money.svelte.ts'
import { timeText } from '../../ui/text.ts'
import { ROW_CAUSES, type Group, type RowCause } from './cube.ts'

export type FillRow = Result<'attribution.fills'>['rows'][number]
type Money = Readonly<Record<RowCause | 'active', number>>

/** Returns a column for each cause, the chosen one first; absolute size sorts. */
function moneyColumns<Row>(chosen: RowCause | null, currency: string, amounts: (row: Row) => Money): Column<Row>[] {
  const names = [...new Set(['active' as const, ...(chosen === null ? [] : [chosen]), ...ROW_CAUSES])]
  return names.map((name) => ({
    key: name,
    title: name === 'active' ? `Gap, ${currency}` : name === chosen ? `${name}, ${currency}` : name,
    kind: 'money',
    value: (row) => amounts(row)[name],
    order: (row) => Math.abs(amounts(row)[name]),
  }))
}

/** Returns the columns of the table of symbols. */
export function symbolColumns(chosen: RowCause | null, currency: string): Column<Group>[] {
  return [
    { key: 'symbol', title: 'Symbol', cut: true, value: ({ value }) => value },
    ...moneyColumns<Group>(chosen, currency, ({ sums }) => sums),
    { key: 'pairs', title: 'Pairs', kind: 'count', value: ({ sums }) => sums.pairs },
    {
      key: 'notional',
      title: `Notional, ${currency}`,
      kind: 'money',
      text: ({ sums }) => plain(sums.notional, shownDecimals()),
      value: ({ sums }) => sums.notional,
    },
  ]
}

/** Returns the columns of the table of pairs. Times are in `zone`. */
export function pairColumns(chosen: RowCause | null, currency: string, zone: string): Column<PairRow>[] {
  const oneSide = (row: PairRow) =>
    row.kind === 'live_only'
      ? 'the backtest has no such order'
      : row.kind === 'backtest_only'
        ? 'live has no such order'
        : 'not in the files'
  return [
    { key: 'pair', title: 'Pair', value: ({ pair_id }) => pair_id, text: ({ pair_id }) => `#${pair_id}` },
    { key: 'symbol', title: 'Symbol', cut: true, value: ({ symbol }) => symbol },
    { key: 'side', title: 'Side', value: ({ side }) => side },
    {
      key: 'kind',
      title: 'Match',
      value: ({ kind, method }) => (kind === 'matched' ? `matched by ${method}` : kind.replace('_', ' ')),
    },
    ...moneyColumns<PairRow>(chosen, currency, (row) => row),
    {
      key: 'live-time',
      title: `Live time (${zone})`,
      value: ({ live_time }) => live_time,
      text: ({ live_time }) => timeText(live_time, zone),
      reason: oneSide,
    },
    {
      key: 'latency',
      title: 'Latency, ms',
      kind: 'milliseconds',
      value: ({ latency_ms }) => latency_ms,
      reason: oneSide,
    },
    {
      key: 'slippage-bps',
      title: 'Slippage, bps',
      kind: 'bps',
      value: ({ slippage_bps }) => slippage_bps,
      reason: (row) => (row.kind === 'matched' ? 'no mid price is known' : oneSide(row)),
    },
    { key: 'live-qty', title: 'Live qty', kind: 'quantity', value: ({ live_qty }) => live_qty, reason: oneSide },
    {
      key: 'backtest-qty',
      title: 'Backtest qty',
      kind: 'quantity',
      value: ({ backtest_qty }) => backtest_qty,
      reason: oneSide,
    },
    { key: 'live-price', title: 'Live price', kind: 'price', value: ({ live_price }) => live_price, reason: oneSide },
    {
      key: 'backtest-price',
      title: 'Backtest price',
      kind: 'price',
      value: ({ backtest_price }) => backtest_price,
      reason: oneSide,
    },
  ]
}

/** Returns the columns of the table of fills behind a pair. Times are in `zone`. */
export function fillColumns(zone: string): Column<FillRow>[] {
  return [
    { key: 'origin', title: 'Side of the comparison', value: ({ origin }) => origin },
    { key: 'time', title: `Time (${zone})`, value: ({ time }) => time, text: ({ time }) => timeText(time, zone) },
    { key: 'symbol', title: 'Symbol', cut: true, value: ({ symbol }) => symbol },
    { key: 'side', title: 'Side', value: ({ side }) => side },
    { key: 'qty', title: 'Qty', kind: 'quantity', value: ({ qty }) => qty },
    { key: 'price', title: 'Price', kind: 'price', value: ({ price }) => price },
    {
      key: 'mid',
      title: 'Mid',
      kind: 'price',
      value: ({ mid }) => mid,
      reason: () => 'neither the file nor market data gives a mid',
    },
    { key: 'fee', title: 'Fee', kind: 'quantity', value: ({ fee }) => fee, reason: () => 'the file gives no fee' },
    { key: 'fee-currency', title: 'Fee currency', value: ({ fee_currency }) => fee_currency },
    { key: 'order-type', title: 'Order type', value: ({ order_type }) => order_type },
    { key: 'liquidity', title: 'Liquidity', value: ({ liquidity }) => liquidity },
    { key: 'order', title: 'Order', value: ({ order_id }) => order_id },
    { key: 'signal', title: 'Signal', value: ({ signal_id }) => signal_id },
    { key: 'file', title: 'File', value: ({ file }) => file },
  ]
}
