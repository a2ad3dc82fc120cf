import { calibrate } from '#domain/simulate/calibrate/calibrate.ts'
import { calibrationDocument } from '#domain/simulate/calibrate/calibration-document.ts'
import type { Stepwise } from '#domain/simulate/calibrate/stepwise.ts'
import { reviewedStrategy } from '#domain/parity/strategy.ts'
import { AppError } from '#shared/errors.ts'
import type { CalibrationDocument } from '#shared/simulate/calibration-document.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Task } from './ports.ts'
import type { ReviewRequest } from './review-settings.ts'
import type { SimulationTools } from './run-scenarios.ts'
import { saveScenario } from './scenario-store.ts'
import { prepareSides } from './simulation-orders.ts'
import { executedFills, readExecutions, readLiveOrders } from './simulation-orders-read.ts'
import { letOthersIn } from './step.ts'

/** Fits the simulator to the live orders of the evaluated days, starting from `current` (the defaults when null), and validates it on days it has not seen, cancellable between pieces of some tens of milliseconds. Stores nothing. Throws PARAMETER_INVALID without live orders. */
export async function calibrateSimulator(
  { store, version }: Pick<SimulationTools, 'store' | 'version'>,
  request: ReviewRequest,
  current: Scenario | null,
  task: Task,
): Promise<CalibrationDocument> {
  const { settings, hasLive } = await prepareSides(store, request, task)
  if (!hasLive)
    throw new AppError('PARAMETER_INVALID', 'There are no live trades to calibrate to. Load them with --live FILE.')
  const executions = await readExecutions(store, 'live', task)
  const orders = await readLiveOrders(store, settings.strategy && reviewedStrategy(settings.strategy).live, task)
  const days = (await store.rows(queries.evaluatedDays, {})).map(({ day }) => day)
  const work = calibrate({
    fills: executedFills(executions),
    orders,
    current: current ?? parseScenario({ name: 'as-live' }),
    currency: settings.currency ?? 'quote currency',
    seed: settings.seed,
  })
  const calibration = await runStepwise(work, task)
  return calibrationDocument(calibration, version, days, executions.qty.length)
}

/** Runs work piece by piece: reports its steps, lets other calls in between, and throws CancelledError when cancelled meanwhile. */
async function runStepwise<T>(work: Stepwise<T>, task: Task): Promise<T> {
  for (;;) {
    const next = work.next()
    if (next.done === true) return next.value
    if (next.value !== null) task.report(next.value)
    await letOthersIn(task)
  }
}

/** Calibrates as {@link calibrateSimulator} does and stores the fitted set as the next version of `as-live`. */
export async function storeCalibration(
  tools: SimulationTools,
  request: ReviewRequest,
  current: Scenario | null,
  task: Task,
): Promise<CalibrationDocument> {
  const document = await calibrateSimulator(tools, request, current, task)
  const note = `Fitted to ${document.orders} live orders from ${document.from} to ${document.to}. ${document.sentence}`
  return { ...document, scenario: await saveScenario(tools, document.scenario, 'calibration', note) }
}
