import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { EXIT } from '#shared/errors.ts'
import { TIERS, type SloDocument, type Tier } from '#shared/slo.ts'
import { importFiles } from '#engine/import-files.ts'
import { sloHistory } from '#engine/slo-history.ts'
import { importText, withAnswers } from './import-command.ts'
import { writeWhole } from '../write-whole.ts'
import { readReview, serviceRequests, withServiceFiles, type ServiceOptions } from './service-options.ts'
import { sloText } from './slo-text.ts'
import { startTerminalTask } from './terminal-task.ts'
import { withProject } from './with-project.ts'

interface SloOptions extends ServiceOptions {
  readonly failOn?: Tier
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
      const request = { ...(options.asOf !== undefined && { asOf: options.asOf }), ...(review && { review }) }
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

function exitCode({ overall }: SloDocument, failOn: Tier | undefined): number {
  return failOn !== undefined && TIERS.indexOf(overall.tier) >= TIERS.indexOf(failOn) ? EXIT.failedGate : EXIT.done
}
