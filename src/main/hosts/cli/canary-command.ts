import { join } from 'node:path'
import { Option, type Command } from 'commander'
import type { CanaryDocument } from '#shared/canary.ts'
import { AppError, EXIT } from '#shared/errors.ts'
import type { Review } from '#shared/review.ts'
import { canaryReadiness } from '#engine/canary-readiness.ts'
import { importFiles } from '#engine/import-files.ts'
import type { Task } from '#engine/ports.ts'
import { reviewParity } from '#engine/review-parity.ts'
import type { Workbench } from '../../compose.ts'
import { canaryText } from './canary-text.ts'
import { importText, withAnswers } from './import-command.ts'
import { writeWhole } from '../write-whole.ts'
import { positive } from './parse-options.ts'
import { readReview, serviceRequests, withServiceFiles, type ServiceOptions } from './service-options.ts'
import { startTerminalTask } from './terminal-task.ts'
import { withProject } from './with-project.ts'

interface CanaryOptions extends ServiceOptions {
  readonly id?: string
  readonly capital?: number
  readonly failOn?: 'not-ready'
}

const EXAMPLES = `
Examples:
  parity canary --deployment deployment.csv --risk risk.csv --health health.csv --orders orders.csv --live live.csv --uptime uptime.csv --incidents incidents.csv
  parity canary --project strategy.duckdb --as-of 2026-04-29T12:00:00Z --fail-on not-ready`

/** Adds `parity canary`. `finish` is told the exit code. */
export function addCanaryCommand(program: Command, finish: (code: number) => void): void {
  const command = withAnswers(
    program
      .command('canary')
      .description(
        'Replay a canary tick by tick: gates, triggers, evidence, the decision and when the next one can be.',
      ),
  )
  withServiceFiles(command, [
    'deployment',
    'risk',
    'health',
    'orders',
    'uptime',
    'incidents',
    'live',
    'backtest',
    'market',
  ])
    .option('--id <deployment>', 'id of the deployment (default: the one started last)')
    .option('--capital <amount>', 'capital tracking error is measured against, with --live and --backtest', positive)
    .addOption(new Option('--fail-on <what>', 'exit 3 unless the canary is ready or promoted').choices(['not-ready']))
    .option('--json', 'print canary.json (parity.canary/1) on standard output')
    .addHelpText('after', EXAMPLES)
    .action(async (options: CanaryOptions) => {
      finish(await runCanary(options))
    })
}

async function runCanary(options: CanaryOptions): Promise<number> {
  if (options.project === undefined && options.deployment === undefined)
    throw new AppError('USAGE', 'Give the deployment to judge: --deployment FILE, or a --project that holds it.')
  return await withProject(options.project, async (workbench) => {
    const task = startTerminalTask()
    try {
      const imported = await importFiles(workbench, serviceRequests(options), task)
      const review = await reviewFor(options, workbench, task)
      const document = await canaryReadiness(workbench, { ...requestOf(options), ...(review && { review }) }, task)
      task.end()
      const written = options.out === undefined ? [] : [join(options.out, 'canary.json')]
      for (const path of written) await writeWhole(path, `${JSON.stringify(document, null, 2)}\n`)
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(document)}\n`
          : `${importText(imported)}\n${canaryText(document, written)}`,
      )
      return exitCode(document, options.failOn)
    } finally {
      task.end()
    }
  })
}

function requestOf({ id, asOf }: CanaryOptions) {
  return { ...(id !== undefined && { deployment: id }), ...(asOf !== undefined && { asOf }) }
}

/** The review tracking error is taken from: the file given, or a new one when both sides were. */
async function reviewFor(options: CanaryOptions, workbench: Workbench, task: Task): Promise<Review | null> {
  if (options.review !== undefined) return await readReview(options.review)
  if (options.live === undefined || options.backtest === undefined) return null
  return await reviewParity(workbench, options.capital === undefined ? {} : { capital: options.capital }, task)
}

function exitCode({ state }: CanaryDocument, failOn: CanaryOptions['failOn']): number {
  return failOn === undefined || state === 'PROD_READY' || state === 'FULL' ? EXIT.done : EXIT.failedGate
}
