import { endQuietlyOnClosedPipe } from './closed-pipe.ts'
import { runProgram } from './run-program.ts'

/** The workbench's database is in another process, so `serve` starts sooner without the commands that load one here. */
async function run(argv: readonly string[]): Promise<number> {
  if (argv[2] === 'serve') return await runProgram(argv, (await import('./serve-command.ts')).addServeCommand)
  return await (await import('./program.ts')).runCommand(argv)
}

endQuietlyOnClosedPipe()
process.exitCode = await run(process.argv)
