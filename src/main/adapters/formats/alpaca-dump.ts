import type { FileSample, FillRow, ReadOptions, RowSink } from '#engine/ports.ts'
import { CellError } from './cells.ts'
import { readDelimited } from './delimited-records.ts'
import { refuseWrongRole, type ForeignFormat } from './foreign-format.ts'
import { isPythonCall, parsePython, pythonAt, pythonText, type PythonValue } from './python-literal.ts'
import { notAnOrder, RecordWriter } from './record-writer.ts'

/**
 * Trade updates of alpaca-py as a bot prints them: a local time, and the update as Python writes it, over many lines in one
 * quoted cell. `qty` and `price` of the update are the execution's, those of its order are the order's. Times inside are
 * UTC; the local time before them is not used. Alpaca charges no commission.
 */
export const alpacaDump: ForeignFormat = {
  id: 'alpaca-updates',
  title: 'Alpaca trade updates (printed by alpaca-py)',
  holds: 'fills',
  times: 'datetime(...) with a zone, UTC',
  asks: [],
  detect: ({ text }) =>
    text !== null && /^[^\n]*"?\{'event': '\w+'[\s\S]{0,200}'order': \{/.test(text.replace(/^\uFEFF/, ''))
      ? { score: 0.95, reason: "Rows hold a Python dict with 'event' and 'order', as alpaca-py prints trade updates." }
      : null,
  read,
}

async function read(sample: FileSample, options: ReadOptions, sink: RowSink): Promise<void> {
  refuseWrongRole(alpacaDump, sample, options)
  const writer = new RecordWriter(sink, options.task)
  for await (const { line, cells } of readDelimited(sample, { delimiter: ',', quote: '"' }, options.task)) {
    const text = cells.find((cell) => cell.trimStart().startsWith('{')) ?? ''
    const update = parsePython(text)
    if (update === undefined) writer.reject(line, text, 'The row holds no Python dict.')
    else writer.write(line, () => ({ fills: [fillOf(update)] }))
    if (writer.isPauseDue) await writer.pause()
  }
  writer.finish()
}

function fillOf(update: PythonValue): FillRow {
  const event = pythonText(pythonAt(update, 'event'))
  if (event !== 'fill' && event !== 'partial_fill') throw notAnOrder('event', event)
  const order = pythonAt(update, 'order')
  const at = (key: string) => pythonAt(order, key)
  return {
    fill_id: pythonText(pythonAt(update, 'execution_id')),
    order_id: pythonText(at('id')),
    symbol: pythonText(at('symbol')),
    side: pythonText(at('side')),
    qty: numberOf(pythonAt(update, 'qty'), 'qty'),
    price: numberOf(pythonAt(update, 'price'), 'price'),
    order_type: pythonText(at('order_type')) ?? pythonText(at('type')),
    limit_price: numberOf(at('limit_price'), 'limit_price'),
    t_signal: timeOf(at('created_at'), 'created_at'),
    t_sent: timeOf(at('submitted_at'), 'submitted_at'),
    t_fill: timeOf(pythonAt(update, 'timestamp'), 'timestamp'),
  }
}

function numberOf(value: PythonValue | undefined, column: string): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value === '') return null
  const number = Number(value)
  if (Number.isFinite(number)) return number
  throw new CellError('bad-number', `"${value}" in "${column}" is not a number.`, column, value)
}

/** Reads datetime.datetime(year, month, day, hour, minute[, second[, microsecond]], tzinfo=TzInfo(offset)): an offset in seconds, or UTC. */
function timeOf(value: PythonValue | undefined, column: string): number | null {
  if (value === null || value === undefined) return null
  const args = isPythonCall(value) && value.call.endsWith('datetime') ? value.args : []
  const [year = NaN, month = NaN, day = NaN, hour = 0, minute = 0, second = 0, micros = 0] = args.filter(
    (part) => typeof part === 'number',
  )
  const zone = args.find(isPythonCall)
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second)
  if (!Number.isFinite(milliseconds) || zone === undefined)
    throw new CellError('bad-time', `"${column}" is not a time with a zone.`, column, JSON.stringify(args))
  const [offsetSeconds] = zone.args
  return (milliseconds - (typeof offsetSeconds === 'number' ? offsetSeconds : 0) * 1000) * 1000 + micros
}
