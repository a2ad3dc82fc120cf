import { CancelledError } from '#shared/errors.ts'
import { readWholeText } from '../../files/read-whole-text.ts'
import { chooseService } from '../../service-formats/service-choice.ts'
import type { ServiceFormat } from '../../service-formats/service-read.ts'
import type { Store } from '../store.ts'
import type { LoadRequest, LoadResult } from './load-request.ts'
import { SERVICE_TABLES } from './service-tables.ts'

/**
 * Loads one service-level file (uptime, incidents, health, risk, deployment) inside the running transaction. Rows its format
 * refuses are rejected with line and reason, the rest is added. Throws AMBIGUOUS for times that need a zone or a date order, and for an uptime file of several services.
 */
export async function loadService(
  store: Store,
  { sample, options, values }: LoadRequest,
  format: ServiceFormat,
): Promise<LoadResult> {
  const { role, answers, task } = options
  const text = await readWholeText(sample)
  if (task.signal.aborted) throw new CancelledError()
  const { zone = null, dateOrder = null, service } = answers
  const { path } = sample
  const read = chooseService(format.read(text, { path, role, zone, dateOrder }), { path, role, service })
  for (const { staging, stage, add, rows } of SERVICE_TABLES) {
    const found = rows(read)
    if (found.length === 0) continue
    await store.run(stage, {})
    await append(store, staging, found)
    await store.run(add, { source_id: values.sourceId }, task)
  }
  return { read: read.read, rejects: read.rejects, notes: read.notes, timeframeMicros: null }
}

async function append(
  store: Store,
  table: string,
  rows: readonly (readonly (string | number | boolean | null)[])[],
): Promise<void> {
  const appender = await store.temporaryAppender(table)
  for (const row of rows) {
    for (const value of row) {
      if (value === null) appender.appendNull()
      else if (typeof value === 'number') appender.appendDouble(value)
      else if (typeof value === 'boolean') appender.appendBoolean(value)
      else appender.appendVarchar(value)
    }
    appender.endRow()
  }
  appender.closeSync()
}
