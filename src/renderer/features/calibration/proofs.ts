import type { CalibrationDocument, CalibrationProof } from '#shared/simulate/calibration-document.ts'

/** How each verdict is written: a sign and a word, never colour alone. */
export const VERDICTS = {
  better: { sign: '✓', word: 'better than both' },
  even: { sign: '=', word: 'no better than both' },
  worse: { sign: '▲', word: 'worse than current' },
  untested: { sign: '–', word: 'not tested' },
} as const satisfies Record<CalibrationProof['verdict'], { sign: string; word: string }>

/** Returns the proof of every part, slippage first. */
export function proofsOf({ validation }: CalibrationDocument): CalibrationProof[] {
  const { others, ...slippage } = validation
  return [{ part: 'slippage', unit: 'bps', ...slippage }, ...others]
}
