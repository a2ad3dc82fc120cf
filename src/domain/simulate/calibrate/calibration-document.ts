import type { CalibrationDocument } from '#shared/simulate/calibration-document.ts'
import type { Calibration, CalibrationInput } from './calibrate.ts'
import type { SplitScores, Validation } from './validate.ts'

/** What is calibrated, and what the document says of it beyond the fit. */
export interface CalibrationRequest {
  readonly input: CalibrationInput
  /** Whose parameters `input.current` are: a stored scenario; null for the defaults. */
  readonly currentName: { readonly name: string; readonly version: number } | null
  /** Names of the evaluated days. */
  readonly days: readonly string[]
  readonly orders: number
  /** The product's. */
  readonly version: string
}

/** Returns parity.calibration/1 of a calibration over the named days. */
export function calibrationDocument(
  calibration: Calibration,
  { currentName, days, orders, version }: Omit<CalibrationRequest, 'input'>,
): CalibrationDocument {
  const { parameters, correlation, fees, validation, others, recommended, sentence, scenario } = calibration
  return {
    schema: 'parity.calibration/1',
    version,
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
    orders,
    current: currentName,
    parameters: parameters.map((one) => ({ ...one, interval: one.interval && [...one.interval] })),
    correlation: { names: [...correlation.names], matrix: correlation.matrix.map((row) => [...row]) },
    fees: fees.map(({ liquidity, kind, rateBps, rates }) => ({
      ...{ liquidity, kind, rate_bps: rateBps },
      rates: rates.map((rate) => ({
        rate_bps: rate.rateBps,
        fills: rate.fills,
        volume_from: rate.volumeFrom,
        volume_to: rate.volumeTo,
      })),
    })),
    validation: {
      holdout: validation.holdout && splitOf(validation.holdout, days),
      walk_forward: validation.walkForward.map((split) => splitOf(split, days)),
      p: validation.p && { ...validation.p },
      verdict: validation.verdict,
      sentence: validation.sentence,
      others: others.map((other) => proofOf(other, days)),
    },
    recommended,
    sentence,
    scenario,
  }
}

type Proof = CalibrationDocument['validation']['others'][number]

function proofOf({ subject, holdout, walkForward, p, verdict, sentence }: Validation, days: readonly string[]): Proof {
  return {
    ...{ part: subject.name, unit: subject.unit, verdict, sentence },
    holdout: holdout && splitOf(holdout, days),
    walk_forward: walkForward.map((split) => splitOf(split, days)),
    p: p && { ...p },
  }
}

type SplitDocument = CalibrationDocument['validation']['walk_forward'][number]

function splitOf(split: SplitScores, days: readonly string[]): SplitDocument {
  const day = (index: number) => days[index] ?? ''
  return {
    name: split.name,
    trained_to: day(split.trainedTo),
    tested_from: day(split.testedFrom),
    tested_to: day(split.testedTo),
    in_sample: modelsOf(split.inSample),
    out_of_sample: modelsOf(split.outOfSample),
  }
}

function modelsOf(models: SplitScores['inSample']): SplitDocument['in_sample'] {
  const scores = (one: SplitScores['inSample']['fitted']) => ({
    ...one,
    pit: [...one.pit],
    qq: one.qq.map(([theoretical, observed]): [number, number] => [theoretical, observed]),
  })
  return { fitted: scores(models.fitted), constant: scores(models.constant), current: scores(models.current) }
}
