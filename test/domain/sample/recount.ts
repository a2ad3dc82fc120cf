import { dayOf, numberIn, sideOf, sum, type Cause, type ReadSample, type Row } from './read-sample.ts'

/** Daily marks read off quotes.csv: last mid of each day, by "symbol/day". */
export type MarkTable = ReadonlyMap<string, number>

export function readMarks(sample: ReadSample): MarkTable {
  const latest = [...sample.rows('quotes.csv')].sort((a, b) => ((a['t'] ?? '') < (b['t'] ?? '') ? -1 : 1))
  return new Map(
    latest.map((row) => [`${row['symbol']}/${dayOf(row, 't')}`, (numberIn(row, 'bid') + numberIn(row, 'ask')) / 2]),
  )
}

/** P&L by day as the change of (cash + positions at the day's marks): not the sum by legs the generator uses. */
export function recountDailyPnl(
  fills: readonly Row[],
  payments: readonly Row[],
  marks: MarkTable,
): Map<string, number> {
  const days = [...new Set([...marks.keys()].map((key) => key.slice(-10)))].sort()
  const positions = new Map<string, number>()
  let cash = 0
  let before = 0
  return new Map(
    days.map((day) => {
      for (const fill of fills.filter((row) => dayOf(row) === day)) {
        const signed = sideOf(fill) * numberIn(fill, 'qty')
        positions.set(fill['symbol'] ?? '', (positions.get(fill['symbol'] ?? '') ?? 0) + signed)
        cash -= signed * numberIn(fill, 'price') + numberIn(fill, 'fee')
      }
      cash += sum(payments.filter((row) => dayOf(row, 't') === day).map((row) => numberIn(row, 'amount')))
      const value = cash + sum([...positions].map(([symbol, qty]) => qty * markOf(marks, symbol, day)))
      const pnl = value - before
      before = value
      return [day, pnl]
    }),
  )
}

export function markOf(marks: MarkTable, symbol: string, day: string): number {
  const mark = marks.get(`${symbol}/${day}`)
  if (mark === undefined) throw new Error(`no mark of ${symbol} on ${day}`)
  return mark
}

interface Composite {
  readonly side: number
  readonly symbol: string
  readonly qty: number
  readonly price: number
  readonly mid: number
  readonly fee: number
}

function composeBySignal(fills: readonly Row[]): Map<string, Composite> {
  const groups = Map.groupBy(fills, (row) => row['signal_id'] ?? '')
  return new Map([...groups].map(([id, rows]) => [id, compose(rows)]))
}

function compose(rows: readonly Row[]): Composite {
  const qty = sum(rows.map((row) => numberIn(row, 'qty')))
  const weighted = (column: string) => sum(rows.map((row) => numberIn(row, 'qty') * numberIn(row, column))) / qty
  const [first] = rows
  if (!first) throw new Error('an empty composite')
  return {
    side: sideOf(first),
    symbol: first['symbol'] ?? '',
    qty,
    price: weighted('price'),
    mid: weighted('fill_mid'),
    fee: sum(rows.map((row) => numberIn(row, 'fee'))),
  }
}

/** Splits a day's live minus backtest P&L by the ladder alpha, sizing, timing, slippage, fees; pairs by signal id. */
export function ladderOf(sample: ReadSample, day: string, marks: MarkTable): Record<Cause, number> {
  const ofDay = (name: string) => composeBySignal(sample.rows(name).filter((row) => dayOf(row) === day))
  const live = ofDay('live.csv')
  const parts: Record<Cause, number> = { alpha: 0, sizing: 0, timing: 0, slippage: 0, fees: 0 }
  for (const [id, b] of ofDay('backtest.csv')) {
    const l = live.get(id)
    const gain = b.side * (markOf(marks, b.symbol, day) - b.price)
    if (!l) {
      parts.alpha -= gain * b.qty - b.fee
      continue
    }
    const scale = l.qty / b.qty
    parts.sizing += gain * (l.qty - b.qty) - b.fee * (scale - 1)
    parts.timing -= l.side * l.qty * (l.mid - b.mid)
    parts.slippage -= l.side * l.qty * (l.price - l.mid - (b.price - b.mid))
    parts.fees -= l.fee - b.fee * scale
  }
  return parts
}
