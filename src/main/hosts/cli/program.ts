import { Command, CommanderError } from 'commander'
import { AppError, CancelledError, EXIT, exitCodeOf } from '#shared/errors.ts'
import { version } from '../../compose.ts'
import { addAuditCommand } from './audit-command.ts'
import { addCalibrateCommand } from './calibrate-command.ts'
import { addCanaryCommand } from './canary-command.ts'
import { addDailyCommand } from './daily-command.ts'
import { addImportCommand } from './import-command.ts'
import { addMergeCommand } from './merge-command.ts'
import { errorDocument } from './output.ts'
import { addReviewCommand } from './review-command.ts'
import { addSampleCommand } from './sample-command.ts'
import { addServeCommand } from './serve-command.ts'
import { addSimulateCommand } from './simulate-command.ts'
import { addSloCommand } from './slo-command.ts'
import { addSweepCommand } from './sweep-command.ts'

/** Runs the batch command and returns its exit code: 0 done, 1 a bug, 2 usage, 3 a gate the caller asked to fail on, 4 input rejected, 5 project busy. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done
  const program = new Command('parity')
    .description(
      'Says why a live strategy drifted from its backtest: tracking error, attribution to the cent, reports. Works offline.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(run with --help for the options)')
  const finish = (code: number) => (exitCode = code)
  addReviewCommand(program, finish)
  addImportCommand(program)
  addSimulateCommand(program)
  addMergeCommand(program)
  addSweepCommand(program)
  addCalibrateCommand(program)
  addSloCommand(program, finish)
  addCanaryCommand(program, finish)
  addDailyCommand(program, finish)
  addAuditCommand(program)
  addSampleCommand(program)
  addServeCommand(program)
  for (const command of program.commands) command.exitOverride()
  try {
    await program.parseAsync(argv)
    return exitCode
  } catch (error) {
    return fail(error, argv.includes('--json'))
  }
}

function fail(error: unknown, json: boolean): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done
  if (json) process.stdout.write(`${JSON.stringify(errorDocument(error))}\n`)
  if (error instanceof CommanderError) return EXIT.usage
  if (error instanceof AppError)
    process.stderr.write(`parity: ${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}\n`)
  else if (error instanceof CancelledError) process.stderr.write(`parity: ${error.message}\n`)
  else
    process.stderr.write(
      `parity: this is a bug in parity, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
  return error instanceof CancelledError ? 130 : exitCodeOf(error)
}
