import type { OrderRow } from '#engine/ports.ts'
import { CellError, cellsOf, type CellRule, type Cells } from './cells.ts'
import { areMostly, headLines, linesFormat } from './lines-format.ts'
import type { RecordRows } from './record-writer.ts'
import type { SourceFile } from './source-file.ts'
import { checkAnswered } from './source-row.ts'

const LINE = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}[,.]\d{3} \| [A-Z]+ \| /
const SIGNAL = /^Signal: (BUY|SELL) \S+ @ ([A-Z_]+)$/
const ORDER = /\| ORDER (?:PLACED|FILLED) \| .*OrderID=/
const STATUS: Readonly<Record<string, OrderRow['status']>> = {
  FILLED: 'filled',
  PARTIALLY_FILLED: 'partial',
  CANCELED: 'cancelled',
  EXPIRED: 'expired',
  REJECTED: 'rejected',
}

/** What the log says of an order before its fill. */
interface Sent {
  readonly order_type: string | null
  readonly t_signal: number | null
  readonly t_ack: number | null
}

/**
 * The text log of the Stratix engine (a bot of Binance's testnet): `time | LEVEL | event | Key=value | ...`. `Signal
 * Generation` gives the signal's time and the type of the order sent for it, `ORDER PLACED` the order and when its answer
 * was there (`t_ack`; when it was sent is not logged), `ORDER FILLED` the fill. Fees are not in it. Candles still forming,
 * repeated lines and lines of anything else give no row.
 */
export const stratixLog = linesFormat({
  id: 'stratix-log',
  title: 'Stratix engine log',
  holds: 'fills',
  times: 'YYYY-MM-DD HH:MM:SS,mmm, local: asked',
  asks: ['--zone'],
  detect(sample) {
    const lines = headLines(sample, 5000)
    return areMostly(lines, (line) => LINE.test(line)) && lines.some((line) => ORDER.test(line))
      ? { score: 0.95, reason: 'Lines of a time, a level and an event, with orders among them.' }
      : null
  },
  open: logReader,
})

function logReader(file: SourceFile): (line: string) => RecordRows {
  const { zone = null } = file.options.answers
  const rule: CellRule = { decimal: '.', zone, dateOrder: null }
  const signals = new Map<string, { side: string; type: string; t: number | null }>()
  const sent = new Map<string, Sent>()
  const answered = (cells: Cells, column: string): number | null => {
    const text = cells.text(column)
    if (text !== null) checkAnswered(text, rule, file.path, column)
    return cells.time(column)
  }
  const place = (cells: Cells, t: number | null): RecordRows => {
    const [id, symbol, side] = [cells.text('OrderID'), cells.text('Symbol'), sideOf(cells)]
    const signal = signals.get(symbol ?? '')
    signals.delete(symbol ?? '')
    const own = signal?.side === side ? signal : undefined
    const facts = { order_type: own?.type ?? null, t_signal: own?.t ?? null, t_ack: t }
    sent.set(id ?? '', facts)
    const status = STATUS[cells.text('Status') ?? ''] ?? null
    const order = { order_id: id, symbol, side, qty: cells.number('Size'), status, ...facts }
    return { orders: [{ ...order, t_final: status === null ? null : t }] }
  }
  const fill = (cells: Cells): RecordRows => {
    const id = cells.text('OrderID')
    const [qty, price] = [cells.number('FilledSize'), cells.number('FillPrice')]
    if (cells.text('Timestamp') === null)
      throw new CellError('missing-value', 'The line of the fill ends before its Timestamp.', 'Timestamp', '')
    const common = { order_id: id, symbol: cells.text('Symbol'), side: sideOf(cells), ...sent.get(id ?? '') }
    return { fills: [{ ...common, qty, price, t_fill: answered(cells, 'Timestamp') }] }
  }
  return (line) => {
    const event = LINE.test(line) ? line.split(' | ')[2] : undefined
    const cells = cellsOf(fieldsOf(line), rule)
    if (event === 'ORDER PLACED') return place(cells, answered(cells, 'time'))
    if (event === 'ORDER FILLED') return fill(cells)
    const [, side, type] = event === 'Signal Generation' ? (SIGNAL.exec(line.split(' | ').at(-1) ?? '') ?? []) : []
    if (side !== undefined && type !== undefined)
      signals.set(cells.text('Symbol') ?? '', {
        side: side.toLowerCase(),
        type: type.toLowerCase(),
        t: answered(cells, 'time'),
      })
    return { without: 'log-line' }
  }
}

function sideOf(cells: Cells): string | null {
  return cells.text('Side')?.toLowerCase() ?? null
}

/** The cells of a line by their keys; `time` is the line's own. */
function fieldsOf(line: string): (column: string) => string | undefined {
  const [time, , , ...parts] = line.split(' | ')
  const pairs = parts.flatMap((part) => {
    const at = part.indexOf('=')
    return at < 0 ? [] : [[part.slice(0, at), part.slice(at + 1)] as const]
  })
  const fields = new Map([...pairs, ['time', time]] as const)
  return (column) => fields.get(column)
}
