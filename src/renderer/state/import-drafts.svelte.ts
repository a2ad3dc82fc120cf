import type { Params, Result, SniffedFile } from '#shared/contract.ts'
import type { Role } from '#shared/canonical.ts'

export type Answers = Params<'import.run'>['files'][number]['answers']
export type Question = SniffedFile['questions'][number]

/** A file that was looked at and is not loaded yet, with what the user said of it. */
export interface Draft {
  readonly sniffed: SniffedFile
  readonly role: Role | null
  readonly answers: Answers
  /** Canonical field to header text, only where the user chose another column. An empty text takes the column away. */
  readonly columns: Readonly<Record<string, string>>
}

/** Why a file cannot be loaded yet, and the control that settles it. */
export interface Blocker {
  readonly token: string
  readonly text: string
  readonly control: string
}

/** Files on their way in. */
export class ImportDrafts {
  list = $state.raw<readonly Draft[]>([])
  selected = $state<string | null>(null)
  error = $state.raw<unknown>(null)

  /** Takes what the engine found in every file; what the user said of files seen before stays. */
  receive(files: Result<'import.sniff'>['files']): void {
    this.list = files.map((sniffed) => {
      const before = this.list.find((draft) => draft.sniffed.token === sniffed.token)
      return before === undefined
        ? { sniffed, role: sniffed.role, answers: {}, columns: {} }
        : { ...before, sniffed, role: before.role ?? sniffed.role }
    })
    const first = this.list.find((draft) => blockersOf(draft).length > 0) ?? this.list[0]
    if (!this.list.some(({ sniffed }) => sniffed.token === this.selected)) this.selected = first?.sniffed.token ?? null
  }

  get current(): Draft | null {
    return this.list.find(({ sniffed }) => sniffed.token === this.selected) ?? null
  }

  /** Everything that stands between these files and their import. */
  get blockers(): Blocker[] {
    return this.list.flatMap(blockersOf)
  }

  replace(token: string, draft: Draft): void {
    this.list = this.list.map((other) => (other.sniffed.token === token ? draft : other))
  }

  remove(token: string): void {
    this.list = this.list.filter(({ sniffed }) => sniffed.token !== token)
    if (this.current === null) this.selected = this.list[0]?.sniffed.token ?? null
  }

  clear(): void {
    this.list = []
    this.selected = null
    this.error = null
  }
}

/** Returns what has to be settled before a file can be loaded. */
export function blockersOf({ sniffed, role, answers, columns }: Draft): Blocker[] {
  const { token, name, problem } = sniffed
  const blocker = (text: string, control: string): Blocker => ({ token, text, control: `${control}-${token}` })
  if (problem !== null) return [blocker(`${name}: ${problem.message}`, 'remove')]
  return [
    ...(role === null ? [blocker(`Say what ${name} is.`, 'role')] : []),
    ...sniffed.questions
      .filter((question) => !isAnswered(question, answers))
      .map((question) => blocker(`${name}: ${QUESTION_TEXT[question.kind]}`, `question-${question.kind}`)),
    ...sniffed.columns
      .filter((column) => column.required && (columns[column.field] ?? column.source ?? '') === '')
      .map((column) => blocker(`${name}: map the column for “${column.field}”.`, `column-${column.field}`)),
  ]
}

/** What is asked, in words. */
export const QUESTION_TEXT: Readonly<Record<Question['kind'], string>> = {
  zone: 'In which time zone are its times?',
  'date-order': 'Is the day or the month first in its dates?',
  decimal: 'Is its decimal mark a point or a comma?',
  'fee-sign': 'What does a positive fee mean?',
  strategy: 'Which strategy of the file?',
}

/** Returns whether one of a question's choices, or another answer of its kind, was given. */
export function isAnswered({ kind }: Question, answers: Answers): boolean {
  const fields = {
    zone: 'zone',
    'date-order': 'dateOrder',
    decimal: 'decimal',
    'fee-sign': 'feeSign',
    strategy: 'strategy',
  } as const
  return answers[fields[kind]] !== undefined
}

/** Returns the drafts as the engine loads them. */
export function importRequest(drafts: readonly Draft[]): Params<'import.run'>['files'] {
  return drafts.flatMap(({ sniffed, role, answers, columns }) => {
    const chosen = Object.entries(columns).filter(([, source]) => source !== '')
    if (role === null) return []
    return [{ token: sniffed.token, role, answers, ...(chosen.length > 0 && { columns: Object.fromEntries(chosen) }) }]
  })
}
