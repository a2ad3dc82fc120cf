import { createHash } from 'node:crypto'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Answers, FileSample } from './ports.ts'

/** Returns what answers are remembered under: a hash of the file's first line, its header; null for binary files. */
export function headerFingerprint(sample: FileSample): string | null {
  const [header = ''] = (sample.text ?? '').replace(/^\uFEFF/, '').split(/\r?\n/)
  return header.trim() === '' ? null : createHash('sha256').update(header.trim()).digest('hex')
}

/** Returns the answers given now, completed by those remembered for files with this header. */
export async function recallAnswers(store: Store, sample: FileSample, given: Answers): Promise<Answers> {
  const fingerprint = headerFingerprint(sample)
  if (fingerprint === null) return given
  const [row] = await store.rows(queries.setting, { key: `answers:${fingerprint}` })
  return row === undefined ? given : { ...(JSON.parse(row.value) as Answers), ...given }
}

/** Remembers the answers a loaded file needed, for the next file with its header. */
export async function rememberAnswers(store: Store, sample: FileSample, answers: Answers): Promise<void> {
  const fingerprint = headerFingerprint(sample)
  if (fingerprint === null || Object.keys(answers).length === 0) return
  await store.run(queries.setSetting, { key: `answers:${fingerprint}`, value: JSON.stringify(answers) })
}
