import { z } from 'zod'
import { questionSchema } from '#shared/contract.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import type { ImportReport } from '#shared/review.ts'
import { importRequest } from '../../state/import-drafts.svelte.ts'
import type { ReviewRequest } from '../../state/session.svelte.ts'
import type { Workbench } from '../../state/workbench.ts'
import { fileName, WRITE } from '../../ui/text.ts'

/** Loads the waiting files, reviews when both sides are there, and opens Parity on the result. */
export async function importAndReview(workbench: Workbench, request: ReviewRequest): Promise<void> {
  const { drafts, jobs } = workbench
  await load(workbench, request, () => jobs.call('Importing', 'import.run', { files: importRequest(drafts.list) }).done)
}

/** Loads the sample project and reviews it. */
export async function openSample(workbench: Workbench): Promise<void> {
  const { jobs, session } = workbench
  await load(workbench, session.request, () => jobs.call('Making the sample', 'import.sample', {}).done)
}

/** Takes a loaded file out of the project; the latest review is then of other files. */
export async function removeSource({ jobs, drafts, session, notices }: Workbench, sourceId: number): Promise<void> {
  try {
    const { path } = await jobs.call('Removing', 'import.remove', { source_id: sourceId }).done
    await session.refresh()
    session.stale = session.review !== null
    drafts.report = null
    notices.say(`${fileName(path)} is no longer in the project.`)
  } catch (error) {
    if (!(error instanceof CancelledError)) drafts.error = error
  }
}

async function load(workbench: Workbench, request: ReviewRequest, work: () => Promise<ImportReport>): Promise<void> {
  const { drafts, session, router, notices } = workbench
  drafts.error = null
  try {
    const report = await work()
    await session.refresh()
    session.stale = session.review !== null
    drafts.clear()
    drafts.report = report
    notices.say(summary(report))
  } catch (error) {
    if (error instanceof CancelledError) notices.say('The import was cancelled; nothing was changed.')
    else if (!asked(workbench, error)) drafts.error = error
    return
  }
  if (session.lacks !== null) return
  const review = await session.run(request)
  if (review?.status === 'OK') router.open('parity', { focus: null })
}

/** Puts what an import has to ask before the user: one click, then it goes on. Returns false for every other failure. */
function asked({ drafts, notices }: Workbench, error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  const found = askedSchema.safeParse(error.details)
  if (!found.success || drafts.find(found.data.token) === null) return false
  const { token, question } = found.data
  drafts.ask(token, question)
  notices.say(`Nothing was loaded yet: ${drafts.find(token)?.sniffed.name ?? 'a file'} has a question.`)
  return true
}

const askedSchema = z.object({ token: z.string(), question: questionSchema })

function summary({ inputs, rejects, notes }: ImportReport): string {
  const accepted = inputs.reduce((total, { rows }) => total + rows.accepted, 0)
  const rejected = Math.max(
    rejects.length,
    inputs.reduce((total, { rows }) => total + rows.rejected, 0),
  )
  const loaded = `${WRITE.count(accepted)} ${accepted === 1 ? 'row' : 'rows'} loaded, ${WRITE.count(rejected)} rejected.`
  return inputs.length === 0 ? (notes[0] ?? loaded) : loaded
}
