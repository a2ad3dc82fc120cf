import type { Reject } from '#shared/canonical.ts'
import type { ImportReport } from '#shared/review.ts'
import type { LoadResult } from '#adapters/duckdb/load/load-request.ts'
import { formatName } from '#adapters/duckdb/load/plan.ts'
import type { SourceNote } from '#adapters/duckdb/load/staging.ts'
import type { PreparedFile } from './import-request.ts'

const SHOWN_REJECTS = 100

/** Returns what an import did, file by file; of refused rows the first 100. `loaded` has the result of each prepared file. */
export async function importReport(
  prepared: readonly PreparedFile[],
  loaded: readonly LoadResult[],
  notes: readonly string[],
): Promise<ImportReport> {
  const said = prepared.flatMap((file, index) =>
    (loaded[index]?.notes ?? []).map((note) => noteText(file.sample.path, note)),
  )
  const rejects = prepared.flatMap((file, index) =>
    (loaded[index]?.rejects ?? []).map((reject) => importReject(file.sample.path, reject)),
  )
  const inputs = prepared.map(async (file, index) => {
    const { read = 0, rejects: refused = [] } = loaded[index] ?? {}
    return {
      path: file.sample.path,
      role: file.request.role,
      format: formatName(file.plan),
      sha256: await file.sha256,
      rows: { read, accepted: read - refused.length, rejected: refused.length },
    }
  })
  return {
    schema: 'parity.import/1',
    inputs: await Promise.all(inputs),
    rejects: rejects.slice(0, SHOWN_REJECTS),
    notes: [...notes, ...said],
  }
}

function noteText(path: string, { code, field, count }: SourceNote): string {
  return `${path}: ${code} (${field}) in ${count} ${count === 1 ? 'record' : 'records'}.`
}

function importReject(file: string, reject: Reject): ImportReport['rejects'][number] {
  const { line, place, column, reason, message } = reject
  return { file, line, place, column, reason, message }
}
