import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileSample, FillRow, OrderRow, ReadOptions, RowSink } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { cellsOf, UTC_POINT, type Cells } from './cells.ts'
import { refuseWrongRole, type ForeignFormat } from './foreign-format.ts'
import { detectKeys } from './json-format.ts'
import { isObject, readJson, type JsonObject, type JsonValue } from './json-records.ts'
import { RecordWriter, type RecordRows } from './record-writer.ts'
import { sideOfSign, unsigned } from './signed-fill.ts'

const TITLE = 'LEAN result (JSON)'
/** Keys a result of each era has. */
export const LEAN_RESULT_KEYS = [
  ['rollingWindow', 'totalPerformance'],
  ['RollingWindow', 'TotalPerformance'],
] as const
const ORDER_TYPES = [
  'market',
  'limit',
  'stop-market',
  'stop-limit',
  'market-on-open',
  'market-on-close',
  'option-exercise',
  'limit-if-touched',
  'combo-market',
  'combo-limit',
  'combo-leg-limit',
  'trailing-stop',
] as const
const STATUS: Readonly<Record<string, OrderRow['status']>> = {
  '3': 'filled',
  '2': 'partial',
  '5': 'cancelled',
  '7': 'rejected',
}
const CHART =
  ' Its equity chart is not read with its orders: load the file once more as equity, where the account is live.'
const EVENTS_SUFFIX = '-order-events.json'

/** Returns a field whatever the case of its era: camelCase, PascalCase (to 2023) or kebab-case (old events). */
export function fieldOf(object: JsonObject, name: string): JsonValue | undefined {
  const pascal = name.charAt(0).toUpperCase() + name.slice(1)
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return object[name] ?? object[pascal] ?? object[kebab]
}

function objectAt(object: JsonObject, name: string): JsonObject {
  const found = fieldOf(object, name)
  return isObject(found) ? found : {}
}

function rowOf(object: JsonObject): Cells {
  return cellsOf((column) => fieldOf(object, column), UTC_POINT)
}

/** What an order says of its fills: the market when it was sent, its type, when it was sent. */
interface OrderFacts {
  readonly row: OrderRow
  readonly fill: Partial<FillRow>
}

/**
 * QuantConnect LEAN's result, older PascalCase or camelCase. Records are its orders, and, where they are known, the order
 * events: fees and partial fills are only there, in the result itself (`orderEvents`) or in `<id>-order-events.json`
 * beside it. Without events an order is one fill of unknown fee. The bid and ask at submission give the arrival mid.
 */
export const leanResult: ForeignFormat = {
  id: 'lean-result',
  title: TITLE,
  holds: 'fills',
  times: 'ISO 8601, UTC',
  asks: [],
  detect(sample) {
    const found = LEAN_RESULT_KEYS.map((keys) => detectKeys({ title: TITLE, keys }, sample))
    const hasOrders = /"[oO]rders"\s*:/.test(sample.text ?? '') || sample.bytes > sample.head.length
    const detection = found.find((one) => one !== null)
    if (!hasOrders || detection === undefined) return null
    return {
      ...detection,
      reason: `${detection.reason}${sample.text?.includes('Strategy Equity') === true ? CHART : ''}`,
    }
  },
  async read(sample, options, sink) {
    refuseWrongRole(leanResult, sample, options)
    const document = await readJson(sample, options.task)
    const orders = isObject(document) ? Object.values(objectAt(document, 'orders')).filter(isObject) : []
    if (orders.length === 0)
      throw new AppError(
        'NOTHING_ACCEPTED',
        `Cannot read ${sample.path}: the LEAN result holds no orders; export the full result, or import it as equity for its equity chart.`,
        {
          file: sample.path,
        },
      )
    const embedded = isObject(document) ? fieldOf(document, 'orderEvents') : undefined
    const events = listOf(embedded) ?? (await siblingEvents(sample))
    await writeOrders(orders, events === null, options, sink)
    if (events !== null) await writeEvents(events, factsOf(orders), options, sink)
  },
}

/** LEAN's order events: each fill with its fee. Read with the result beside it, when there is one, for the arrival mid and order type. */
export const leanOrderEvents: ForeignFormat = {
  id: 'lean-order-events',
  title: 'LEAN order events (JSON)',
  holds: 'fills',
  times: 's since 1970 with a fraction, UTC',
  asks: [],
  detect: (sample) =>
    detectKeys(
      { title: 'LEAN order events', keys: ['orderEventId', 'fillQuantity', 'fillPrice', 'symbolValue', 'direction'] },
      sample,
    ) ??
    detectKeys(
      {
        title: 'LEAN order events',
        keys: ['order-event-id', 'fill-quantity', 'fill-price', 'symbol-value', 'direction'],
      },
      sample,
    ),
  async read(sample, options, sink) {
    refuseWrongRole(leanOrderEvents, sample, options)
    const events = listOf(await readJson(sample, options.task))
    if (events === null)
      throw new AppError(
        'COLUMN_MISSING',
        `Cannot read ${sample.path}: it holds no list of order events; export it again.`,
        {
          file: sample.path,
        },
      )
    const result = await readSibling(sample, basename(sample.path).replace(EVENTS_SUFFIX, '.json'))
    const orders = result === null ? [] : Object.values(objectAt(result, 'orders')).filter(isObject)
    await writeEvents(events, factsOf(orders), options, sink)
  },
}

async function writeOrders(
  orders: readonly JsonObject[],
  asFills: boolean,
  { task }: ReadOptions,
  sink: RowSink,
): Promise<void> {
  sink.place.name = 'orders'
  const writer = new RecordWriter(sink, task)
  for (const [index, order] of orders.entries()) {
    writer.write(index + 1, () => {
      const { row, fill } = readOrder(order)
      const isFilled = row.status === 'filled' || row.status === 'partial'
      return { orders: [row], fills: asFills && isFilled ? [{ ...fillOfOrder(order, row), ...fill }] : [] }
    })
    if (writer.isPauseDue) await writer.pause()
  }
  writer.finish()
  if (asFills) sink.note('fees-unknown', 'fee', orders.length)
}

function fillOfOrder(order: JsonObject, row: OrderRow): FillRow {
  const cells = rowOf(order)
  const t_fill = cells.time('lastFillTime') ?? cells.time('lastUpdateTime') ?? cells.time('time')
  return {
    order_id: row.order_id,
    symbol: row.symbol,
    side: row.side,
    qty: row.qty,
    price: cells.number('price'),
    t_fill,
  }
}

async function writeEvents(
  events: readonly JsonValue[],
  facts: ReadonlyMap<string, OrderFacts>,
  { task }: ReadOptions,
  sink: RowSink,
): Promise<void> {
  sink.place.name = 'orderEvents'
  const writer = new RecordWriter(sink, task)
  for (const [index, event] of events.entries()) {
    if (isObject(event)) writer.write(index + 1, () => readEvent(event, facts))
    else writer.reject(index + 1, JSON.stringify(event), 'The event is not an object.')
    if (writer.isPauseDue) await writer.pause()
  }
  writer.finish()
}

function readEvent(event: JsonObject, facts: ReadonlyMap<string, OrderFacts>): RecordRows {
  const row = rowOf(event)
  const filled = row.number('fillQuantity')
  if (filled === null || filled === 0) return { without: 'order-update' }
  const orderId = row.text('orderId')
  const fill: FillRow = {
    ...facts.get(orderId ?? '')?.fill,
    fill_id: row.text('id') ?? `${row.text('algorithmId') ?? ''}-${orderId ?? ''}-${row.text('orderEventId') ?? ''}`,
    order_id: orderId,
    symbol: row.text('symbolValue') ?? row.text('symbol'),
    side: row.text('direction')?.toLowerCase() ?? sideOfSign(filled),
    qty: unsigned(filled),
    price: row.number('fillPrice'),
    fee: row.number('orderFeeAmount') ?? 0,
    fee_currency: row.text('orderFeeCurrency') ?? row.text('fillPriceCurrency'),
    limit_price: row.number('limitPrice'),
    t_fill: timeOf(row),
  }
  return { fills: [fill] }
}

/** Seconds since 1970 as a double, or ISO. */
function timeOf(row: Cells): number | null {
  const text = row.text('time')
  return text !== null && /^\d{10}(?:$|\.)/.test(text) && Number.isFinite(Number(text))
    ? Math.round(Number(text) * 1e6)
    : row.time('time')
}

function factsOf(orders: readonly JsonObject[]): Map<string, OrderFacts> {
  const facts = new Map<string, OrderFacts>()
  for (const order of orders) {
    const read = readOrder(order)
    facts.set(read.row.order_id ?? '', read)
  }
  return facts
}

function readOrder(order: JsonObject): OrderFacts {
  const cells = rowOf(order)
  const symbol = objectAt(order, 'symbol')
  const quantity = cells.number('quantity')
  const type = ORDER_TYPES[cells.number('type') ?? -1] ?? null
  const status = STATUS[cells.text('status') ?? ''] ?? null
  const t_sent = cells.time('createdTime') ?? cells.time('time')
  return {
    row: {
      order_id: cells.text('id'),
      symbol: rowOf(symbol).text('value') ?? rowOf(symbol).text('permtick'),
      side: sideOfSign(quantity),
      qty: unsigned(quantity),
      order_type: type,
      limit_price: cells.number('limitPrice'),
      status,
      t_sent,
      t_final: status === null ? null : (cells.time('lastFillTime') ?? cells.time('canceledTime')),
    },
    fill: { order_type: type, t_sent, ...arrival(rowOf(objectAt(order, 'orderSubmissionData'))) },
  }
}

function arrival(submission: Cells): Partial<FillRow> {
  const [bid, ask] = [submission.number('bidPrice'), submission.number('askPrice')]
  if (bid === null || ask === null || bid <= 0 || ask <= 0) return {}
  const mid = (bid + ask) / 2
  return { arrival_mid: mid, spread_bps: ((ask - bid) / mid) * 1e4 }
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] | null {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : null
}

async function siblingEvents(sample: FileSample): Promise<readonly JsonValue[] | null> {
  const sibling = await readSibling(sample, basename(sample.path).replace(/\.json$/i, EVENTS_SUFFIX))
  return listOf(sibling ?? undefined)
}

/** Reads a JSON file beside a file; null when there is none. */
async function readSibling(sample: FileSample, name: string): Promise<(JsonObject & readonly JsonValue[]) | null> {
  if (name === basename(sample.path)) return null
  try {
    return JSON.parse(await readFile(join(dirname(sample.realPath), name), 'utf8')) as JsonObject & readonly JsonValue[]
  } catch {
    return null
  }
}
