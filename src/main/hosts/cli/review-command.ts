import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { AppError, EXIT } from '#shared/errors.ts'
import { BANDS, type Band, type ImportReport, type Review } from '#shared/review.ts'
import { importFiles } from '#engine/import-files.ts'
import type { Task } from '#engine/ports.ts'
import { reportContents } from '#engine/report-contents.ts'
import { REPORT_FORMATS, reportFiles, type ReportFormat } from '#engine/report-files.ts'
import { reviewParity } from '#engine/review-parity.ts'
import type { ReviewRequest } from '#engine/review-settings.ts'
import { setInstruments, setRates } from '#engine/set-conversions.ts'
import type { Workbench } from '../../compose.ts'
import { withComparison } from './comparison-options.ts'
import { importText } from './import-command.ts'
import { writeWhole } from '../write-whole.ts'
import { importRequests, reviewRequest, type ReviewOptions } from './review-options.ts'
import { startTerminalTask } from './terminal-task.ts'
import { verdictText } from './verdict-text.ts'
import { withProject } from './with-project.ts'

const EXAMPLES = `
Examples:
  parity review --live live.csv --backtest backtest.csv --capital 100000
  parity review --live tradesv3.sqlite --backtest backtest-result.json --scale auto --out report
  parity review --live live.csv --backtest backtest.csv --market quotes.csv --capital 1e6 --json --fail-on critical`

/** Adds `parity review`, the main job. `finish` is told the exit code. */
export function addReviewCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('review')
    .description(
      'Load live and backtest files, measure tracking error on the days both cover, and say why they differ.',
    )
  withComparison(command)
    .addOption(
      new Option('--attribution <method>', 'how the difference is shared among causes (default: shapley)').choices([
        'shapley',
        'ladder',
      ]),
    )
    .option('--project <file>', 'keep the loaded files in this project')
    .option('--out <folder>', 'write the report files there')
    .option('--format <list>', `report files to write: ${REPORT_FORMATS.join(',')}`)
    .addOption(new Option('--fail-on <band>', 'exit 3 when the last day is in this band or worse').choices(BANDS))
    .option('--json', 'print the review (parity.review/1) on standard output')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ReviewOptions) => {
      finish(await runReview(options))
    })
}

async function runReview(options: ReviewOptions): Promise<number> {
  if (options.project === undefined && (options.live === undefined || options.backtest === undefined))
    throw new AppError(
      'USAGE',
      'Give both sides to compare: --live FILE and --backtest FILE, or a --project that holds them.',
    )
  if (options.failOn !== undefined && options.capital === undefined && options.equity === undefined)
    throw new AppError(
      'USAGE',
      'A band needs capital to measure against; give --capital or --equity together with --fail-on.',
    )
  const formats = reportFormats(options.format)
  const request = reviewRequest(options)
  return await withProject(options.project, async (workbench) => {
    const task = startTerminalTask()
    try {
      const { review, imported } = await loadAndReview(workbench, options, request, task)
      const written = options.out === undefined ? [] : await writeReport(options.out, workbench, review, formats, task)
      task.end()
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(review)}\n`
          : `${importText(imported)}\n${verdictText(review, written)}`,
      )
      return exitCode(review, options.failOn)
    } finally {
      task.end()
    }
  })
}

async function loadAndReview(
  workbench: Workbench,
  options: ReviewOptions,
  request: ReviewRequest,
  task: Task,
): Promise<{ review: Review; imported: ImportReport }> {
  const { store, clock } = workbench
  await setRates(store, clock, options.rate ?? {})
  const imported = await importFiles(workbench, importRequests(options), task)
  await setInstruments(store, clock, options.instrument ?? {})
  return { imported, review: await reviewParity(workbench, request, task) }
}

function reportFormats(list: string | undefined): ReportFormat[] {
  if (list === undefined) return [...REPORT_FORMATS]
  return list.split(',').map((name) => {
    const known = REPORT_FORMATS.find((format) => format === name.trim())
    if (known === undefined)
      throw new AppError('USAGE', `There is no report format "${name}"; choose among ${REPORT_FORMATS.join(', ')}.`)
    return known
  })
}

async function writeReport(
  folder: string,
  workbench: Workbench,
  review: Review,
  formats: readonly ReportFormat[],
  task: Task,
): Promise<string[]> {
  const contents = await reportContents(workbench, review, task)
  const paths: string[] = []
  for (const { name, pieces } of reportFiles(workbench.store, contents, formats, task)) {
    const path = join(folder, name)
    await writeWhole(path, pieces)
    paths.push(path)
  }
  return paths
}

function exitCode(review: Review, failOn: Band | undefined): number {
  if (review.status === 'NOT_COMPARABLE') return EXIT.rejected
  if (failOn !== undefined && review.band !== null && BANDS.indexOf(review.band) >= BANDS.indexOf(failOn))
    return EXIT.failedGate
  return EXIT.done
}
