import { isServiceRole, type Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { FileAccess, Format, OpenedSource, Task } from '#engine/ports.ts'
import type { Said, Sniffed } from '#engine/look-tools.ts'
import { listMembers } from '../files/containers.ts'
import { normaliseHeader } from '../formats/header-cells.ts'
import { fitsRole, type ForeignFormat } from '../formats/foreign-format.ts'
import { rankFormats, type DetectedFormat } from '../formats/registry.ts'
import { sniffDelimited } from '../formats/sniff-delimited.ts'
import { isHeadWhole, openMember } from './preview-source.ts'
import { NOTHING, unknownFormat, type Look } from './sniffed.ts'
import { sniffForeign } from './sniff-foreign.ts'
import { sniffParquet } from './sniff-parquet.ts'
import { sniffService } from './sniff-service.ts'
import { sniffTable } from './sniff-table.ts'
import { suggestRole } from './suggest-role.ts'

/** A format claims a file above this score. */
const CLAIMED = 0.5

/**
 * Says what an opened file is under what the user said of it: a canonical table, Parquet, a format that is recognised, or a
 * table whose columns must be mapped; with proposed columns, questions and the first rows. Packed files are looked into
 * within limits. Throws AppError for a file that cannot be read at all.
 */
export async function sniffFile(
  file: OpenedSource,
  name: string,
  said: Said,
  files: FileAccess,
  task: Task,
): Promise<Sniffed> {
  return await files.withPrivateFolder(async (folder) => {
    const look = { said, folder, task }
    const claimed = rankFormats(file).length > 0
    return file.container === 'zip' && !claimed ? await sniffArchive(file, look) : await sniffPlain(file, name, look)
  })
}

/** Looks at the first member of a zip; all its members are read as one role. */
async function sniffArchive(file: OpenedSource, look: Look): Promise<Sniffed> {
  const members = await listMembers(file)
  const [first] = members
  if (first === undefined)
    throw new AppError('FILE_EMPTY', `Cannot read ${file.path}: the zip holds no file to import.`, { file: file.path })
  const opened = await openMember(file, first, look.folder, look.task)
  const sniffed = await sniffPlain(opened, first.name, look)
  const which =
    members.length === 1
      ? `Inside: ${first.name}.`
      : `${members.length} files inside, all read as what you choose; shown: ${first.name}.`
  return { ...sniffed, reason: `${sniffed.reason} ${which}` }
}

async function sniffPlain(file: OpenedSource, name: string, look: Look): Promise<Sniffed> {
  const isParquet = Buffer.from(file.head.subarray(0, 4)).toString('latin1') === 'PAR1'
  const { role } = look.said
  if (role !== null && isServiceRole(role)) return sniffService(file, name, look) ?? unread(name)
  if (isCanonical(file, name, role)) return sniffTable(file, name, look)
  const best = claimant(file, role)
  if (best !== undefined && !isCanonicalParquet(file, name, role)) return await sniffForeign(best, file, name, look)
  if (isParquet) return await sniffParquet(file, name, look)
  if (file.text === null || /^\s*[[{]/.test(file.text)) return sniffService(file, name, look) ?? unread(name)
  return sniffTable(file, name, look)
}

/** Returns the format that fits best, of those that hold what the user chose where any does. */
function claimant(file: OpenedSource, role: Role | null): DetectedFormat | undefined {
  const ranked = rankFormats(file).filter(({ score }) => score > CLAIMED)
  const fits = ({ format }: DetectedFormat) => role !== null && isForeign(format) && fitsRole(format, role)
  return ranked.find(fits) ?? ranked[0]
}

function isForeign(format: Format): format is ForeignFormat {
  return 'holds' in format
}

function unread(name: string): Sniffed {
  return { ...NOTHING, reason: 'No known format claims it.', problem: unknownFormat(name) }
}

function isCanonicalParquet({ parquet }: OpenedSource, name: string, role: Role | null): boolean {
  if (parquet === undefined) return false
  const names = new Set(parquet.columns.map((column) => normaliseHeader(column.name)))
  return suggestRole(names, name, role).shape !== null
}

/** A header with every required column of a canonical table makes a file canonical, whatever else it looks like; as when it is loaded. */
function isCanonical(file: OpenedSource, name: string, role: Role | null): boolean {
  if (file.container === 'zip' || file.text === null || /^\s*[[{]/.test(file.text)) return false
  const header = headerNames(file.text, name, isHeadWhole(file))
  return header !== null && suggestRole(header, name, role).shape !== null
}

/** Returns the header's names, or null where the first line is none: data, or a message that says one word twice. */
function headerNames(text: string, name: string, complete: boolean): ReadonlySet<string> | null {
  try {
    const sniff = sniffDelimited(text, name, complete)
    return sniff.hasHeader ? new Set(sniff.header.map((cell) => cell.name)) : null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
