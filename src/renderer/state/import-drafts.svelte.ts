import type { Params, Question, Result, SniffedFile } from '#shared/contract.ts'
import type { Role } from '#shared/canonical.ts'
import type { ImportReport } from '#shared/review.ts'
import { isAnswered, QUESTION_TEXT, questionKey, type Answers } from './import-questions.ts'

/** A file that was looked at and is not loaded yet, with what the user said of it. */
export interface Draft {
  readonly sniffed: SniffedFile
  readonly role: Role | null
  readonly answers: Answers
  /** Canonical field to header text, only where the user chose another column. An empty text takes the column away. */
  readonly columns: Readonly<Record<string, string>>
  /** What an import asked that looking at the file's head did not. */
  readonly asked: readonly Question[]
}

/** Why a file cannot be loaded yet, and the control that settles it. */
export interface Blocker {
  readonly token: string
  /** What is missing, with the file's name. */
  readonly text: string
  /** The same beside the file, where its name stands already. */
  readonly what: string
  readonly control: string
}

/** Files on their way in. */
export class ImportDrafts {
  list = $state.raw<readonly Draft[]>([])
  selected = $state<string | null>(null)
  error = $state.raw<unknown>(null)
  /** What the last import did, until other files come in. */
  report = $state.raw<ImportReport | null>(null)
  #coming: Promise<unknown>[] = []

  /** Runs while files are on their way into the list. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#coming.push(work)
    try {
      return await work
    } finally {
      this.#coming = this.#coming.filter((other) => other !== work)
    }
  }

  /** Resolves when every file that was dropped is in the list. */
  async settled(): Promise<void> {
    while (this.#coming.length > 0) await Promise.allSettled(this.#coming)
  }

  /** Takes what the engine found in files that came in. */
  receive(files: Result<'import.sniff'>['files']): void {
    this.report = null
    this.list = [...this.list, ...files.filter(({ token }) => this.find(token) === null).map(newDraft)]
    if (this.current === null) this.selected = (this.#mostUrgent() ?? this.list[0])?.sniffed.token ?? null
  }

  /** A file with a question comes before one that lacks something else, and that before one that cannot be read. */
  #mostUrgent(): Draft | undefined {
    const lacking = this.list.filter((draft) => blockersOf(draft).length > 0)
    return (
      lacking.find((draft) => blockersOf(draft).some(({ control }) => control.startsWith('question-'))) ??
      lacking.find(({ sniffed }) => sniffed.problem === null) ??
      lacking[0]
    )
  }

  /** Takes what the engine makes of one file under what the user has said since. */
  renew(sniffed: SniffedFile): void {
    const draft = this.find(sniffed.token)
    if (draft !== null) this.replace(sniffed.token, renewed(draft, sniffed))
  }

  /** Takes a question an import came to; the file waits for its answer. */
  ask(token: string, question: Question): void {
    const draft = this.find(token)
    if (draft === null) return
    const others = draft.asked.filter((asked) => questionKey(asked) !== questionKey(question))
    this.replace(token, { ...draft, asked: [...others, question] })
    this.selected = token
  }

  find(token: string): Draft | null {
    return this.list.find(({ sniffed }) => sniffed.token === token) ?? null
  }

  get current(): Draft | null {
    return this.selected === null ? null : this.find(this.selected)
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

function renewed(draft: Draft, sniffed: SniffedFile): Draft {
  return { ...draft, sniffed, role: draft.role ?? sniffed.role }
}

function newDraft(sniffed: SniffedFile): Draft {
  return { sniffed, role: sniffed.role, answers: sniffed.remembered, columns: {}, asked: [] }
}

/** Everything a file asks: what its head shows, then what an import came to. */
export function questionsOf({ sniffed, asked }: Draft): Question[] {
  const shown = sniffed.questions.map(questionKey)
  return [...sniffed.questions, ...asked.filter((question) => !shown.includes(questionKey(question)))]
}

/** Returns what has to be settled before a file can be loaded. */
export function blockersOf(draft: Draft): Blocker[] {
  const { sniffed, role, answers, columns } = draft
  const { token, name, problem } = sniffed
  const blocker = (what: string, control: string, text = `${name}: ${what}`): Blocker => ({
    token,
    text,
    what,
    control: `${control}-${token}`,
  })
  if (problem !== null)
    return [blocker(withoutName(problem.message, name), isWrongRole(draft) ? 'role' : 'remove', problem.message)]
  return [
    ...(role === null ? [blocker('Say what it is.', 'role', `Say what ${name} is.`)] : []),
    ...questionsOf(draft)
      .filter((question) => !isAnswered(question, answers))
      .map((question) => blocker(QUESTION_TEXT[question.kind], `question-${questionKey(question)}`)),
    ...sniffed.columns
      .filter((column) => column.required && (columns[column.field] ?? column.source ?? '') === '')
      .filter(({ field }) => !(field === 'side' && isSideBySign(draft)))
      .map((column) => blocker(`Map the column for “${column.field}”.`, `column-${column.field}`)),
  ]
}

/** Only another role than the one that was chosen can mend it. */
function isWrongRole({ sniffed: { problem, format }, role }: Draft): boolean {
  return role !== null && (format === null || problem?.code === 'FORMAT_UNKNOWN')
}

/** “Cannot read a.csv: its book …” beside the file is “Its book …”. */
function withoutName(message: string, name: string): string {
  const start = `Cannot read ${name}: `
  if (!message.startsWith(start)) return message
  const rest = message.slice(start.length)
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`
}

/** Without a side the sign of the quantity is the side, where fills are mapped. */
function isSideBySign({ sniffed, columns }: Draft): boolean {
  const qty = sniffed.columns.find(({ field }) => field === 'qty')
  const at = sniffed.preview_header.indexOf(columns['qty'] ?? qty?.source ?? '')
  return at >= 0 && sniffed.preview.some((cells) => (cells[at] ?? '').trim().startsWith('-'))
}

/** Returns the drafts as the engine loads them: every column by the header it was shown with. */
export function importRequest(drafts: readonly Draft[]): Params<'import.run'>['files'] {
  return drafts.flatMap(({ sniffed, role, answers, columns }) => {
    if (role === null) return []
    const proposed = sniffed.columns.flatMap(({ field, source }) => (source === null ? [] : [[field, source] as const]))
    const chosen = Object.entries({ ...Object.fromEntries(proposed), ...columns }).filter(
      ([field, source]) => source !== '' && source !== field,
    )
    return [{ token: sniffed.token, role, answers, ...(chosen.length > 0 && { columns: Object.fromEntries(chosen) }) }]
  })
}
