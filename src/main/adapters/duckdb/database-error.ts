import { AppError, type ErrorCode } from '#shared/errors.ts'

const LOCKED = /Conflicting lock is held in (.*?)\(PID (\d+)\)/s

/** What DuckDB says, the code it gets and the sentence about the project; the first that fits counts. */
const EXPLANATIONS: readonly {
  readonly says: RegExp
  readonly code: ErrorCode
  readonly sentence: (project: string) => string
}[] = [
  {
    says: /max_temp_directory_size/,
    code: 'OUT_OF_MEMORY',
    sentence: (project) =>
      `The work on ${project} needs more temporary disk space than the limit allows; nothing was changed. Raise PARITY_MEMORY_MB (four times it may be spilled) or review fewer days.`,
  },
  {
    says: /No space left|could not write/i,
    code: 'DISK_FULL',
    sentence: (project) =>
      `The disk that holds ${project} is full; nothing was changed. Free some space and try again.`,
  },
  {
    says: /^Out of Memory Error|could not allocate/i,
    code: 'OUT_OF_MEMORY',
    sentence: (project) =>
      `The work on ${project} needs more memory than the limit allows; nothing was changed. Raise PARITY_MEMORY_MB or review fewer days.`,
  },
  {
    says: /newer version of DuckDB|storage version|version number/i,
    code: 'PROJECT_NEWER',
    sentence: (project) =>
      `The project ${project} was written by a newer version of this program; update the program to open it.`,
  },
  {
    says: /Could not read enough bytes|Serialization Error|Failed to deserialize|checksum|corrupt/i,
    code: 'PROJECT_INVALID',
    sentence: (project) =>
      `The project ${project} is damaged or cut short; restore it from a copy, or load its files into a new project.`,
  },
  {
    says: /not a valid DuckDB database file/i,
    code: 'PROJECT_INVALID',
    sentence: (project) => `The file ${project} is not a parity project; give --project another file name.`,
  },
  {
    says: /^IO Error: Cannot open file/,
    code: 'PROJECT_INVALID',
    sentence: (project) =>
      `The project ${project} cannot be opened or made there; give --project a place this user may write to.`,
  },
]

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
  const found = EXPLANATIONS.find(({ says }) => says.test(text))
  return found === undefined ? error : new AppError(found.code, found.sentence(project), { cause: error })
}
