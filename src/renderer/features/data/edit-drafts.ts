import type { Question } from '#shared/contract.ts'
import type { Role } from '#shared/canonical.ts'
import { CancelledError } from '#shared/errors.ts'
import { questionsOf, type Draft } from '../../state/import-drafts.svelte.ts'
import { isAnswered, questionKey, withAnswer, type Answers } from '../../state/import-questions.ts'
import type { Job } from '../../state/jobs.svelte.ts'
import type { Workbench } from '../../state/workbench.ts'

const looking = new Map<string, Job>()

/** Sets what a file is. */
export function setRole(workbench: Workbench, draft: Draft, role: Role): void {
  edit(workbench, `role of ${draft.sniffed.name}`, [[draft, { ...draft, role }]])
}

/** Reads a field from another column. */
export function mapColumn(workbench: Workbench, draft: Draft, field: string, source: string): void {
  edit(workbench, `column for ${field}`, [[draft, { ...draft, columns: { ...draft.columns, [field]: source } }]])
}

/** Answers a question, and the same question of every other file of the same format that waits for it. Returns how many others. */
export function answerQuestion(workbench: Workbench, draft: Draft, question: Question, given: Answers): number {
  const alike = workbench.drafts.list.filter((other) => other !== draft && isAlike(draft, other, question))
  const answered = [draft, ...alike].map((one) => [one, { ...one, answers: withAnswer(one.answers, given) }] as const)
  edit(workbench, `answer about ${question.column ?? draft.sniffed.name}`, answered)
  return alike.length
}

/** A symbol and the services are each file's own; anything else is the same for files that one program wrote alike. */
function isAlike(draft: Draft, other: Draft, question: Question): boolean {
  if (question.kind === 'symbol' || question.kind === 'service' || other.sniffed.format !== draft.sniffed.format)
    return false
  const asksToo = questionsOf(other).some((asked) => questionKey(asked) === questionKey(question))
  const sameHeader = other.sniffed.preview_header.join('\t') === draft.sniffed.preview_header.join('\t')
  const isTable = draft.sniffed.format?.startsWith('canonical-') !== false
  return asksToo && !isAnswered(question, other.answers) && (sameHeader || !isTable)
}

/** Makes every live file a backtest file and the reverse. */
export function swapSides(workbench: Workbench): void {
  const swapped = workbench.drafts.list.flatMap((draft) =>
    draft.role === 'live' || draft.role === 'backtest'
      ? [[draft, { ...draft, role: draft.role === 'live' ? 'backtest' : 'live' }] as const]
      : [],
  )
  if (swapped.length > 0) edit(workbench, 'swap of live and backtest', swapped)
}

/** Leaves files out. */
export function leaveOut(workbench: Workbench, title: string, tokens: readonly string[]): void {
  const { drafts, edits } = workbench
  const before = drafts.list
  edits.make({
    title,
    redo: () => tokens.forEach((token) => drafts.remove(token)),
    undo: () => {
      drafts.list = before
      drafts.selected ??= tokens[0] ?? null
    },
  })
}

function edit(workbench: Workbench, title: string, changes: readonly (readonly [before: Draft, after: Draft])[]): void {
  const write = (drafts: readonly Draft[]) => {
    for (const draft of drafts) {
      workbench.drafts.replace(draft.sniffed.token, draft)
      void lookAgain(workbench, draft)
    }
  }
  workbench.edits.make({
    title,
    redo: () => write(changes.map(([, after]) => after)),
    undo: () => write(changes.map(([before]) => before)),
  })
}

/** Has the engine look at a file again under what was said of it: other rows, other questions. The last look wins. */
async function lookAgain({ drafts, jobs }: Workbench, draft: Draft): Promise<void> {
  const { token, name, bytes } = draft.sniffed
  const { role, answers, columns } = draft
  const file = { token, name, bytes, role, answers, columns }
  const { job, done } = jobs.call(`Looking at ${name}`, 'import.sniff', { files: [file] }, looking.get(token))
  looking.set(token, job)
  try {
    const [sniffed] = (await done).files
    if (sniffed !== undefined && looking.get(token) === job) drafts.renew({ ...sniffed, name })
  } catch (error) {
    if (!(error instanceof CancelledError)) drafts.error = error
  }
}
