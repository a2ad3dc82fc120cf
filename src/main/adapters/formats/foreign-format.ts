import type { FileSample, Format, ReadOptions } from '#engine/ports.ts'
import type { Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'

/** What a user may be asked about a file, by the flag that answers it. */
export type AskedFlag =
  | '--zone'
  | '--date-order'
  | '--decimal'
  | '--fee-sign'
  | '--symbol'
  | '--security'
  | '--contract-size'
  | '--capital'
  | '--mapping'

/** What a file's rows are: trades of one's own, what everybody traded or quoted, or the value of an account. */
export type Holds = 'fills' | 'market' | 'equity'

/** A foreign format with what docs/formats.md says of it; the table there is generated from these. */
export interface ForeignFormat extends Format {
  readonly holds: Holds
  /** How its times are written and in which zone, in a few words. */
  readonly times: string
  /** What the file cannot say itself. */
  readonly asks: readonly AskedFlag[]
}

const ROLES_OF: Readonly<Record<Holds, readonly Role[]>> = {
  fills: ['live', 'backtest', 'orders'],
  market: ['market'],
  equity: ['equity'],
}
const WORDS: Readonly<Record<Holds, readonly [what: string, wanted: string]>> = {
  fills: ['trades of an account', 'live or backtest'],
  market: ['market data', 'market'],
  equity: ["an account's value", 'equity'],
}

/** Says whether a file of a kind may be imported under a role. */
export function fitsRole({ holds }: Pick<ForeignFormat, 'holds'>, role: Role): boolean {
  return ROLES_OF[holds].includes(role)
}

/** Throws FORMAT_UNKNOWN when a file is imported as what it is not: market data as fills, or fills as market data. */
export function refuseWrongRole(
  format: Pick<ForeignFormat, 'title' | 'holds'>,
  sample: FileSample,
  { role }: ReadOptions,
): void {
  if (fitsRole(format, role)) return
  const [what, wanted] = WORDS[format.holds]
  throw new AppError(
    'FORMAT_UNKNOWN',
    `Cannot read ${sample.path} as ${role}: it holds ${what} (${format.title}); import it as ${wanted}.`,
    { file: sample.path },
  )
}

/** Returns an error that waits for the user's answer; `details` name the flag that gives it, the cell that reads two ways, and the order of its date where that is known. */
export function ambiguous(
  path: string,
  column: string,
  question: string,
  flag: AskedFlag,
  example = '',
  dateOrder: 'dmy' | 'mdy' | null = null,
): AppError {
  return new AppError('AMBIGUOUS', `Cannot read ${path}: ${question}`, {
    file: path,
    column,
    details: { flag, example, dateOrder },
  })
}
