import { mkdtemp, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { OpenedSource, Task } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { readMemberHead, unpack, type ArchiveMember } from '../files/containers.ts'
import { decodeHead } from '../files/decode-text.ts'
import { SAMPLE_BYTES, UNPACK_LIMITS } from '../files/limits.ts'
import { openFile } from '../files/open-file.ts'

/** A document or binary file is looked at whole up to this size, unpacked. */
const WHOLE_BYTES = 64 * 2 ** 20
/** Of a larger table the head is looked at: rows in the middle say nothing new. */
const WHOLE_TABLE_BYTES = 2 * 2 ** 20

/** A plain file to show rows of: whole, or the whole lines of its head. */
export interface PreviewSource {
  readonly sample: OpenedSource
  readonly isWhole: boolean
}

/** Whether the sampled head is all of a file; the size of a packed one says nothing. */
export function isHeadWhole({ container, bytes, head }: OpenedSource): boolean {
  return container === null ? bytes <= head.length : head.length < SAMPLE_BYTES
}

/**
 * Returns a file as it can be shown within limits: a table's head, anything else whole and unpacked. Null for a document
 * or a binary file that is too large to be read for a look. Throws what unpacking throws, FILE_TOO_LARGE for a bomb.
 */
export async function previewSource(file: OpenedSource, folder: string, task: Task): Promise<PreviewSource | null> {
  const isTable = file.text !== null && !/^\uFEFF?\s*[[{<]/.test(file.text)
  if (isTable && (file.container !== null || file.bytes > WHOLE_TABLE_BYTES)) return await headOf(file, folder)
  if (file.container === null) return file.bytes <= WHOLE_BYTES ? { sample: file, isWhole: true } : null
  try {
    const [plain] = await unpack(file, folder, task, { limits: { ...UNPACK_LIMITS, unpackedBytes: WHOLE_BYTES } })
    if (plain === undefined) return null
    return { sample: { ...(await openFile(plain.path)), path: file.path }, isWhole: true }
  } catch (error) {
    if (error instanceof AppError && error.details['limit'] === 'bytes') return null
    throw error
  }
}

/** Opens a member of a zip to be looked at, named `archive.zip/member`: unpacked where it is small, else its head only. */
export async function openMember(
  zip: OpenedSource,
  member: ArchiveMember,
  folder: string,
  task: Task,
): Promise<OpenedSource> {
  const path = `${zip.path}/${member.name}`
  if (member.bytes <= WHOLE_BYTES) {
    const [plain] = await unpack(zip, folder, task, {
      wanted: (name) => name === member.name,
      limits: { ...UNPACK_LIMITS, unpackedBytes: WHOLE_BYTES },
    })
    if (plain !== undefined) return { ...(await openFile(plain.path)), path }
  }
  const head = await readMemberHead(zip, member.name, SAMPLE_BYTES)
  return { path, realPath: zip.realPath, bytes: member.bytes, head, text: decodeHead(path, head), container: null }
}

async function headOf(file: OpenedSource, folder: string): Promise<PreviewSource | null> {
  const isWhole = isHeadWhole(file)
  const end = isWhole ? file.head.length : file.head.lastIndexOf(0x0a) + 1
  if (end === 0) return null
  const head = file.head.subarray(0, end)
  const realPath = join(await mkdtemp(join(folder, 'head-')), basename(file.realPath))
  await writeFile(realPath, head, { flag: 'wx', mode: 0o600 })
  return { sample: { ...file, realPath, bytes: head.length, head, container: null }, isWhole }
}
