import { strategyOfRole } from '#domain/parity/strategy.ts'
import { TRADE_ROLES, type Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { Band } from '#shared/review.ts'
import type { ImportRequest } from '#engine/import-request.ts'
import type { ReviewRequest } from '#engine/review-settings.ts'
import { answersOf, type AnswerOptions } from './parse-options.ts'

/** The options of `parity review`, as commander parses them. */
export interface ReviewOptions extends AnswerOptions {
  readonly live?: string[]
  readonly backtest?: string[]
  readonly market?: string[]
  readonly equity?: string[]
  readonly orders?: string[]
  readonly cash?: string[]
  readonly positions?: string[]
  readonly capital?: number
  readonly calendar?: '24x7' | 'weekdays'
  readonly window?: number
  readonly attribution?: 'shapley' | 'ladder'
  readonly scale?: number | 'auto'
  readonly strategy?: string
  readonly from?: string
  readonly to?: string
  readonly target?: number
  readonly barInterval?: number
  readonly mapping?: string
  readonly liveMapping?: string
  readonly backtestMapping?: string
  readonly marketMapping?: string
  readonly equityMapping?: string
  readonly currency?: string
  readonly stablecoinsEqual?: boolean
  readonly rate?: Record<string, number>
  readonly instrument?: Record<string, string>
  readonly project?: string
  readonly out?: string
  readonly format?: string
  readonly failOn?: Band
  readonly json?: boolean
}

/** Returns the files the options name, each with its role, answers and mapping. */
export function importRequests(options: ReviewOptions): ImportRequest[] {
  return TRADE_ROLES.flatMap((role) => {
    const mapping = mappingOf(options, role)
    const common = {
      role,
      answers: {
        ...answersOf(options, role),
        ...(options.strategy !== undefined && { strategy: strategyOfRole(options.strategy, role) }),
      },
      ...(options.barInterval !== undefined && { barMicros: options.barInterval }),
      ...(mapping !== undefined && { mapping }),
    }
    return (options[role] ?? []).map((path) => ({ path, ...common }))
  })
}

function mappingOf(options: ReviewOptions, role: Role): string | undefined {
  if (role === 'live') return options.liveMapping ?? options.mapping
  if (role === 'backtest') return options.backtestMapping ?? options.mapping
  if (role === 'market') return options.marketMapping
  if (role === 'equity') return options.equityMapping
  return undefined
}

/** Returns what the options say of the review itself; throws USAGE where the first day is after the last. */
export function reviewRequest(options: ReviewOptions): ReviewRequest {
  const { capital, calendar, window, attribution, scale, strategy, from, to, target, currency, stablecoinsEqual } =
    options
  if (from !== undefined && to !== undefined && from > to)
    throw new AppError('USAGE', `--from ${from} is after --to ${to}; give the earlier day first.`)
  return {
    ...(capital !== undefined && { capital }),
    ...(calendar !== undefined && { calendar }),
    ...(window !== undefined && { window }),
    ...(attribution !== undefined && { attribution }),
    ...(scale !== undefined && { scale }),
    ...(strategy !== undefined && { strategy }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(target !== undefined && { targetBps: target }),
    ...(currency !== undefined && { currency }),
    ...(stablecoinsEqual !== undefined && { stablecoinsEqual }),
  }
}
