import { daysCsv, PAIRS_CSV, rejectsCsv } from '#domain/report/review-csv.ts'
import { reviewHtml, type ReportOptions } from '#domain/report/review-html.ts'
import { reviewMarkdown } from '#domain/report/review-markdown.ts'
import type { ReportContents } from '#domain/report/report-contents.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { PairRanking } from './pair-ranking.ts'
import type { Task } from './ports.ts'

/** What a report can be written as; csv is three files. */
export const REPORT_FORMATS = ['html', 'json', 'md', 'csv'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** One file of a report, its text in pieces so that any number of pairs fits. */
export interface ReportFile {
  readonly name: string
  readonly pieces: AsyncIterable<string> | Iterable<string>
}

/** Pairs read at once. */
const PAGE = 10_000

/**
 * Returns the files of a review that was just run over this store (its temporary tables still stand): review.html,
 * review.json, review.md, days.csv, pairs.csv, rejects.csv, and simulate.json, slo.json, canary.json
 * where the report speaks of them. `options` are the HTML's: its sections in their order, its paper.
 */
export function reportFiles(
  store: Store,
  contents: ReportContents,
  formats: readonly ReportFormat[],
  task: Task,
  options: ReportOptions = {},
): ReportFile[] {
  const { scenarios, service, canary, ...review } = contents
  const files: Record<ReportFormat, () => ReportFile[]> = {
    html: () => [whole('review.html', reviewHtml(contents, options))],
    json: () => [
      ...document('review.json', review),
      ...document('simulate.json', scenarios),
      ...document('slo.json', service),
      ...document('canary.json', canary),
    ],
    md: () => [whole('review.md', reviewMarkdown(contents))],
    csv: () => [
      whole('days.csv', daysCsv(review)),
      { name: 'rejects.csv', pieces: rejects(store, task) },
      ...(review.status === 'OK' ? [{ name: 'pairs.csv', pieces: pairs(store, task) }] : []),
    ],
  }
  return REPORT_FORMATS.filter((format) => formats.includes(format)).flatMap((format) => files[format]())
}

function document(name: string, value: object | undefined): ReportFile[] {
  return value === undefined ? [] : [whole(name, `${JSON.stringify(value, null, 2)}\n`)]
}

function whole(name: string, text: string): ReportFile {
  return { name, pieces: [text] }
}

async function* rejects(store: Store, task: Task): AsyncGenerator<string> {
  yield rejectsCsv(await store.rows(queries.rejects, {}, task))
}

/** Yields pairs.csv page by page, the largest difference first. */
async function* pairs(store: Store, task: Task): AsyncGenerator<string> {
  const ranking = new PairRanking(store)
  yield PAIRS_CSV.header
  await ranking.rank({}, 'active', task)
  for (let after = 0; ; after += PAGE) {
    const { rows } = await ranking.block(after, PAGE, task)
    yield rows.map((row) => PAIRS_CSV.line(row)).join('')
    if (rows.length < PAGE) return
  }
}
