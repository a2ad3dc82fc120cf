import { readFile } from 'node:fs/promises'
import { Option, type Command } from 'commander'
import type { Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import { reviewSchema, type Review } from '#shared/review.ts'
import type { ImportRequest } from '#engine/import-request.ts'
import { withService } from './import-command.ts'
import { answersOf, collectMany, instantMicros, type AnswerOptions } from './parse-options.ts'

/** Files a service-level command takes, by the role they have. */
const DESCRIPTIONS = {
  uptime: 'uptime checks or outages',
  incidents: 'incidents or alerts',
  orders: 'live orders as sent',
  health: 'health checks of each version',
  risk: 'risk snapshots of each version',
  deployment: 'deployments and their stages',
  live: 'live trades: what the orders cost',
  backtest: 'backtest trades: tracking error is measured first',
  market: 'quotes or bars: mids at the fill',
} as const satisfies Partial<Record<Role, string>>
type FileRole = keyof typeof DESCRIPTIONS

/** Files that may have a mapping of their own: their columns are those of no other role. */
const MAPPED = ['uptime', 'incidents', 'health', 'risk', 'deployment'] as const satisfies readonly FileRole[]
type MappedRole = (typeof MAPPED)[number]

/** The options of the service-level commands, as commander parses them. */
export interface ServiceOptions
  extends
    AnswerOptions,
    Readonly<Partial<Record<FileRole, string[]>>>,
    Readonly<Partial<Record<`${MappedRole}Mapping`, string>>> {
  readonly mapping?: string
  readonly barInterval?: number
  readonly review?: string
  readonly asOf?: number
  readonly project?: string
  readonly out?: string
  readonly json?: boolean
}

/** Adds the files, the review and the evaluation time to a command. */
export function withServiceFiles(command: Command, roles: readonly FileRole[]): Command {
  for (const role of roles)
    command.addOption(new Option(`--${role} <files...>`, DESCRIPTIONS[role]).argParser(collectMany))
  withService(command)
  for (const role of MAPPED)
    if (roles.includes(role)) command.option(`--${role}-mapping <file>`, `mapping file (TOML) of the ${role} files`)
  return command
    .option('--review <file>', 'review.json to take tracking error from (default: the last review of the project)')
    .option('--as-of <time>', 'judge as of this instant, or the end of this day; nothing later is used', instantMicros)
    .option('--project <file>', 'use what this project holds, and keep the loaded files in it')
    .option('--out <folder>', 'write the document there')
}

/** Returns the files the options name, each with its role and answers. */
export function serviceRequests(options: ServiceOptions): ImportRequest[] {
  return (Object.keys(DESCRIPTIONS) as FileRole[]).flatMap((role) => {
    const mapping = mappingOf(options, role)
    return (options[role] ?? []).map((path) => ({
      path,
      role,
      answers: answersOf(options, role),
      ...(options.barInterval !== undefined && { barMicros: options.barInterval }),
      ...(mapping !== undefined && { mapping }),
    }))
  })
}

function mappingOf(options: ServiceOptions, role: FileRole): string | undefined {
  const own = MAPPED.find((mapped) => mapped === role)
  if (own !== undefined) return options[`${own}Mapping`]
  return role === 'live' || role === 'backtest' ? options.mapping : undefined
}

/** Reads a review.json. Throws FILE_MISSING or FORMAT_UNKNOWN. */
export async function readReview(path: string): Promise<Review> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('FILE_MISSING', `Cannot read ${path}: there is no such file; check its name.`, {
      file: path,
      cause,
    })
  })
  const parsed = reviewSchema.safeParse(tryJson(text))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AppError(
    'FORMAT_UNKNOWN',
    `Cannot read ${path}: it is not a review (parity.review/1): ${issue?.path.join('.') ?? 'the document'} ${issue?.message ?? 'is not valid'}. Write one with parity review --out.`,
    { file: path },
  )
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
