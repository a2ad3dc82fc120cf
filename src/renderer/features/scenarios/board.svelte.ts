import { PRESETS } from '#shared/simulate/presets.ts'
import type { Scenario } from '#shared/simulate/scenario.ts'
import { Resource } from '../../state/resource.svelte.ts'
import type { Workbench } from '../../state/workbench.ts'
import type { Base, BaseName } from './bases.ts'
import { formatChoice, parseChoice, resolveChoice, titleOf, type Choice } from './choice.ts'
import { recombine } from './instant.ts'
import type { ScenarioResult } from './metrics.ts'
import { Sliders } from './sliders.svelte.ts'

/** Scenarios compared at once, beside the baseline. */
const MOST_PINNED = 4
const FIRST = { seed: 42, draws: 100 }

/** What the Scenarios screen compares: the address says which scenarios, the engine what comes out. */
export class ScenarioBoard {
  readonly #workbench: Workbench
  readonly list
  /** The bases as they stand over the loaded backtest, known after one draw of each. */
  readonly #resolved
  readonly run
  readonly #sliders
  /** The parameters while a slider moves, before the address follows. */
  draft = $state.raw<Choice | null>(null)
  problem = $state.raw<unknown>(null)
  #runKey = $state('')
  /** The scenario at hand recombined from the last run's sums; null where it was run itself, or differs in more than instant parameters. */
  readonly recombined: ScenarioResult | null = $derived.by(() => this.#recombine())

  constructor(workbench: Workbench) {
    this.#workbench = workbench
    this.list = new Resource(workbench.jobs, 'Reading scenarios', 'scenario.list')
    this.#resolved = new Resource(workbench.jobs, 'Reading orders', 'scenario.run')
    this.run = new Resource(workbench.jobs, 'Simulating', 'scenario.run')
    this.#sliders = new Sliders(workbench)
  }

  get choice(): Choice {
    return this.draft ?? parseChoice(this.#workbench.router.param('edit') ?? 'baseline')
  }

  get pins(): readonly Choice[] {
    return (this.#workbench.router.route.params['pin'] ?? []).slice(0, MOST_PINNED).map(parseChoice)
  }

  get settings(): { seed: number; draws: number } {
    const { router } = this.#workbench
    return {
      seed: wholeOr(router.param('seed'), FIRST.seed, 0, 0xffffffff),
      draws: wholeOr(router.param('draws'), FIRST.draws, 1, 1_000_000),
    }
  }

  get days(): { from?: string; to?: string } {
    const { from, to } = this.#workbench.router.filter
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  }

  /** Every base, presets first, then stored versions, the newest first. */
  get bases(): readonly BaseName[] {
    const saved = this.list.value?.saved ?? []
    return [
      ...Object.entries(PRESETS).map(([key, { meaning }]) => ({ key, meaning, kind: 'preset' as const })),
      ...saved.map(({ scenario, source, note, saved_at: at }) => ({
        key: `${scenario.name}@${scenario.version}`,
        meaning: `${note === '' ? '' : `${note} `}Saved ${at.slice(0, 10)}, seed ${scenario.seed}.`,
        kind: source === 'calibration' ? ('calibrated' as const) : ('saved' as const),
      })),
    ]
  }

  /** What is being read or simulated. */
  get jobs() {
    return [this.list.job, this.#resolved.job, this.run.job].filter((job) => job !== null)
  }

  /** The base of the scenario at hand with its parameters; null until the orders are read. */
  get base(): Base | null {
    const scenario = this.#scenarioOf(this.choice.base)
    const known = this.bases.find(({ key }) => key === this.choice.base)
    return scenario === null ? null : { key: this.choice.base, meaning: '', kind: 'saved', ...known, scenario }
  }

  /** The set calibrated to live that was stored last. */
  get calibrated(): Scenario | null {
    return this.list.value?.saved.find(({ source }) => source === 'calibration')?.scenario ?? null
  }

  /** The scenario at hand; null until its base is known, or where a parameter is wrong, which {@link error} then says. */
  get scenario(): Scenario | null {
    return this.#attempt().scenario
  }

  /** What went wrong: reading, running, or a parameter out of its range. */
  get error(): unknown {
    return this.problem ?? this.run.error ?? this.#attempt().error
  }

  /** Whether what went wrong is in the address: a parameter of it, or a base that is none. */
  get isChoiceWrong(): boolean {
    return (
      this.#attempt().error !== null ||
      (this.#resolved.error !== null && this.choice.base !== 'baseline' && !this.#isKnown)
    )
  }

  get #isKnown(): boolean {
    return this.bases.some(({ key }) => key === this.choice.base)
  }

  #attempt(): { scenario: Scenario | null; error: unknown } {
    const base = this.base
    if (base === null) return { scenario: null, error: null }
    try {
      return { scenario: resolveChoice(this.choice, base.scenario, this.settings), error: null }
    } catch (error) {
      return { scenario: null, error }
    }
  }

  /** Everything to compare beside the baseline: what is pinned, then what is at hand. */
  get wanted(): readonly Choice[] {
    const texts = [...this.pins, this.choice].map(formatChoice).filter((text) => text !== 'baseline')
    return distinct(texts).map(parseChoice)
  }

  /** What was run of it, the baseline first; the scenario at hand recombined where only instant parameters moved. */
  get results(): readonly ScenarioResult[] {
    const all = this.run.value?.scenarios ?? []
    const { recombined } = this
    const known = recombined === null ? all : [...all, recombined]
    const chosen = this.wanted.map(titleOf).flatMap((title) => known.find(({ name }) => name === title) ?? [])
    return all[0] === undefined ? [] : [all[0], ...chosen]
  }

  /** Why what is shown is not what is chosen, in words; null when it is. */
  get lacks(): string | null {
    if (this.run.value === null) return 'Not run yet.'
    if (this.#runKey !== this.#settingsKey()) return 'Seed, draws, days or files changed since the run.'
    return this.results.length - 1 < this.wanted.length ? 'The scenario at hand changed since the run.' : null
  }

  /** What was estimated of the orders of the last run, in sentences. */
  get inputs(): readonly string[] {
    return this.run.value?.inputs ?? []
  }

  #recombine(): ScenarioResult | null {
    const { source } = this.#sliders
    const { scenario } = this
    if (source === null || scenario === null || this.#runKey !== this.#settingsKey()) return null
    const wasRun = this.run.value?.scenarios.some(({ name }) => name === scenario.name) === true
    return wasRun ? null : recombine(source, scenario)
  }

  get isPinned(): boolean {
    const text = formatChoice(this.choice)
    return text === 'baseline' || this.pins.some((pin) => formatChoice(pin) === text)
  }

  get pinReason(): string | null {
    return this.pins.length >= MOST_PINNED ? `${MOST_PINNED} are pinned; let one go first` : null
  }

  /** Reads what is stored and what the chosen bases are over the loaded orders. */
  async open(): Promise<void> {
    const { session } = this.#workbench
    await Promise.all([
      this.list.load({}, session.revision),
      this.#resolved.load({ scenarios: this.#baseNames(), ...this.days, draws: 1, left: false }, session.revision),
    ])
    this.problem = this.#resolved.error ?? this.list.error
  }

  /** Runs everything wanted with one seed, so that differences are signal, not noise. */
  async start(): Promise<void> {
    const key = this.#settingsKey()
    const scenarios = this.#requests()
    if (scenarios.length < this.wanted.length) return
    const before = this.run.value
    await this.run.load({ scenarios, ...this.settings, ...this.days }, [key, performance.now()])
    // Cancelled, failed, or another run has begun: what is shown is still what it was.
    if (this.run.value === before) return
    this.#runKey = key
    await this.#prepareSliders()
  }

  pin(): void {
    const { router } = this.#workbench
    if (this.isPinned || this.pinReason !== null) return
    router.set({ pin: [...this.pins, this.choice].map(formatChoice) })
    if (this.lacks !== null || this.recombined !== null) void this.start()
  }

  unpin(choice: Choice): void {
    const kept = this.pins.map(formatChoice).filter((text) => text !== formatChoice(choice))
    this.#workbench.router.set({ pin: kept })
  }

  /** Makes a choice the scenario at hand. `done` false is a slider on its way. */
  choose(choice: Choice, done = true): void {
    if (!done) {
      this.draft = choice
      return
    }
    this.#workbench.router.set({ edit: formatChoice(choice) })
    this.draft = null
  }

  /** Stores the scenario at hand as the next version of a name and makes that the base. */
  async save(name: string): Promise<Scenario | null> {
    const scenario = this.scenario
    if (scenario === null) return null
    const note = `From ${titleOf(this.choice)}.`
    const { done } = this.#workbench.jobs.call('Saving the scenario', 'scenario.save', {
      scenario: { ...scenario, name, version: 1 },
      note,
    })
    const { scenario: saved } = await done
    await this.list.load({}, performance.now())
    this.choose({ base: `${saved.name}@${saved.version}`, set: {}, add: {} })
    return saved
  }

  #baseNames(): string[] {
    return distinct(this.wanted.map(({ base }) => base)).filter((base) => base !== 'baseline')
  }

  /** The baseline comes first, the others in the order they were asked for. */
  #scenarioOf(base: string): Scenario | null {
    const at = base === 'baseline' ? 0 : this.#baseNames().indexOf(base) + 1
    const found = this.#resolved.value?.scenarios[at]
    if (found === undefined || (base !== 'baseline' && found.name !== base.split('@')[0])) return null
    const { name, version, seed, draws, params } = found
    return { name, version, seed, draws, params }
  }

  #requests(): Scenario[] {
    try {
      this.problem = null
      return this.wanted.flatMap((choice) => this.#request(choice) ?? [])
    } catch (error) {
      this.problem = error
      return []
    }
  }

  #request(choice: Choice): Scenario | null {
    const base = this.#scenarioOf(choice.base)
    return base === null ? null : resolveChoice(choice, base, this.settings)
  }

  /** Sums of the scenario at hand, so that its sliders need no engine. */
  async #prepareSliders(): Promise<void> {
    const [baseline] = this.run.value?.scenarios ?? []
    const result = this.results.at(-1)
    if (baseline === undefined || result === undefined) this.#sliders.forget()
    else await this.#sliders.prepare({ result, baseline, days: this.days })
  }

  #settingsKey(): string {
    return JSON.stringify([this.settings, this.days, this.#workbench.session.revision])
  }
}

function distinct(texts: readonly string[]): string[] {
  return texts.filter((text, at) => texts.indexOf(text) === at)
}

function wholeOr(text: string | null, otherwise: number, low: number, high: number): number {
  const number = Number(text)
  return text !== null && Number.isInteger(number) && number >= low && number <= high ? number : otherwise
}
