import type { Role } from '#shared/canonical.ts'
import type { Question, SniffedFile } from '#shared/contract.ts'
import type { AppError } from '#shared/errors.ts'
import type { Answers, OpenedSource, Task } from './ports.ts'

/** What looking at a file gives, beside its token, name and size and what was remembered of its header. */
export type Sniffed = Omit<SniffedFile, 'token' | 'name' | 'bytes' | 'remembered'>

/** What the user said of a file so far. */
export interface Said {
  readonly role: Role | null
  readonly answers: Answers
  /** Canonical field to header text. */
  readonly columns: Readonly<Record<string, string>>
}

/** A member of an archive, unpacked to where it stays while the session is open. */
export interface UnpackedMember {
  readonly token: string
  /** `archive.zip/member`. */
  readonly name: string
  readonly path: string
  readonly bytes: number
}

/** How files are looked at before they are loaded. */
export interface LookTools {
  /** Says what one opened file is and how it would be read; nothing is loaded. */
  readonly sniff: (file: OpenedSource, name: string, said: Said, task: Task) => Promise<Sniffed>
  /** Returns the members of an archive that holds a few files, each to be chosen by itself; null for anything else. */
  readonly takeApart: (file: OpenedSource, task: Task) => Promise<UnpackedMember[] | null>
  /** Returns the question an AMBIGUOUS error asks, or null where no click can answer it. */
  readonly questionOf: (error: AppError, given: Answers) => Question | null
}

/** Returns an error as the import screen shows it beside a file. */
export function problemOf({ code, message, hint, place }: AppError): NonNullable<SniffedFile['problem']> {
  return { code, message, line: place.line ?? null, column: place.column ?? null, fix: hint ?? null }
}
