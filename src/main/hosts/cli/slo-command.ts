import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { AppError, EXIT } from '#shared/errors.ts'
import { burnThresholdsSchema, TIERS, type BurnThresholds, type SloDocument, type Tier } from '#shared/slo.ts'
import { importFiles } from '#engine/import-files.ts'
import { sloHistory } from '#engine/slo-history.ts'
import { importText, withAnswers } from './import-command.ts'
import { writeWhole } from '../write-whole.ts'
import { assignNumber } from './parse-options.ts'
import { readReview, serviceRequests, withServiceFiles, type ServiceOptions } from './service-options.ts'
import { sloText } from './slo-text.ts'
import { startTerminalTask } from './terminal-task.ts'
import { withProject } from './with-project.ts'

interface SloOptions extends ServiceOptions {
  readonly failOn?: Tier
  readonly burn?: Record<string, number>
}

const EXAMPLES = `
Examples:
  parity slo --uptime uptime.csv --incidents incidents.csv --orders orders.csv
  parity slo --uptime events.csv --zone UTC --as-of 2026-04-30 --fail-on VIOLATED
  parity slo --project strategy.duckdb --json`

/** Adds `parity slo`. `finish` is told the exit code. */
export function addSloCommand(program: Command, finish: (code: number) => void): void {
  const command = withAnswers(
    program.command('slo').description('Judge the service levels: value, tier, error budget, burn, trend and history.'),
  )
  withServiceFiles(command, ['uptime', 'incidents', 'orders', 'live', 'market'])
    .addOption(new Option('--fail-on <tier>', 'exit 3 when the overall tier is this or worse').choices(TIERS.slice(1)))
    .option(
      '--burn <window=rate>',
      'alert above this burn over a window (1h, 6h, 24h, 3d), such as 1h=10; repeatable (default: parity.toml, else 14.4, 6, 3, 1)',
      assignNumber,
    )
    .option('--json', 'print slo.json (parity.slo/1) on standard output')
    .addHelpText('after', EXAMPLES)
    .action(async (options: SloOptions) => {
      finish(await runSlo(options))
    })
}

async function runSlo(options: SloOptions): Promise<number> {
  const review = options.review === undefined ? undefined : await readReview(options.review)
  return await withProject(options.project, async (workbench) => {
    const task = startTerminalTask()
    try {
      const imported = await importFiles(workbench, serviceRequests(options), task)
      const request = {
        ...(options.asOf !== undefined && { asOf: options.asOf }),
        ...(review && { review }),
        ...(options.burn !== undefined && { burn: burnOf(options.burn) }),
      }
      const document = await sloHistory(workbench, request, task)
      task.end()
      const written = options.out === undefined ? [] : [join(options.out, 'slo.json')]
      for (const path of written) await writeWhole(path, `${JSON.stringify(document, null, 2)}\n`)
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(document)}\n`
          : `${importText(imported)}\n${sloText(document, written)}`,
      )
      return exitCode(document, options.failOn)
    } finally {
      task.end()
    }
  })
}

function burnOf(given: Record<string, number>): BurnThresholds {
  const parsed = burnThresholdsSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const said = Object.entries(given).map(([window, rate]) => `${window}=${rate}`)
  throw new AppError(
    'USAGE',
    `--burn takes 1h, 6h, 24h or 3d and a rate above 0, such as 1h=10; it was ${said.join(', ')}.`,
  )
}

function exitCode({ overall }: SloDocument, failOn: Tier | undefined): number {
  return failOn !== undefined && TIERS.indexOf(overall.tier) >= TIERS.indexOf(failOn) ? EXIT.failedGate : EXIT.done
}
