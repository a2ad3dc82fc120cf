import { Option, type Command } from 'commander'
import { ROLES, type Role } from '#shared/canonical.ts'
import type { ImportReport } from '#shared/review.ts'
import { importFiles } from '#engine/import-files.ts'
import { answersOf, appendText, assignNumber, durationMicros, positive, type AnswerOptions } from './parse-options.ts'
import { startTerminalTask } from './terminal-task.ts'
import { withProject } from './with-project.ts'

interface ImportOptions extends AnswerOptions {
  readonly role: Role
  readonly project: string
  readonly barInterval?: number
  readonly mapping?: string
  readonly json?: boolean
}

/** Adds `parity import`. */
export function addImportCommand(program: Command): void {
  const command = program
    .command('import')
    .description('Load files into a project and print what was read, accepted and rejected.')
  withEquityFiles(withService(withAnswers(command)))
    .argument('<files...>', 'files to load')
    .addOption(new Option('--role <role>', 'what the files are').choices(ROLES).makeOptionMandatory())
    .requiredOption('--project <file>', 'project file, made if it does not exist')
    .option('--capital <amount>', "account value before the first of a file's returns, with --role equity", positive)
    .option('--json', 'print one JSON document (parity.import/1) on standard output')
    .addHelpText('after', '\nExample:\n  parity import fills.csv --role live --project strategy.duckdb')
    .action(runImport)
}

/** Adds the options that answer what a file cannot say of itself. */
export function withAnswers(command: Command): Command {
  return command
    .option('--zone <zone>', 'time zone of times without an offset, for example Europe/Paris')
    .addOption(new Option('--date-order <order>', 'order of dates such as 12/10/2024').choices(['dmy', 'mdy']))
    .addOption(new Option('--decimal <mark>', 'decimal mark').choices(['.', ',']))
    .addOption(new Option('--fee-sign <sign>', 'what a positive fee means').choices(['charged', 'negative-charged']))
    .option('--symbol <symbol>', 'symbol of files that name none, in their rows or their name')
    .option('--security <kind>', 'kind of security of LEAN data kept outside its folders, for example equity')
    .option('--contract-size <symbol=coins...>', 'what one contract holds, where a file counts contracts', assignNumber)
    .option('--bar-interval <length>', 'length of one bar, for example 5m', durationMicros)
    .option('--mapping <file>', 'mapping file (TOML) for files of no known format; see docs/formats.md')
}

/** Adds the option that says what several equity files are. */
export function withEquityFiles(command: Command): Command {
  return command.addOption(
    new Option(
      '--equity-files <are>',
      'what equity files of the same time are: accounts that add up, or one account, for which the last file speaks',
    ).choices(['accounts', 'one']),
  )
}

/** Adds the option that says which service of an uptime file counts. */
export function withService(command: Command): Command {
  return command.option(
    '--service <name>',
    'the service of uptime files the strategy depends on, again for each further one, or all: down when any of them is',
    appendText,
  )
}

async function runImport(files: string[], options: ImportOptions): Promise<void> {
  const task = startTerminalTask()
  try {
    const requests = files.map((path) => ({
      path,
      role: options.role,
      answers: answersOf(options, options.role),
      ...(options.barInterval !== undefined && { barMicros: options.barInterval }),
      ...(options.mapping !== undefined && { mapping: options.mapping }),
    }))
    const report = await withProject(options.project, (workbench) => importFiles(workbench, requests, task))
    task.end()
    process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : importText(report))
  } finally {
    task.end()
  }
}

/** Returns an import report as lines for a person. */
export function importText(report: ImportReport): string {
  const lines = report.inputs.map(
    ({ path, role, format, rows }) =>
      `${path} (${role}, ${format}): ${rows.read} read, ${rows.accepted} accepted, ${rows.rejected} rejected`,
  )
  const rejects = report.rejects.slice(0, 10).map(({ file, line, place, column, message }) => {
    const where = line === null ? (place ?? '') : `line ${line}`
    return `  ${file}, ${where}${column === null ? '' : `, column ${column}`}: ${message}`
  })
  const rest = report.inputs.reduce((total, input) => total + input.rows.rejected, 0) - rejects.length
  const more = rest > 0 ? [`  … and ${rest} more rejected rows`] : []
  return [...lines, ...rejects, ...more, ...report.notes, ''].join('\n')
}
