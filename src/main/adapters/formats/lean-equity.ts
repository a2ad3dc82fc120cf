import { AppError } from '#shared/errors.ts'
import { cellsOf, CellError, UTC_POINT } from './cells.ts'
import { detectKeys } from './json-format.ts'
import { isObject, readJson, type JsonValue } from './json-records.ts'
import { fieldOf, LEAN_RESULT_KEYS } from './lean-result.ts'
import { recordFormat, type Reading } from './record-format.ts'
import type { RecordRows } from './record-writer.ts'

const TITLE = 'LEAN equity chart (JSON)'
const PATH = ['charts', 'Strategy Equity', 'series', 'Equity', 'values'] as const

/**
 * The chart "Strategy Equity" of QuantConnect LEAN's result or of its summary, which has no orders: the account's value at
 * each point's time. A point is [seconds, value], [seconds, open, high, low, close] whose close is the value at that time,
 * or {x, y}.
 */
export const leanEquity = recordFormat(
  { id: 'lean-equity', title: TITLE, holds: 'equity', times: 's since 1970, UTC' },
  (sample) => {
    const keys = LEAN_RESULT_KEYS.map((names) =>
      detectKeys({ title: TITLE, keys: ['Strategy Equity', ...names] }, sample),
    )
    const found = keys.find((detection) => detection !== null)
    // Below the result itself, which holds orders too.
    return found === undefined ? null : { ...found, score: 0.6 }
  },
  writeChart,
)

async function writeChart({ sample, options, sink, writer }: Reading): Promise<void> {
  const values = chartOf(await readJson(sample, options.task))
  if (values === null)
    throw new AppError(
      'COLUMN_MISSING',
      `Cannot read ${sample.path}: its chart "Strategy Equity" has no values; export the result again.`,
      { file: sample.path },
    )
  sink.place.name = PATH.join('.')
  for (const [index, point] of values.entries()) {
    writer.write(index + 1, () => readPoint(point))
    if (writer.isPauseDue) await writer.pause()
  }
}

function chartOf(document: JsonValue): readonly JsonValue[] | null {
  let found: JsonValue | undefined = document
  for (const name of PATH) found = isObject(found) ? fieldOf(found, name) : undefined
  return Array.isArray(found) ? (found as readonly JsonValue[]) : null
}

function readPoint(point: JsonValue): RecordRows {
  const row = cellsOf((column) => cellOf(point, column), UTC_POINT)
  const [seconds, nav] = [row.number('time'), row.number('value')]
  return { equity: [{ t: seconds === null ? null : seconds * 1e6, nav }] }
}

function cellOf(point: JsonValue, column: string): JsonValue | undefined {
  if (Array.isArray(point)) return (point as readonly JsonValue[]).at(column === 'time' ? 0 : -1)
  if (isObject(point)) return fieldOf(point, column === 'time' ? 'x' : 'y')
  throw new CellError('ragged-row', 'The point is neither a list nor an object.', '', JSON.stringify(point))
}
