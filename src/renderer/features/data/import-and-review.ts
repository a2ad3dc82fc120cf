import { CancelledError } from '#shared/errors.ts'
import type { ImportReport } from '#shared/review.ts'
import { importRequest } from '../../state/import-drafts.svelte.ts'
import type { ReviewRequest } from '../../state/session.svelte.ts'
import type { Workbench } from '../../state/workbench.ts'

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

async function load(workbench: Workbench, request: ReviewRequest, work: () => Promise<ImportReport>): Promise<void> {
  const { drafts, session, router, notices } = workbench
  drafts.error = null
  try {
    const report = await work()
    await session.refresh()
    session.stale = session.review !== null
    drafts.clear()
    notices.say(summary(report))
  } catch (error) {
    if (!(error instanceof CancelledError)) drafts.error = error
    return
  }
  if (session.lacks !== null) return
  const review = await session.run(request)
  if (review?.status === 'OK') router.open('parity', { focus: null })
}

function summary({ inputs, rejects }: ImportReport): string {
  const accepted = inputs.reduce((total, { rows }) => total + rows.accepted, 0)
  const rejected = Math.max(
    rejects.length,
    inputs.reduce((total, { rows }) => total + rows.rejected, 0),
  )
  return `${accepted} rows loaded, ${rejected} rejected.`
}
