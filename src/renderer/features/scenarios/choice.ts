import { isNumericName, type NumericName } from '#shared/simulate/parameters.ts'
import { CHOICE_PARAMETERS, NUMERIC_PARAMETERS } from '#shared/simulate/parameters.ts'
import { parseScenario, type Scenario } from '#shared/simulate/scenario.ts'

/** A scenario as the address writes it: a preset or stored scenario, and what is changed of it. */
export interface Choice {
  readonly base: string
  /** Values that replace those of the base. */
  readonly set: Readonly<Record<string, number | string>>
  /** Amounts added to those of the base. */
  readonly add: Readonly<Partial<Record<NumericName, number>>>
}

const PART = /^([a-z0-9_]+)([:+])(.+)$/

/** Returns the choice in a text such as `baseline,rho:0.9,base_bps+3.2`; a part that is no change is left out, one of an unknown parameter is kept, so that {@link resolveChoice} refuses it by name. */
export function parseChoice(text: string): Choice {
  const [base = '', ...parts] = text.split(',')
  const set: Record<string, number | string> = {}
  const add: Partial<Record<NumericName, number>> = {}
  for (const part of parts) {
    const [, name, mark, value = ''] = PART.exec(part) ?? []
    if (name === undefined) continue
    const number = Number(value)
    if (mark === '+' && isNumericName(name) && Number.isFinite(number)) add[name] = number
    else set[name] = Number.isFinite(number) && !Object.hasOwn(CHOICE_PARAMETERS, name) ? number : value
  }
  return { base: decoded(base), set, add }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Returns a choice as the address writes it; the inverse of {@link parseChoice}. */
export function formatChoice({ base, set, add }: Choice): string {
  const sets = Object.entries(set).map(([name, value]) => `${name}:${value}`)
  const adds = Object.entries(add).map(([name, value]) => `${name}+${value}`)
  return [encodeURIComponent(base), ...sets, ...adds].join(',')
}

/** Returns a choice with one value replaced; a value equal to the base's is no change. */
export function changed(choice: Choice, base: Scenario, name: string, value: number | string): Choice {
  const others = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(values).filter(([other]) => other !== name))
  const set = others(choice.set)
  const before = (base.params as Record<string, unknown>)[name]
  return { base: choice.base, set: value === before ? set : { ...set, [name]: value }, add: others(choice.add) }
}

/** Returns the scenario a choice stands for, run with this seed and these draws. Sums leave no range: they end at it. Throws PARAMETER_INVALID as parseScenario does. */
export function resolveChoice(choice: Choice, base: Scenario, run: { seed: number; draws: number }): Scenario {
  const sums = Object.entries(choice.add).map(([name, amount]) => {
    const { min, max } = NUMERIC_PARAMETERS[name as NumericName]
    return [name, Math.min(max, Math.max(min, base.params[name as NumericName] + amount))] as const
  })
  const params = { ...base.params, ...Object.fromEntries(sums), ...choice.set }
  return parseScenario({ ...base, ...run, name: titleOf(choice), params })
}

/** Returns a name that tells a choice from others: its base and what is changed. */
export function titleOf({ base, set, add }: Choice): string {
  const changes = [
    ...Object.entries(set).map(([name, value]) => `${name} ${value}`),
    ...Object.entries(add).map(([name, value]) => `${name} ${value < 0 ? '−' : '+'}${Math.abs(value)}`),
  ]
  return changes.length === 0 ? base : `${base}, ${changes.join(', ')}`
}
