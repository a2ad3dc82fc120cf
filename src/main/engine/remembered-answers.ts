import { createHash } from 'node:crypto'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Answers, OpenedSource } from './ports.ts'

/** How much of a document is looked at for its keys: several records, whose values differ while their keys repeat. */
const DOCUMENT_CHARACTERS = 16_384
const KEY = /"([A-Za-z_][\w .-]*)"\s*:/g

/** What a file is remembered by. */
type RememberedSample = Pick<OpenedSource, 'text' | 'inside'>

/** Canonical field to header text, where the user chose it. */
export type ColumnChoices = Readonly<Record<string, string>>

/**
 * Returns what answers are remembered under: a hash of the file's first line, its header; of a JSON document the names of
 * its keys, since its first line is data; of a zip of one file that file's; null for binary files.
 */
function headerFingerprint(sample: RememberedSample): string | null {
  const text = (sample.text ?? sample.inside ?? '').replace(/^\uFEFF/, '').trimStart()
  const [line = ''] = text.split(/\r?\n/)
  const header = /^[[{]/.test(text) ? keysOf(text) : line.trim()
  return header === '' ? null : createHash('sha256').update(header).digest('hex')
}

function keysOf(text: string): string {
  const keys = [...text.slice(0, DOCUMENT_CHARACTERS).matchAll(KEY)].map(([, key = '']) => key)
  return [...new Set(keys)].sort().join(',')
}

/** Returns the answers given now, completed by those remembered for files with this header. */
export async function recallAnswers(store: Store, sample: RememberedSample, given: Answers): Promise<Answers> {
  return { ...((await recall(store, 'answers', sample)) as Answers), ...given }
}

/** Returns the columns chosen before for files with this header. */
export async function recallColumns(store: Store, sample: RememberedSample): Promise<ColumnChoices> {
  return (await recall(store, 'columns', sample)) as ColumnChoices
}

/** Remembers the answers (but not a symbol or whose equity it is: the next file with this header may well be another's) and the choice of columns a loaded file needed, for the next file with its header. */
export async function rememberAnswers(
  store: Store,
  sample: RememberedSample,
  answers: Answers,
  columns: ColumnChoices = {},
): Promise<void> {
  const lasting = Object.entries(answers).filter(([name]) => name !== 'symbol' && name !== 'equityFiles')
  await remember(store, 'answers', sample, Object.fromEntries(lasting))
  await remember(store, 'columns', sample, columns)
}

async function recall(store: Store, what: string, sample: RememberedSample): Promise<unknown> {
  const fingerprint = headerFingerprint(sample)
  if (fingerprint === null) return {}
  const [row] = await store.rows(queries.setting, { key: `${what}:${fingerprint}` })
  return row === undefined ? {} : JSON.parse(row.value)
}

async function remember(store: Store, what: string, sample: RememberedSample, said: object): Promise<void> {
  const fingerprint = headerFingerprint(sample)
  if (fingerprint === null || Object.keys(said).length === 0) return
  await store.run(queries.setSetting, { key: `${what}:${fingerprint}`, value: JSON.stringify(said) })
}
