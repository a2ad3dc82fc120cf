import { join } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '#shared/errors.ts'
import { parseShardNumber, type ShardNumber } from '#domain/simulate/shard.ts'
import { prepareRun, runScenarios, runShard } from '#engine/run-scenarios.ts'
import type { SimulateDocument } from '#shared/simulate/document.ts'
import { writeWhole } from '../write-whole.ts'
import { collectMany } from './parse-options.ts'
import { reviewRequest } from './review-options.ts'
import { simulateText } from './simulate-text.ts'
import {
  loadFiles,
  readOrders,
  scenariosOf,
  withDraws,
  withSimulation,
  type SimulationOptions,
} from './simulation-options.ts'
import { startTerminalTask } from './terminal-task.ts'
import { withProject } from './with-project.ts'

interface SimulateOptions extends SimulationOptions {
  readonly scenario?: string[]
  readonly shard?: string
}

const EXAMPLES = `
The first scenario is always the baseline: the backtest's own assumptions. Scenarios share their random numbers.

Examples:
  parity simulate --backtest backtest.csv --scenario slow-network double-spread
  parity simulate --backtest backtest.csv --live live.csv --market quotes.csv --capital 1e5 --scenario live-latency
  parity simulate --backtest backtest.csv --scenario mine.json --draws 1000 --seed 7 --json
  parity simulate --backtest backtest.csv --scenario mine.json --draws 1000 --shard 2/8 --out parts`

/** Adds `parity simulate`. */
export function addSimulateCommand(program: Command): void {
  const command = program
    .command('simulate')
    .description(
      "Run the backtest's orders through the execution simulator: what fills, costs and tracking error would be.",
    )
  withDraws(withSimulation(command))
    .option('--scenario <names...>', 'scenario files, presets or stored scenarios', collectMany)
    .option('--shard <i/n>', 'compute part i of n only; "parity merge" puts the parts together')
    .addHelpText('after', EXAMPLES)
    .action(runSimulate)
}

async function runSimulate(options: SimulateOptions): Promise<void> {
  if (options.project === undefined && options.backtest === undefined)
    throw new AppError('USAGE', 'Give the orders to simulate: --backtest FILE, or a --project that holds them.')
  const shard = options.shard === undefined ? null : parseShardNumber(options.shard)
  await withProject(
    options.project,
    async (workbench) => {
      const task = startTerminalTask()
      try {
        await loadFiles(workbench, options, task)
        const input = await readOrders(workbench, options, task)
        const scenarios = await scenariosOf(workbench, options.scenario ?? [], input, options, task)
        const run = prepareRun(workbench, input, scenarios)
        const request = reviewRequest(options)
        if (shard === null) {
          const document = await runScenarios(workbench, run, request, task)
          task.end()
          await writeSimulation(document, options)
        } else {
          const part = await runShard(workbench, run, shard, request, task)
          task.end()
          await writePart(JSON.stringify(part), shard, options)
        }
      } finally {
        task.end()
      }
    },
    options.workers,
  )
}

/** Writes parity.simulate/1 into the folder asked for and prints it, as JSON or as text. */
export async function writeSimulation(
  document: SimulateDocument,
  { out, json }: { readonly out?: string; readonly json?: boolean },
): Promise<void> {
  const written = out === undefined ? [] : [join(out, 'simulate.json')]
  for (const path of written) await writeWhole(path, `${JSON.stringify(document, null, 2)}\n`)
  process.stdout.write(json === true ? `${JSON.stringify(document)}\n` : simulateText(document, written))
}

async function writePart(text: string, { index, of }: ShardNumber, { out }: SimulateOptions): Promise<void> {
  if (out === undefined) {
    process.stdout.write(`${text}\n`)
    return
  }
  const path = join(out, `shard-${index}-of-${of}.json`)
  await writeWhole(path, `${text}\n`)
  process.stdout.write(`written: ${path}\n`)
}
