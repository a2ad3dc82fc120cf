import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { AppError } from '#shared/errors.ts'
import { verifyAudit } from '#engine/audit-log.ts'
import { withProject } from './with-project.ts'

/** Adds `parity audit verify`. */
export function addAuditCommand(program: Command): void {
  const audit = program
    .command('audit')
    .description('The append-only, hash-chained log of what was loaded, decided and done.')
  audit.exitOverride()
  audit
    .command('verify')
    .description('Check the whole chain; exit 4 naming the first entry that was changed, removed or added.')
    .requiredOption('--project <file>', 'project file')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', '\nExample:\n  parity audit verify --project strategy.duckdb')
    .exitOverride()
    .action(async (options: { project: string; json?: boolean }) => {
      const { project } = options
      // Opening would make it, and an empty log is intact.
      if (!existsSync(project))
        throw new AppError('FILE_MISSING', `Cannot verify ${project}: there is no such project; check its name.`, {
          file: project,
        })
      const { entries, head } = await withProject(project, ({ store }) => verifyAudit(store))
      const text = `The audit log is intact: ${entries} entries, head ${head}.`
      process.stdout.write(
        options.json === true ? `${JSON.stringify({ schema: 'parity.audit/1', entries, head })}\n` : `${text}\n`,
      )
    })
}
