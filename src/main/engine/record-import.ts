import { parseInstrument } from '#domain/parity/instrument.ts'
import { AppError } from '#shared/errors.ts'
import type { LoadResult } from '#adapters/duckdb/load/load-request.ts'
import { formatName } from '#adapters/duckdb/load/plan.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { appendAudit } from './audit-log.ts'
import type { Clock } from './ports.ts'
import type { PreparedFile } from './import-request.ts'

/** Refused rows recorded by one statement. */
const REJECTS_AT_ONCE = 10_000

/** What is needed to record an import in a project. */
interface Recording {
  readonly store: Store
  readonly clock: Clock
}

/** Throws NOTHING_ACCEPTED, with the first refusal, for a file of which no row was loaded. */
export function refuseEmpty(path: string, result: LoadResult): void {
  if (result.read > result.rejects.length) return
  const [first] = result.rejects
  if (first === undefined)
    throw new AppError(
      'NOTHING_ACCEPTED',
      `Cannot read ${path}: it holds no rows below its header; export it again with rows.`,
      { file: path },
    )
  const where = first.line === null ? (first.place ?? 'the first record') : `line ${first.line}`
  throw new AppError(
    'NOTHING_ACCEPTED',
    `Cannot load ${path}: none of its ${result.read} rows can be used; the first, at ${where}, says: ${first.message}`,
    {
      file: path,
      ...(first.line !== null && { line: first.line }),
      ...(first.place !== null && { record: first.place }),
      ...(first.column !== null && { column: first.column }),
    },
  )
}

/** Gives a file's bars the length its reader declared, else their most common spacing. Throws AMBIGUOUS when there is neither. */
export async function setBarLength(
  store: Store,
  path: string,
  sourceId: number,
  declared: number | null,
): Promise<void> {
  const { bars, bar_us: detected } = await store.row(queries.detectBarLength, { source_id: sourceId })
  if (bars === 0) return
  const barMicros = declared ?? detected
  if (barMicros === null)
    throw new AppError(
      'AMBIGUOUS',
      `The bar length of ${path} cannot be told from its rows; give --bar-interval, for example --bar-interval 5m.`,
      { file: path, details: { flag: '--bar-interval', example: '' } },
    )
  await store.run(queries.setBarLength, { source_id: sourceId, bar_us: barMicros })
}

/** Records a loaded file: its content's hash, how it was read, how many rows, and each refused row. */
export async function recordSource(
  { store, clock }: Recording,
  file: PreparedFile,
  sourceId: number,
  result: LoadResult,
): Promise<void> {
  await store.run(queries.addSource, {
    source_id: sourceId,
    role: file.request.role,
    path: file.sample.path,
    sha256: await file.sha256,
    bytes: file.opened.bytes,
    format: formatName(file.plan),
    mapping: file.request.mapping ?? null,
    answers: JSON.stringify(file.request.answers),
    time_offset_us: file.timeOffsetMicros,
    stamp: file.stamp,
    timeframe_us: result.timeframeMicros,
    rows_read: result.read,
    rows_rejected: result.rejects.length,
    notes: JSON.stringify(result.notes),
    imported_us: clock.nowMicros(),
  })
  for (let first = 0; first < result.rejects.length; first += REJECTS_AT_ONCE) {
    const rows = JSON.stringify(result.rejects.slice(first, first + REJECTS_AT_ONCE))
    await store.run(queries.addRejects, { source_id: sourceId, rows })
  }
}

/** Proposes an instrument for every spelling not seen before. */
export async function proposeInstruments(store: Store): Promise<void> {
  for (const { symbol } of await store.rows(queries.unknownSymbols, {})) {
    const instrument = parseInstrument(symbol)
    await store.run(queries.addSymbol, {
      symbol,
      instrument: instrument.name,
      base: instrument.base,
      quote: instrument.quote,
      kind: instrument.kind,
    })
  }
}

/** Adds a loaded file to the audit. */
export async function auditImport(
  { store, clock }: Recording,
  file: PreparedFile,
  result: LoadResult | undefined,
): Promise<void> {
  const { role, answers } = file.request
  const { read = 0, rejects = [] } = result ?? {}
  await appendAudit(store, clock, 'import', {
    path: file.sample.path,
    role,
    answers,
    sha256: await file.sha256,
    read,
    rejected: rejects.length,
  })
}
