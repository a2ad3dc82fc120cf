import { randomUUID } from 'node:crypto'
import type { OpenedSource, Task } from '#engine/ports.ts'
import type { UnpackedMember } from '#engine/look-tools.ts'
import { listMembers, unpack } from '../files/containers.ts'
import type { KeptFolder } from '../files/kept-folder.ts'
import { UNPACK_LIMITS } from '../files/limits.ts'
import { rankFormats } from '../formats/registry.ts'

/** Up to so many members are shown as files of their own; an archive of more is read as one role. */
const MOST_MEMBERS = 12
/** Unpacked bytes up to which an archive is taken apart before anything is loaded. */
const MOST_BYTES = 2 * 2 ** 30

/**
 * Unpacks a zip of several files, of which one may be live and another the backtest, so that each can be chosen by itself.
 * Null for what is no such zip: a single member, very many, an archive that a format reads as a whole.
 */
export async function takeApart(file: OpenedSource, kept: KeptFolder, task: Task): Promise<UnpackedMember[] | null> {
  if (file.container !== 'zip' || rankFormats(file).length > 0) return null
  const members = await listMembers(file)
  const bytes = members.reduce((total, member) => total + member.bytes, 0)
  if (members.length < 2 || members.length > MOST_MEMBERS || bytes > MOST_BYTES) return null
  const limits = { ...UNPACK_LIMITS, unpackedBytes: MOST_BYTES }
  const unpacked = await unpack(file, kept.path(), task, { limits })
  return unpacked.map(({ name, ...where }) => ({ token: randomUUID(), name: `${file.path}/${name}`, ...where }))
}
