import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { CHOICE_PARAMETERS, NUMERIC_PARAMETERS, type NumericName } from './parameters.ts'

const feeTierSchema = z.strictObject({
  from: z.number().nonnegative().describe('Trailing volume at which the tier begins, in `currency`'),
  maker_bps: z.number().min(-100).max(1000),
  taker_bps: z.number().min(-100).max(1000),
})

/** A fee schedule as data. fee = clamp(per_fill + per_unit * quantity + rate * notional, minimum, maximum_bps of notional), the maximum last. Negative rates are rebates. */
export const feeScheduleSchema = z.strictObject({
  currency: z.string().min(1),
  window_days: z.number().positive().default(30),
  tiers: z.array(feeTierSchema).min(1),
  per_fill: z.number().default(0),
  per_unit: z.number().default(0),
  minimum: z.number().nullable().default(null),
  maximum_bps: z.number().nonnegative().nullable().default(null),
})
export type FeeSchedule = z.infer<typeof feeScheduleSchema>

const numericShape = Object.fromEntries(
  Object.entries(NUMERIC_PARAMETERS).map(([name, p]) => [name, z.number().min(p.min).max(p.max).default(p.default)]),
) as Record<NumericName, z.ZodDefault<z.ZodNumber>>

function choice<const Names extends readonly [string, ...string[]]>(choices: Names) {
  return z.enum(choices).default(choices[0] as z.util.NoUndefined<Names[number]>)
}

/** Parameters of a scenario; what is left out takes its default from the table. */
export const paramsSchema = z.strictObject({
  ...numericShape,
  impact_model: choice(CHOICE_PARAMETERS.impact_model.choices),
  maker_model: choice(CHOICE_PARAMETERS.maker_model.choices),
  network_model: choice(CHOICE_PARAMETERS.network_model.choices),
  drift_model: choice(CHOICE_PARAMETERS.drift_model.choices),
  limit_model: choice(CHOICE_PARAMETERS.limit_model.choices),
  fee_schedule: feeScheduleSchema.nullable().default(null),
  network_sample_ms: z.array(z.number().nonnegative()).nullable().default(null),
})
export type ScenarioParams = z.infer<typeof paramsSchema>

/** A scenario file: a named, versioned set of parameters with the seed and number of its draws. */
export const scenarioSchema = z.strictObject({
  name: z.string().min(1),
  version: z.int().positive().default(1),
  seed: z.int().min(0).max(0xffffffff).default(42),
  draws: z.int().min(1).max(1_000_000).default(200),
  params: paramsSchema.prefault({}),
})
export type Scenario = z.infer<typeof scenarioSchema>

type Issue = z.core.$ZodIssue

/** Returns a scenario with defaults filled in, or throws PARAMETER_INVALID with one sentence that says which parameter is wrong, what it is and what it may be. */
export function parseScenario(input: unknown): Scenario {
  const parsed = scenarioSchema.safeParse(input)
  if (!parsed.success) throw invalid(parsed.error.issues[0], input)
  checkPairs(parsed.data.params)
  return parsed.data
}

/** Returns parameters with defaults filled in, or throws PARAMETER_INVALID as {@link parseScenario} does. */
export function parseParams(input: unknown): ScenarioParams {
  return parseScenario({ name: 'parameters', params: input }).params
}

function invalid(issue: Issue | undefined, input: unknown): AppError {
  return new AppError('PARAMETER_INVALID', sentenceOf(issue, input), {
    details: { path: issue?.path.join('.') ?? '' },
  })
}

function sentenceOf(issue: Issue | undefined, input: unknown): string {
  const path = issue?.path.filter((part) => part !== 'params').join('.') ?? ''
  const found = shown(valueAt(input, issue?.path ?? []))
  switch (issue?.code) {
    case 'unrecognized_keys':
      return unknownSentence(issue.keys[0] ?? '', issue.path.length === 0)
    case 'too_small':
    case 'too_big':
      return `The scenario's ${path} is ${found}, outside ${rangeOf(path, issue)}. Give a value inside.`
    case 'invalid_value':
      return `The scenario's ${path} is ${found}; it must be one of ${issue.values.map(String).join(', ')}.`
    default:
      return `The scenario's ${path || 'document'} is ${found}, which cannot be read${issue ? `: ${issue.message}` : ''}. Correct it.`
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value)
}

function unknownSentence(key: string, atTop: boolean): string {
  const near = atTop ? 'A scenario has name, version, seed, draws and params.' : closestSentence(key)
  return `The scenario has an unknown ${atTop ? 'field' : 'parameter'} "${key}". ${near}`
}

/** Names the parameters of the group a key is called like, or that share a word with it; else a few of all, so that the sentence stays one. */
function closestSentence(key: string): string {
  const parameters: Readonly<Record<string, { readonly group: string }>> = {
    ...NUMERIC_PARAMETERS,
    ...CHOICE_PARAMETERS,
    fee_schedule: { group: 'fees' },
    network_sample_ms: { group: 'latency' },
  }
  const names = Object.keys(parameters)
  const near = names.filter(
    (name) => parameters[name]?.group === key || name.split('_').some((part) => part.length > 2 && key.includes(part)),
  )
  if (near.length > 0) return `Known parameters like it: ${near.join(', ')}.`
  const some = ['base_bps', 'network_extra_ms', 'taker_fee_bps', 'limit_fill', 'p_maker', 'rho']
  return `Known parameters are ${some.join(', ')} and ${names.length - some.length} more, in docs/simulator.md.`
}

function rangeOf(path: string, issue: Issue): string {
  const known = Object.hasOwn(NUMERIC_PARAMETERS, path) ? NUMERIC_PARAMETERS[path as NumericName] : null
  if (known) return `${known.min} to ${known.max}${known.unit ? ` ${known.unit}` : ''}`
  if (issue.code === 'too_small') return `its range, which begins at ${issue.minimum}`
  return issue.code === 'too_big' ? `its range, which ends at ${issue.maximum}` : 'its range'
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input)
}

function checkPairs(params: ScenarioParams): void {
  for (const [low, high] of [
    ['network_p5_ms', 'network_p95_ms'],
    ['exchange_min_ms', 'exchange_max_ms'],
  ] as const) {
    if (params[low] <= params[high]) continue
    throw new AppError(
      'PARAMETER_INVALID',
      `The scenario's ${low} (${params[low]}) is above its ${high} (${params[high]}). Exchange them or correct one.`,
    )
  }
  if (params.network_model === 'sample' && (params.network_sample_ms?.length ?? 0) === 0)
    throw new AppError(
      'PARAMETER_INVALID',
      'The scenario draws network latency from a sample, but network_sample_ms is empty. Give the latencies, or choose "lognormal".',
    )
}
