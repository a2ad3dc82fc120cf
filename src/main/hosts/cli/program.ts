import type { Command } from 'commander'
import { addAuditCommand } from './audit-command.ts'
import { addCalibrateCommand } from './calibrate-command.ts'
import { addCanaryCommand } from './canary-command.ts'
import { addDailyCommand } from './daily-command.ts'
import { addImportCommand } from './import-command.ts'
import { addMergeCommand } from './merge-command.ts'
import { addReviewCommand } from './review-command.ts'
import { runProgram } from './run-program.ts'
import { addSampleCommand } from './sample-command.ts'
import { addServeCommand } from './serve-command.ts'
import { addSimulateCommand } from './simulate-command.ts'
import { addSloCommand } from './slo-command.ts'
import { addSweepCommand } from './sweep-command.ts'

/** Runs the batch command with every command it has and returns its exit code, see {@link runProgram}. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  return await runProgram(argv, addCommands)
}

/** Adds every command, in the order of the help. */
function addCommands(program: Command, finish: (code: number) => void): void {
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
}
