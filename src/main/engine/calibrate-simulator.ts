import { reviewedStrategy } from '#domain/parity/strategy.ts'
import { AppError } from '#shared/errors.ts'
import type { CalibrationDocument } from '#shared/simulate/calibration-document.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Task } from './ports.ts'
import type { ReviewRequest } from './review-settings.ts'
import type { SimulationTools } from './run-scenarios.ts'
import { saveScenario, storedScenarios } from './scenario-store.ts'
import { prepareSides } from './simulation-orders.ts'
import { executedFills, readExecutions, readLiveOrders } from './simulation-orders-read.ts'

/**
 * Fits the simulator to the live orders of the evaluated days, starting from and held against the set fitted and stored last
 * (the defaults where there is none), and validates it on days it has not seen. Stores nothing. Throws PARAMETER_INVALID
 * without live orders.
 */
export async function calibrateSimulator(
  { store, compute, version }: Pick<SimulationTools, 'store' | 'compute' | 'version'>,
  request: ReviewRequest,
  task: Task,
): Promise<CalibrationDocument> {
  const { settings, hasLive } = await prepareSides(store, request, task)
  if (!hasLive)
    throw new AppError('PARAMETER_INVALID', 'There are no live trades to calibrate to. Load them with --live FILE.')
  const executions = await readExecutions(store, 'live', task)
  const orders = await readLiveOrders(store, settings.strategy && reviewedStrategy(settings.strategy).live, task)
  const days = (await store.rows(queries.evaluatedDays, {})).map(({ day }) => day)
  const current = await lastCalibrated(store)
  const input = {
    fills: executedFills(executions),
    orders,
    current: current ?? parseScenario({ name: 'as-live' }),
    currency: settings.currency ?? 'quote currency',
    seed: settings.seed,
  }
  const currentName = current && { name: current.name, version: current.version }
  const asked = { input, currentName, days, orders: executions.qty.length, version }
  return await compute.calibrate(asked, { signal: task.signal, onStep: (step) => task.report(step) })
}

/** Returns the set fitted to live that was stored last; null where there is none. */
async function lastCalibrated(store: Store): Promise<Scenario | null> {
  const fitted = (await storedScenarios(store)).filter(({ source }) => source === 'calibration')
  return fitted.toSorted((a, b) => b.savedAt.localeCompare(a.savedAt))[0]?.scenario ?? null
}

/** Calibrates as {@link calibrateSimulator} does and stores the fitted set as the next version of `as-live`. */
export async function storeCalibration(
  tools: SimulationTools,
  request: ReviewRequest,
  task: Task,
): Promise<CalibrationDocument> {
  const document = await calibrateSimulator(tools, request, task)
  const note = `Fitted to ${document.orders} live orders from ${document.from} to ${document.to}. ${document.sentence}`
  return { ...document, scenario: await saveScenario(tools, document.scenario, 'calibration', note) }
}
