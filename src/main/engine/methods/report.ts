import { AppError } from '#shared/errors.ts'
import type { Review } from '#shared/review.ts'
import { reviewBodyText } from '#domain/report/review-html.ts'
import { reportFiles, type ReportFile } from '../report-files.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'

/** Characters a report handed to the page may have; the batch command writes any number to disk. */
const MAX_CHARACTERS = 200_000_000

/** The report of the last review: its preview, and its files as text. */
export function reportMethods(session: Session): Methods<'report.preview' | 'report.files'> {
  return {
    'report.preview': ({ sections }, task) =>
      session.exclusive(task, async () => ({ html: reviewBodyText(await latest(session), chosen(sections)) })),
    'report.files': ({ formats, sections, paper }, task) =>
      session.exclusive(task, async () => {
        const review = await latest(session)
        if (formats.includes('csv') && review.status === 'OK') await session.prepare(task)
        const files = reportFiles(session.tools.store, review, formats, task, {
          ...chosen(sections),
          ...(paper !== undefined && { paper }),
        })
        try {
          return { files: await Promise.all(files.map(textOf)) }
        } finally {
          // pairs.csv ranks them its own way.
          session.pairs.forget()
        }
      }),
  }
}

async function textOf({ name, pieces }: ReportFile): Promise<{ name: string; text: string }> {
  let text = ''
  for await (const piece of pieces) {
    text += piece
    if (text.length > MAX_CHARACTERS)
      throw new AppError('FILE_TOO_LARGE', `${name} is too large for a download; write it with parity review --out.`)
  }
  return { name, text }
}

async function latest(session: Session): Promise<Review> {
  const stored = await session.stored()
  if (stored === null)
    throw new AppError('USAGE', 'There is no review to report on yet; load live and backtest files and run one.')
  return stored.review
}

function chosen(sections: readonly string[] | undefined) {
  return sections === undefined ? {} : { sections }
}
