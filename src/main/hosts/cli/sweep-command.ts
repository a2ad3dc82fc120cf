import { join } from 'node:path'
import type { Command } from 'commander'
import type { GridAxis } from '#domain/simulate/sweep.ts'
import { AppError } from '#shared/errors.ts'
import type { SweepDocument } from '#shared/simulate/sweep-document.ts'
import { sweepScenarios } from '#engine/run-sweep.ts'
import { writeWhole } from '../write-whole.ts'
import { wholeFrom } from './parse-options.ts'
import {
  axis,
  loadFiles,
  readOrders,
  scenariosOf,
  withDraws,
  withSimulation,
  type SimulationOptions,
} from './simulation-options.ts'
import { sweepText } from './sweep-text.ts'
import { startTerminalTask } from './terminal-task.ts'
import { withProject } from './with-project.ts'

interface SweepOptions extends SimulationOptions {
  readonly scenario?: string
  readonly vary?: GridAxis[]
  readonly lhs?: number
}

const EXAMPLES = `
Examples:
  parity sweep --backtest backtest.csv --live live.csv --capital 1e5 --vary base_bps=0:5:0.5 --vary taker_fee_bps=2:10:1
  parity sweep --backtest backtest.csv --scenario as-live --live live.csv --vary network_extra_ms=0:200 --vary rho=0:0.9 --lhs 50`

/** Adds `parity sweep`. */
export function addSweepCommand(program: Command): void {
  const command = program
    .command('sweep')
    .description(
      'Run a grid, or a Latin hypercube, over parameters of the simulator; every point with the same random numbers.',
    )
  withDraws(withSimulation(command))
    .option('--scenario <name>', 'scenario that is varied (default: baseline)')
    .option('--vary <parameter=low:high:step>', 'a parameter and its range; repeatable', axis)
    .option('--lhs <n>', 'n points of a Latin hypercube over the ranges instead of a grid', wholeFrom(1))
    .addHelpText('after', EXAMPLES)
    .action(runSweep)
}

async function runSweep(options: SweepOptions): Promise<void> {
  if (options.project === undefined && options.backtest === undefined)
    throw new AppError('USAGE', 'Give the orders to simulate: --backtest FILE, or a --project that holds them.')
  if (options.vary === undefined)
    throw new AppError('USAGE', 'Say what to vary: --vary PARAMETER=LOW:HIGH:STEP, such as --vary base_bps=0:5:0.5.')
  const axes = options.vary
  await withProject(
    options.project,
    async (workbench) => {
      const task = startTerminalTask()
      try {
        await loadFiles(workbench, options, task)
        const input = await readOrders(workbench, options, task)
        const names = options.scenario === undefined ? [] : [options.scenario]
        const scenarios = await scenariosOf(workbench, names, input, options, task)
        const request = { base: scenarios.at(-1)!, axes, hypercube: options.lhs ?? null }
        const document = await sweepScenarios(workbench, input, request, task)
        task.end()
        await writeSweep(document, options)
      } finally {
        task.end()
      }
    },
    options.workers,
  )
}

async function writeSweep(document: SweepDocument, { out, json }: SweepOptions): Promise<void> {
  const written = out === undefined ? [] : [join(out, 'sweep.json')]
  for (const path of written) await writeWhole(path, `${JSON.stringify(document, null, 2)}\n`)
  process.stdout.write(json === true ? `${JSON.stringify(document)}\n` : sweepText(document, written))
}
