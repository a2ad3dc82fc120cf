import { AppError } from '#shared/errors.ts'

const LOCKED = /Conflicting lock is held in (.*?)\(PID (\d+)\)/s
const NOT_A_DATABASE = /not a valid DuckDB database file|Serialization Error|Failed to deserialize|checksum/i
const NEWER = /newer version of DuckDB|storage version|version number/i
const DISK_FULL = /No space left|could not write|max_temp_directory_size|failed to offload/i
const MEMORY = /Out of Memory Error|could not allocate|memory_limit/i

/** Turns DuckDB's messages the user can act on into an AppError with the original as cause; returns anything else as it is. */
export function explainDatabaseError(error: unknown, project: string): unknown {
  if (!(error instanceof Error)) return error
  const text = error.message
  const locked = LOCKED.exec(text)
  if (locked)
    return new AppError(
      'PROJECT_BUSY',
      `The project ${project} is open in another process (PID ${locked[2] ?? 'unknown'}); close it there, or wait and try again.`,
      {
        cause: error,
        details: { pid: Number(locked[2]) },
      },
    )
  if (DISK_FULL.test(text))
    return new AppError(
      'DISK_FULL',
      `The disk that holds ${project} is full; nothing was changed. Free some space and try again.`,
      { cause: error },
    )
  if (MEMORY.test(text))
    return new AppError(
      'OUT_OF_MEMORY',
      `The work on ${project} needs more memory than the limit allows; nothing was changed. Raise PARITY_MEMORY_MB or review fewer days.`,
      {
        cause: error,
      },
    )
  if (NEWER.test(text))
    return new AppError(
      'PROJECT_NEWER',
      `The project ${project} was written by a newer version of this program; update the program to open it.`,
      { cause: error },
    )
  if (NOT_A_DATABASE.test(text))
    return new AppError(
      'PROJECT_INVALID',
      `The file ${project} is not a parity project; give --project another file name.`,
      { cause: error },
    )
  return error
}
