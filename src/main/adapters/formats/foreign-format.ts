import type { FileSample, Format, ReadOptions } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'

/** What a user may be asked about a file, by the flag that answers it. */
export type AskedFlag = '--zone' | '--date-order' | '--decimal' | '--fee-sign' | '--mapping'

/** A foreign format with what docs/formats.md says of it; the table there is generated from these. */
export interface ForeignFormat extends Format {
  /** `fills` are trades of one's own; `market` is what everybody traded or quoted. */
  readonly holds: 'fills' | 'market'
  /** How its times are written and in which zone, in a few words. */
  readonly times: string
  /** What the file cannot say itself. */
  readonly asks: readonly AskedFlag[]
}

const FILL_ROLES = new Set(['live', 'backtest', 'orders'])

/** Throws FORMAT_UNKNOWN when a file is imported as what it is not: market data as fills, or fills as market data. */
export function refuseWrongRole(
  format: Pick<ForeignFormat, 'title' | 'holds'>,
  sample: FileSample,
  { role }: ReadOptions,
): void {
  const fits = format.holds === 'market' ? role === 'market' : FILL_ROLES.has(role)
  if (fits) return
  const [what, wanted] =
    format.holds === 'market' ? ['market data', 'market'] : ['trades of an account', 'live or backtest']
  throw new AppError(
    'FORMAT_UNKNOWN',
    `Cannot read ${sample.path} as ${role}: it holds ${what} (${format.title}); import it as ${wanted}.`,
    { file: sample.path },
  )
}

/** Returns an error that waits for the user's answer; `details` name the flag that gives it and the cell that reads two ways. */
export function ambiguous(path: string, column: string, question: string, flag: AskedFlag, example = ''): AppError {
  return new AppError('AMBIGUOUS', `Cannot read ${path}: ${question}`, {
    file: path,
    column,
    details: { flag, example },
  })
}
