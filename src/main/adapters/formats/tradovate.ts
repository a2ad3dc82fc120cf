import type { FillRow } from '#engine/ports.ts'
import { csvFormat } from './csv-format.ts'
import type { SourceFile } from './source-file.ts'
import type { SourceRow } from './source-row.ts'
import type { ForeignFormat } from './foreign-format.ts'

const multipliers = new WeakMap<SourceFile, Map<string, number>>()

/**
 * Tradovate's Performance report: one row is a buy and a sell, which may be in either order of time, and parts of one fill
 * stand in several rows, so both fills are named by the pair. Times are month/day/year in the user's own zone: asked.
 * There are no fees. The multiplier is P&L over quantity and price difference, of the row or of the symbol's rows before;
 * unknown while no row of the symbol has moved.
 */
export const tradovate: ForeignFormat = csvFormat({
  id: 'tradovate-performance',
  title: 'Tradovate performance',
  holds: 'fills',
  times: 'MM/DD/YYYY HH:MM:SS, local: asked',
  asks: ['--zone'],
  header: [
    'symbol',
    'buyFillId',
    'sellFillId',
    'qty',
    'buyPrice',
    'sellPrice',
    'pnl',
    'boughtTimestamp',
    'soldTimestamp',
  ],
  dateOrder: 'mdy',
  read(row, file) {
    const pair = `${row.text('buyFillId') ?? ''} ${row.text('sellFillId') ?? ''}`
    const common = {
      symbol: row.text('symbol'),
      qty: row.number('qty'),
      trip_id: pair,
      fee_currency: 'USD',
      multiplier: multiplierOf(row, file),
    }
    return { fills: [leg(row, common, 'buy', pair), leg(row, common, 'sell', pair)] }
  },
})

function leg(row: SourceRow, common: Partial<FillRow>, side: 'buy' | 'sell', pair: string): FillRow {
  return {
    ...common,
    symbol: common.symbol ?? null,
    qty: common.qty ?? null,
    fill_id: `${pair} ${side}`,
    order_id: row.text(`${side}FillId`),
    side,
    price: row.number(`${side}Price`),
    t_fill: row.time(side === 'buy' ? 'boughtTimestamp' : 'soldTimestamp'),
  }
}

function multiplierOf(row: SourceRow, file: SourceFile): number | null {
  const known = multipliers.get(file) ?? new Map<string, number>()
  multipliers.set(file, known)
  const symbol = row.text('symbol') ?? ''
  const moved = ((row.number('sellPrice') ?? 0) - (row.number('buyPrice') ?? 0)) * (row.number('qty') ?? 0)
  const pnl = row.number('pnl')
  if (moved !== 0 && pnl !== null) known.set(symbol, Number((pnl / moved).toPrecision(9)))
  return known.get(symbol) ?? null
}
