import type { Role } from '#shared/canonical.ts'
import type { LoadPlan } from '#adapters/duckdb/load/plan.ts'
import type { Answers, OpenedSource, Task } from './ports.ts'

/** One file to load and what it is to the project. */
export interface ImportRequest {
  readonly path: string
  readonly role: Role
  readonly answers: Answers
  /** Which side context files (cash, equity, orders) speak for; `live` unless said. */
  readonly origin?: 'live' | 'backtest'
  /** Bar length of a bars file, microseconds; detected from the rows when absent. */
  readonly barMicros?: number
  /** Path of a mapping file. */
  readonly mapping?: string
  /** Canonical column -> header text, where the user chose another column than the one of that name. */
  readonly columns?: Readonly<Record<string, string>>
}

/** One plain file to load, with the settings a mapping gave it. `stamp` says what a bar's time is. */
export interface PlannedFile {
  readonly sample: OpenedSource
  readonly plan: LoadPlan
  readonly timeOffsetMicros: number
  readonly stamp: 'event' | 'bar-open' | 'bar-close'
  /** Bar length a mapping file gives, microseconds. */
  readonly barMicros?: number
}

/** Decides how an opened file is read, unpacking it first; throws FORMAT_UNKNOWN, COLUMN_MISSING or AMBIGUOUS with what to do. */
export type PlanFile = (
  file: OpenedSource,
  request: ImportRequest,
  privateFolder: string,
  task: Task,
) => Promise<PlannedFile[]>

/** A planned file with what asked for it and the hash of the content it came from: the file as it was given, or a member of a zip. */
export interface PreparedFile extends PlannedFile {
  readonly request: ImportRequest
  readonly opened: OpenedSource
  /** Of `opened`, 64 hexadecimal digits; worked out while the file is loaded. */
  readonly sha256: Promise<string>
}
