import { existsSync } from 'node:fs'
import type { Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { Format, OpenedSource } from '#engine/ports.ts'
import { problemOf, type Sniffed } from '#engine/look-tools.ts'
import type { ForeignFormat, Holds } from '../formats/foreign-format.ts'
import type { DetectedFormat } from '../formats/registry.ts'
import { sniffSample } from '../formats/sniff-sample.ts'
import { previewFormat } from './preview-format.ts'
import { PREVIEW_ROWS, type PreviewRows } from './preview-sink.ts'
import { previewSource } from './preview-source.ts'
import { sampleRows } from './sniff-columns.ts'
import { NOTHING, type Look } from './sniffed.ts'
import { isRehearsalName, sideOfName } from './suggest-role.ts'

/** Says what a recognised format makes of a file: its rows as they will be read, or, while it asks something, the file's own cells. */
export async function sniffForeign(
  { format, reason }: DetectedFormat,
  file: OpenedSource,
  name: string,
  { said, folder, task }: Look,
): Promise<Sniffed> {
  const kind = holdsOf(format)
  const known = {
    ...NOTHING,
    format: format.id,
    reason: `${reason}${logWarning(file)}`,
    role: roleOfFormat(format, name),
    shape: kind === 'market' ? null : kind,
    holds: kind === 'market' ? 'market data' : kind,
  }
  const source = await previewSource(file, folder, task)
  if (source === null)
    return { ...known, reason: `${known.reason} It is too large to show rows of before it is loaded.` }
  const role = said.role ?? known.role ?? 'live'
  const options = { role, answers: {}, task, privateFolder: folder }
  const preview = await previewFormat(format, source, said.answers, options).catch(problemOnly)
  if ('problem' in preview) return { ...known, problem: preview.problem }
  const { shape, holds, header, rows, questions } = preview
  return {
    ...known,
    ...(hasDryRunOrders(preview) && { role: null, reason: `${known.reason}${DRY_RUN}` }),
    shape: shape ?? known.shape,
    holds: holds === '' ? known.holds : holds,
    questions: [...questions],
    ...(rows.length > 0
      ? { preview_is: 'read' as const, preview_header: [...header], preview: [...rows] }
      : questions.length > 0
        ? ownCells(source.sample)
        : {}),
  }
}

/** A file of a known format that cannot be read keeps its format beside what is wrong. */
function problemOnly(error: unknown): Pick<Sniffed, 'problem'> {
  if (error instanceof AppError) return { problem: problemOf(error) }
  throw error
}

/** The first rows as they stand in a delimited file. */
function ownCells(sample: OpenedSource): Pick<Sniffed, 'preview_header' | 'preview'> {
  const sniff = sniffSample(sample)
  if (sniff === null) return { preview_header: [], preview: [] }
  return {
    preview_header: sniff.header.map((cell) => cell.text),
    preview: sampleRows(sample.text ?? '', sniff).slice(0, PREVIEW_ROWS),
  }
}

function holdsOf(format: Format): Holds {
  return (format as Partial<ForeignFormat>).holds ?? 'fills'
}

/** Market data and account values have their role; trades take theirs from the format, then from the file's name. */
function roleOfFormat(format: Format, name: string): Role | null {
  const kind = holdsOf(format)
  if (kind !== 'fills') return kind
  if (format.id.includes('backtest')) return 'backtest'
  return sideOfName(name) ?? (isRehearsalName(name) ? null : 'live')
}

const DRY_RUN = " Its fills are a dry run's: beside live trades they are the backtest, beside a backtest the live side."

/** Freqtrade names the orders it simulates in a dry run `dry_run_buy_<pair>_<time>` (`create_dry_run_order` of its exchange.py), whatever the file is called. */
function hasDryRunOrders({ header, rows }: PreviewRows): boolean {
  const column = header.indexOf('order_id')
  return rows.some((cells) => cells[column]?.startsWith('dry_run_') === true)
}

const SQLITE_LOG_MODE_AT = 18
const SQLITE_LOG_MODE = 2

/** An SQLite database that keeps a log may have its newest rows in it; without the log beside it nobody can tell. */
function logWarning({ head, realPath, text }: OpenedSource): string {
  if (text !== null || head[SQLITE_LOG_MODE_AT] !== SQLITE_LOG_MODE || head[0] !== 0x53) return ''
  if (existsSync(`${realPath}-wal`)) return ' Its log (-wal) is read with it.'
  return ' If there is a file of the same name ending in -wal beside it, drop both: the newest rows stand there.'
}
