import type { Reject } from '#shared/canonical.ts'
import type { FileSample, ReadOptions } from '#engine/ports.ts'
import type { LoadPlan } from './plan.ts'
import type { SourceNote } from './staging.ts'
import type { InsertValues } from './target.ts'

/** What loading one file did. read = accepted + rejected. */
export interface LoadResult {
  readonly read: number
  readonly rejects: readonly Reject[]
  readonly notes: readonly SourceNote[]
  /** Bar length the file declares, microseconds. */
  readonly timeframeMicros: number | null
}

/** What a load needs beside the file: how to read it, whom its rows speak for, and whether a strict attempt failed before. */
export interface LoadRequest {
  readonly sample: FileSample
  readonly plan: LoadPlan
  readonly values: InsertValues
  readonly options: ReadOptions
  readonly careful: boolean
}
