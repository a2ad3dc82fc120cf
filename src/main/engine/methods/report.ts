import type { PairRow } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import type { Review } from '#shared/review.ts'
import { daysCsv, pairsCsv, rejectsCsv } from '#domain/report/review-csv.ts'
import { reviewBodyText, reviewHtml } from '#domain/report/review-html.ts'
import { reviewMarkdown } from '#domain/report/review-markdown.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Task } from '../ports.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'
import { filterParameters } from './slice-filter.ts'

interface ReportFile {
  readonly name: string
  readonly text: string
}

/** Pairs a report handed to the page may list; the batch command writes any number to disk. */
const MAX_PAIRS = 500_000

/** The report of the last review: its preview, and its files as text. */
export function reportMethods(session: Session): Methods<'report.preview' | 'report.files'> {
  return {
    'report.preview': ({ sections }, task) =>
      session.exclusive(task, async () => ({ html: reviewBodyText(await latest(session), chosen(sections)) })),
    'report.files': ({ formats, sections }, task) =>
      session.exclusive(task, async () => {
        const review = await latest(session)
        const files: ReportFile[] = []
        if (formats.includes('html')) files.push({ name: 'review.html', text: reviewHtml(review, chosen(sections)) })
        if (formats.includes('json')) files.push({ name: 'review.json', text: `${JSON.stringify(review, null, 2)}\n` })
        if (formats.includes('md')) files.push({ name: 'review.md', text: reviewMarkdown(review) })
        if (formats.includes('csv')) files.push(...(await tables(session, review, task)))
        return { files }
      }),
  }
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

async function tables(session: Session, review: Review, task: Task): Promise<ReportFile[]> {
  const { store } = session.tools
  const rejects = { name: 'rejects.csv', text: rejectsCsv(await store.rows(queries.rejects, {}, task)) }
  const days = { name: 'days.csv', text: daysCsv(review) }
  if (review.status !== 'OK') return [days, rejects]
  await session.prepare(task)
  const wanted = { cause: 'active', after: 0, limit: MAX_PAIRS, ...filterParameters({}) }
  const pairs = await store.rows(queries.pairPage, wanted, task)
  const total = pairs[0]?.total ?? 0
  if (total > MAX_PAIRS)
    throw new AppError(
      'FILE_TOO_LARGE',
      `There are ${total} pairs, more than the ${MAX_PAIRS} that fit a download; write pairs.csv with parity review --out.`,
    )
  return [days, { name: 'pairs.csv', text: pairsCsv(pairs as readonly PairRow[]) }, rejects]
}
