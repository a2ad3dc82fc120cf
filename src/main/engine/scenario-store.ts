import { AppError } from '#shared/errors.ts'
import { isPresetName, PRESETS, presetScenario, type PresetName } from '#shared/simulate/presets.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Clock } from './ports.ts'

/** A stored version of a scenario, whence it came and when. */
export interface StoredScenario {
  readonly scenario: Scenario
  readonly source: 'user' | 'calibration'
  readonly note: string
  readonly savedAt: string
}

/** Returns every stored scenario: by name, newest version first. */
export async function storedScenarios(store: Store): Promise<StoredScenario[]> {
  return (await store.rows(queries.scenarios, {})).map(
    ({ name, version, seed, draws, params, source, note, saved_at }) => ({
      scenario: parseScenario({ name, version, seed, draws, params: JSON.parse(params) as unknown }),
      source: source === 'calibration' ? 'calibration' : 'user',
      note,
      savedAt: saved_at,
    }),
  )
}

/** Stores a scenario as the next version of its name; nothing is replaced. Returns it with that version. */
export async function saveScenario(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  scenario: Scenario,
  source: StoredScenario['source'],
  note: string,
): Promise<Scenario> {
  return await store.transaction(async () => {
    const versions = (await storedScenarios(store)).filter((stored) => stored.scenario.name === scenario.name)
    const version = 1 + Math.max(0, ...versions.map((stored) => stored.scenario.version))
    const { name, seed, draws, params } = scenario
    await store.run(queries.addScenario, {
      ...{ name, version, seed, draws, source, note },
      params: JSON.stringify(params),
      saved_us: clock.nowMicros(),
    })
    return { ...scenario, version }
  })
}

/** A scenario as a user names it: a set of parameters, or the name of a preset or stored scenario (`name@2` for a version). */
export type ScenarioChoice = Scenario | string

/** What names stand for in a run: the backtest's own assumptions, what `as-live` is, and which scenario presets change. */
export interface NamedScenarios {
  readonly baseline: Scenario
  readonly asLive: () => Promise<Scenario>
  readonly on: Scenario | null
}

/**
 * Returns the chosen scenarios, the baseline first whether named or not; `overrides` replace seed and draws of all, so that
 * they share their random numbers. Throws PARAMETER_INVALID for a name that is none.
 */
export async function chooseScenarios(
  store: Store,
  choices: readonly ScenarioChoice[],
  named: NamedScenarios,
  overrides: { readonly seed?: number; readonly draws?: number } = {},
): Promise<Scenario[]> {
  const chosen: Scenario[] = []
  for (const choice of ['baseline', ...choices]) {
    const scenario = typeof choice === 'string' ? await scenarioNamed(store, choice, named) : choice
    const complete = parseScenario({ ...scenario, ...overrides })
    if (!chosen.some((known) => JSON.stringify(known) === JSON.stringify(complete))) chosen.push(complete)
  }
  return chosen
}

async function scenarioNamed(store: Store, choice: string, named: NamedScenarios): Promise<Scenario> {
  const [name = '', version] = choice.split('@')
  const stored = (await storedScenarios(store)).find(
    ({ scenario }) => scenario.name === name && (version === undefined || scenario.version === Number(version)),
  )
  if (stored !== undefined) return stored.scenario
  if (version === undefined && name === 'baseline') return named.baseline
  if (version === undefined && name === 'as-live') return await named.asLive()
  if (version === undefined && isPresetName(name)) return presetScenario(name, {}, named.on ?? baseOf(name, named))
  throw new AppError(
    'PARAMETER_INVALID',
    `There is no scenario "${choice}". Name a scenario file, a stored scenario or one of ${Object.keys(PRESETS).join(', ')}.`,
  )
}

/** Live's latency is a question about the backtest as it is; the other presets ask about the simulator's defaults, with the fees the backtest paid. */
function baseOf(name: PresetName, { baseline }: NamedScenarios): Scenario {
  if (name === 'live-latency') return baseline
  const { maker_fee_bps, taker_fee_bps } = baseline.params
  return parseScenario({ name, params: { maker_fee_bps, taker_fee_bps } })
}
