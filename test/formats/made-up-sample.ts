import type { Answers, FillRow } from '#engine/ports.ts'
import { parseTimeMicros } from '#adapters/formats/read-time.ts'

/** UTC microseconds of an ISO time. */
export const at = (iso: string) => parseTimeMicros(iso, { zone: 'UTC', dateOrder: null })

/** A file made up from a format's documentation, and what it must give. */
export interface Sample {
  readonly format: string
  readonly name?: string
  readonly text: string
  readonly answers?: Answers
  /** Fields of the first fills. */
  readonly fills: readonly Partial<FillRow>[]
  readonly refused?: Readonly<Record<string, number>>
}
