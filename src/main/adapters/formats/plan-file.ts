import { copyFile, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { CANONICAL, isServiceRole } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { ImportRequest, PlanFile, PlannedFile } from '#engine/import-request.ts'
import type { Answers, Format, OpenedSource, Task } from '#engine/ports.ts'
import type { LoadPlan } from '../duckdb/load/plan.ts'
import { unpack } from '../files/containers.ts'
import { openFile } from '../files/open-file.ts'
import { canonicalService } from '../service-formats/canonical-service.ts'
import { chosenService, mappedService } from '../service-formats/service-mapping.ts'
import type { ServiceFormat } from '../service-formats/service-read.ts'
import { detectServiceFormat, findServiceFormat } from '../service-formats/service-registry.ts'
import { mappedFormat } from './mapped.ts'
import { parseMapping, parseSettings, type FileSettings, type Mapping } from './mapping.ts'
import { canonicalShape, delimitedPlan, nearlyCanonical } from './plan-canonical.ts'
import { detectFormat, FORMATS, rankFormats } from './registry.ts'
import { sniffDelimited, type DelimitedSniff } from './sniff-delimited.ts'
import { sniffSample } from './sniff-sample.ts'

const GLOB = /[*?[\]]/

/**
 * Decides how a file is read: by the mapping where one was given; as a canonical table when its header has the columns the
 * role needs; else by the foreign format that claims it. Packed files are unpacked into the private folder first; each
 * member of a zip is a file of its own, named `archive.zip/member`, unless a format claims the archive itself.
 */
export const planFile: PlanFile = async (file, request, folder, task) => {
  if (file.container === 'zip' && rankFormats(file).length === 0) return await planMembers(file, request, folder, task)
  if (file.container === 'gz' || file.container === 'zst') return await planMembers(file, request, folder, task)
  return [await planPlain(file, request, folder)]
}

/** Plans one plain file. */
type PlanPlain = (file: OpenedSource, request: ImportRequest, folder: string) => Promise<PlannedFile>

/** Unpacks a file into the private folder and plans each member by `planOne`. */
export async function planMembers(
  file: OpenedSource,
  request: ImportRequest,
  folder: string,
  task: Task,
  planOne: PlanPlain = planPlain,
): Promise<PlannedFile[]> {
  const members = await unpack(file, folder, task)
  const planned: PlannedFile[] = []
  for (const member of members) {
    const opened = await openFile(member.path)
    const path = file.container === 'zip' ? `${file.path}/${member.name}` : file.path
    planned.push(await planOne({ ...opened, path }, request, folder))
  }
  return planned
}

async function planPlain(file: OpenedSource, request: ImportRequest, folder: string): Promise<PlannedFile> {
  if (isServiceRole(request.role)) return await planService(file, request)
  if (request.mapping !== undefined) return await planMapped(file, request.mapping, request, folder)
  return await planRecognised(file, request, folder)
}

async function planRecognised(file: OpenedSource, request: ImportRequest, folder: string): Promise<PlannedFile> {
  if (file.parquet !== undefined) return await planParquet(file, request, folder)
  const lines = canonicalLines(file, request)
  if (lines !== null) return planned(file, { kind: 'format', format: mappedFormat(lines, 'canonical-jsonl') })
  const sniff = trySniff(file)
  const shape = sniff === null ? null : canonicalShape(sniff, request)
  if (sniff === null || shape === null)
    return planned(file, { kind: 'format', format: detectOrExplain(file, sniff, request) })
  const sample = await withPlainName(file, folder)
  return planned(sample, delimitedPlan(sample, sniff, shape, request))
}

/** A Parquet file with the canonical columns goes straight to DuckDB, as does one no format knows: it then says what is missing. */
async function planParquet(file: OpenedSource, request: ImportRequest, folder: string): Promise<PlannedFile> {
  const sniff = sniffSample(file)
  const isCanonical = sniff !== null && canonicalShape(sniff, request) !== null
  if (!isCanonical && rankFormats(file).length > 0)
    return planned(file, { kind: 'format', format: detectFormat(file, FORMATS, request.role) })
  const sample = await withPlainName(file, folder)
  return planned(sample, { kind: 'parquet', realPath: sample.realPath, zone: request.answers.zone ?? null })
}

function planned(sample: OpenedSource, plan: LoadPlan): PlannedFile {
  return { sample, plan, timeOffsetMicros: 0, stamp: 'event' }
}

async function planService(file: OpenedSource, request: ImportRequest): Promise<PlannedFile> {
  const { role, mapping } = request
  if (file.text === null)
    throw new AppError(
      'FORMAT_UNKNOWN',
      `Cannot read ${file.path} as ${role}: it is not text; export it as CSV or JSON.`,
      {
        file: file.path,
      },
    )
  const format =
    mapping === undefined
      ? recognisedService(file.text, file.path, request)
      : mappedService(await mappingText(mapping), mapping, role)
  return planned(file, { kind: 'service', format })
}

/** A file no format claims is read from the columns that were chosen for it, and a canonical one by what its words were said to mean. */
function recognisedService(
  text: string,
  path: string,
  { role, columns = {}, answers: { words } }: ImportRequest,
): ServiceFormat {
  const format = detectServiceFormat(text, role)
  const isChosen = format === null && Object.keys(columns).length > 0
  if (isChosen) return chosenService(role, columns, words ?? {})
  if (format === canonicalService && words !== undefined) return chosenService(role, {}, words)
  return format ?? findServiceFormat(text, { path, role })
}

async function planMapped(
  file: OpenedSource,
  path: string,
  request: ImportRequest,
  folder: string,
): Promise<PlannedFile> {
  const toml = await mappingText(path)
  const settings = parseSettings(toml, path)
  if (settings !== null) return await planWithSettings(file, settings, request, folder)
  const mapping = parseMapping(toml, path)
  return { sample: file, plan: { kind: 'format', format: mappedFormat(mapping) }, ...importSettings(mapping) }
}

async function mappingText(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('FILE_MISSING', `Cannot read the mapping file ${path}; check its name.`, { file: path, cause })
  })
}

/** Plans a file as it is recognised, under what a mapping file says of it; that wins over the flags, which are for all files of a call. */
async function planWithSettings(
  file: OpenedSource,
  settings: FileSettings,
  request: ImportRequest,
  folder: string,
): Promise<PlannedFile> {
  const { zone, dateOrder, decimal, feeSign } = settings
  const answers = {
    ...request.answers,
    ...(zone !== null && { zone }),
    ...(dateOrder !== null && { dateOrder }),
    ...(decimal !== null && { decimal }),
    ...(feeSign !== null && { feeSign }),
  }
  const found = await planRecognised(file, { ...request, answers }, folder)
  const plan =
    found.plan.kind === 'format' ? { ...found.plan, format: answered(found.plan.format, answers) } : found.plan
  return { ...found, plan, ...importSettings(settings) }
}

function answered(format: Format, answers: Answers): Format {
  return { ...format, read: (sample, options, sink) => format.read(sample, { ...options, answers }, sink) }
}

function importSettings({ timeOffsetMicros, stamp, barMicros }: FileSettings) {
  return { timeOffsetMicros, stamp, ...(barMicros !== undefined && { barMicros }) }
}

/** Returns the mapping of JSON lines whose keys are the canonical fill columns, or null. */
function canonicalLines(file: OpenedSource, request: ImportRequest): Mapping | null {
  if (request.role !== 'live' && request.role !== 'backtest') return null
  const keys = firstObjectKeys(file.text ?? '')
  const required = CANONICAL.fills.filter((column) => column.required)
  if (!required.every((column) => keys.has(column.name))) return null
  const columns = new Map(CANONICAL.fills.filter(({ name }) => keys.has(name)).map(({ name }) => [name, name]))
  return {
    ...parseMapping(
      'shape = "fills"\n[columns]\nsymbol = "symbol"\nside = "side"\nqty = "qty"\nprice = "price"\nt_fill = "t_fill"',
      file.path,
    ),
    columns,
  }
}

function firstObjectKeys(text: string): ReadonlySet<string> {
  const [first = ''] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split('\n')
  if (!first.startsWith('{')) return new Set()
  try {
    return new Set(Object.keys(JSON.parse(first) as object))
  } catch {
    return new Set()
  }
}

function trySniff(file: OpenedSource): DelimitedSniff | null {
  const text = file.text
  if (text === null || /^\s*[[{]/.test(text)) return null
  try {
    return sniffDelimited(text, file.path, file.bytes <= file.head.length)
  } catch (error) {
    // Lines of messages have no header that could be wrong.
    if (rankFormats(file).length > 0) return null
    throw error
  }
}

/** Finds the foreign format; where none fits and the header nearly is canonical, says which column is missing. */
function detectOrExplain(file: OpenedSource, sniff: DelimitedSniff | null, request: ImportRequest) {
  try {
    return detectFormat(file, FORMATS, request.role)
  } catch (cause) {
    const column = sniff?.hasHeader === true ? nearlyCanonical(sniff, request) : null
    if (column === null) throw cause
    throw new AppError(
      'COLUMN_MISSING',
      `Cannot read ${file.path}: column "${column}" is missing from the header at line 1. Name it in a mapping file and give --mapping, or map it under Import > Columns.`,
      { file: file.path, line: 1, column, cause },
    )
  }
}

/** DuckDB takes a path as a pattern, so a name with pattern characters is read through a link with a plain name. */
async function withPlainName(file: OpenedSource, folder: string): Promise<OpenedSource> {
  if (!GLOB.test(file.realPath)) return file
  const plain = join(folder, `source-${process.hrtime.bigint().toString(36)}`)
  await symlink(file.realPath, plain).catch(() => copyFile(file.realPath, plain))
  return { ...file, realPath: plain }
}
