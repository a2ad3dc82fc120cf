import { join } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '#shared/errors.ts'
import { capitalised, plain } from '#domain/report/number-text.ts'
import type { CalibrationDocument } from '#shared/simulate/calibration-document.ts'
import { storeCalibration } from '#engine/calibrate-simulator.ts'
import { writeWhole } from '../write-whole.ts'
import { reviewRequest } from './review-options.ts'
import { loadFiles, withSimulation, type SimulationOptions } from './simulation-options.ts'
import { startTerminalTask } from './terminal-task.ts'
import { withProject } from './with-project.ts'

const EXAMPLES = `
With --project the fitted set is stored there as the next version of the scenario "as-live"; nothing is replaced.

Examples:
  parity calibrate --live live.csv --backtest backtest.csv --market quotes.csv --orders orders.csv --out fitted
  parity simulate --backtest backtest.csv --live live.csv --scenario fitted/as-live.json`

/** Adds `parity calibrate`. */
export function addCalibrateCommand(program: Command): void {
  withSimulation(
    program
      .command('calibrate')
      .description("Fit the simulator's parameters to live trades, and test the fit on days it has not seen."),
  )
    .addHelpText('after', EXAMPLES)
    .action(runCalibrate)
}

async function runCalibrate(options: SimulationOptions): Promise<void> {
  if (options.project === undefined && options.live === undefined)
    throw new AppError('USAGE', 'Give the trades to calibrate to: --live FILE, or a --project that holds them.')
  await withProject(
    options.project,
    async (workbench) => {
      const task = startTerminalTask()
      try {
        await loadFiles(workbench, options, task)
        const document = await storeCalibration(workbench, reviewRequest(options), task)
        task.end()
        const written = await writeFiles(document, options.out)
        process.stdout.write(
          options.json === true
            ? `${JSON.stringify(document)}\n`
            : calibrationText(document, options.project !== undefined, written),
        )
      } finally {
        task.end()
      }
    },
    options.workers,
  )
}

async function writeFiles(document: CalibrationDocument, out: string | undefined): Promise<string[]> {
  if (out === undefined) return []
  const files = { 'calibration.json': document, 'as-live.json': document.scenario }
  for (const [name, content] of Object.entries(files))
    await writeWhole(join(out, name), `${JSON.stringify(content, null, 2)}\n`)
  return Object.keys(files).map((name) => join(out, name))
}

function currentWords({ current }: CalibrationDocument): string {
  return current === null ? 'the defaults' : `${current.name}, version ${current.version},`
}

function storedWords({ scenario }: CalibrationDocument, isKept: boolean): string {
  return isKept
    ? `Stored as scenario "${scenario.name}", version ${scenario.version}.`
    : 'Not stored as a scenario: give --project FILE to keep it, or --out DIR for a scenario file.'
}

function calibrationText(document: CalibrationDocument, isKept: boolean, written: readonly string[]): string {
  const digits = (value: number) => String(Number(value.toPrecision(4)))
  const rows = document.parameters.map(({ name, current, fitted, interval, reason }) => {
    const range = interval === null ? '' : ` [${digits(interval[0])}, ${digits(interval[1])}]`
    const value = fitted === null ? 'not identifiable' : `${digits(fitted)}${range}`
    return `  ${name.padEnd(20)}${value.padEnd(34)}(was ${digits(current)})${reason === null ? '' : ` ${reason}`}`
  })
  const out = document.validation.holdout?.out_of_sample.fitted
  const coverage =
    out === undefined
      ? []
      : [
          `Out of sample: mean absolute error ${plain(out.mae, 2)} bps, bias ${plain(out.bias, 2)} bps; bands of 50 % hold ${plain(100 * out.coverage50, 1)} %, of 90 % ${plain(100 * out.coverage90, 1)} %.`,
        ]
  const lines = [
    `Fitted to ${document.orders} live orders from ${document.from} to ${document.to}; 95 % intervals, and what ${currentWords(document)} had:`,
    ...rows,
    ...coverage,
    ...document.validation.others.map(({ part, sentence }) => `${capitalised(part)}: ${sentence}`),
    document.sentence,
    storedWords(document, isKept),
    ...written.map((path) => `written: ${path}`),
  ]
  return `${lines.join('\n')}\n`
}
