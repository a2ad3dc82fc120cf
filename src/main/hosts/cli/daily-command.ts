import { dirname, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import type { DailyReport } from '#shared/daily.ts'
import { AppError, EXIT } from '#shared/errors.ts'
import { BANDS, type Band } from '#shared/review.ts'
import { postJson } from '#adapters/deliver/post-json.ts'
import { readDailyFile } from '#adapters/files/read-daily-file.ts'
import { runDailyJob } from '#engine/daily-job.ts'
import { dailyTools } from '../../compose-daily.ts'
import { dailyText } from './daily-text.ts'
import { day } from './parse-options.ts'
import { startTerminalTask } from './terminal-task.ts'
import { withProject } from './with-project.ts'

interface DailyOptions {
  readonly config: string
  readonly day?: string
  readonly failOn?: Band
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  parity daily --config parity.toml
  parity daily --config parity.toml --day 2026-04-30 --fail-on critical

docs/slo-canary.md documents parity.toml, docs/scheduling.md cron, systemd and Task Scheduler.`

/** Adds `parity daily`. `finish` is told the exit code. */
export function addDailyCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('daily')
    .description('Run the daily job: collect, review, judge each day once, report, hand over the action, alert.')
    .requiredOption('--config <file>', 'parity.toml')
    .option('--day <day>', 'last day to judge (default: the last one that is over, UTC)', day)
    .addOption(
      new Option('--fail-on <band>', 'exit 3 when the last judged day acts as this band or worse').choices(BANDS),
    )
    .option('--json', 'print what was done (parity.daily/1) on standard output')
    .addHelpText('after', EXAMPLES)
    .action(async (options: DailyOptions) => {
      finish(await runDaily(options))
    })
}

async function runDaily(options: DailyOptions): Promise<number> {
  const config = await readDailyFile(options.config)
  if (options.failOn !== undefined && config.capital === undefined && config.equity.length === 0)
    throw new AppError('USAGE', `A band needs capital to measure against; set capital or equity in ${options.config}.`)
  const base = dirname(resolve(options.config))
  return await withProject(resolve(base, config.project), async (workbench) => {
    const task = startTerminalTask()
    try {
      const deliver = { post: postJson, secret: (name: string) => process.env[name] }
      const request = { config, base, ...(options.day !== undefined && { until: options.day }) }
      const report = await runDailyJob(dailyTools(workbench, deliver), request, task)
      task.end()
      process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : dailyText(report))
      return exitCode(report, options.failOn)
    } finally {
      task.end()
    }
  })
}

function exitCode({ status, action }: DailyReport, failOn: Band | undefined): number {
  if (status === 'NOT_COMPARABLE') return EXIT.rejected
  const level = action?.level ?? null
  return failOn !== undefined && level !== null && BANDS.indexOf(level) >= BANDS.indexOf(failOn)
    ? EXIT.failedGate
    : EXIT.done
}
