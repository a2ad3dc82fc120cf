import { AppError } from '#shared/errors.ts'
import type { ReportContents } from '#domain/report/report-contents.ts'
import { reviewBodyText } from '#domain/report/review-html.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Task } from '../ports.ts'
import { reportContents } from '../report-contents.ts'
import { reportFiles, type ReportFile } from '../report-files.ts'
import { keptComparison } from '../kept-comparison.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'

/** Characters a report handed to the page may have; the batch command writes any number to disk. */
const MAX_CHARACTERS = 200_000_000

/** The report of the last review: its preview, and its files as text. */
export function reportMethods(session: Session): Methods<'report.preview' | 'report.files'> {
  const contents = new KeptContents(session)
  return {
    'report.preview': ({ sections }, task) =>
      session.exclusive(task, async () => ({ html: reviewBodyText(await contents.latest(task), chosen(sections)) })),
    'report.files': ({ formats, sections, paper }, task) =>
      session.exclusive(task, async () => {
        const review = await contents.latest(task)
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

/** What the report of a session speaks of; service levels and the canary are worked out once for a review and a set of files. */
class KeptContents {
  readonly #session: Session
  #kept: { readonly key: string; readonly contents: ReportContents } | null = null

  constructor(session: Session) {
    this.#session = session
  }

  /** Returns the last review with what was worked out beside it. Throws USAGE before the first review. */
  async latest(task: Task): Promise<ReportContents> {
    const { tools } = this.#session
    const stored = await this.#session.stored()
    if (stored === null)
      throw new AppError('USAGE', 'There is no review to report on yet; load live and backtest files and run one.')
    const sources = await tools.store.rows(queries.sources, {})
    const key = JSON.stringify([stored.review.generated_at, sources.map(({ role, sha256 }) => `${role} ${sha256}`)])
    if (this.#kept?.key !== key) this.#kept = { key, contents: await reportContents(tools, stored.review, task) }
    const compared = await keptComparison(tools.store)
    return { ...this.#kept.contents, ...(compared !== null && { scenarios: compared }) }
  }
}

function chosen(sections: readonly string[] | undefined) {
  return sections === undefined ? {} : { sections }
}
