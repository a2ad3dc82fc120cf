import { Command, CommanderError } from 'commander'
import { AppError, CancelledError, EXIT, exitCodeOf } from '#shared/errors.ts'
import { version } from '../../../../package.json' with { type: 'json' }
import { errorDocument } from './output.ts'

/** Adds commands to the program; `finish` sets the exit code of one that ends without an error. */
export type AddCommands = (program: Command, finish: (code: number) => void) => void

/** Runs the batch command and returns its exit code: 0 done, 1 a bug, 2 usage, 3 a gate the caller asked to fail on, 4 input rejected, 5 project busy. */
export async function runProgram(argv: readonly string[], addCommands: AddCommands): Promise<number> {
  let exitCode: number = EXIT.done
  const program = new Command('parity')
    .description(
      'Says why a live strategy drifted from its backtest: tracking error, attribution to the cent, reports. Works offline.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(run with --help for the options)')
  addCommands(program, (code) => (exitCode = code))
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
