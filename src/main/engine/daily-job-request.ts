import { resolve } from 'node:path'
import { strategyOfRole } from '#domain/parity/strategy.ts'
import { ROLES, type Role } from '#shared/canonical.ts'
import type { DailyConfig } from '#shared/daily-config.ts'
import { AppError } from '#shared/errors.ts'
import type { DailyTools } from './daily-job-tools.ts'
import type { ImportRequest } from './import-request.ts'
import type { ReviewRequest } from './review-settings.ts'

/** The files of one run, and what to say of patterns that name none. */
export interface Collected {
  readonly requests: readonly ImportRequest[]
  readonly notes: readonly string[]
}

/** Returns the files the config names, now. Throws FILE_MISSING when no live or no backtest file is there. */
export async function collectFiles(
  { expand }: Pick<DailyTools, 'expand'>,
  config: DailyConfig,
  base: string,
): Promise<Collected> {
  const requests: ImportRequest[] = []
  const notes: string[] = []
  for (const role of ROLES) {
    const paths = await expand(base, config[role])
    requests.push(...paths.map((path) => requestOf(path, role, config, base)))
    if (paths.length > 0 || config[role].length === 0) continue
    const patterns = config[role].join(', ')
    if (role === 'live' || role === 'backtest')
      throw new AppError('FILE_MISSING', `There is no ${role} file: ${patterns} names none in ${base}.`)
    notes.push(`There is no ${role} file: ${patterns} names none.`)
  }
  return { requests, notes }
}

function requestOf(path: string, role: Role, config: DailyConfig, base: string): ImportRequest {
  const { zone, strategy, service, equity_files: equityFiles } = config
  const mapping = mappingOf(role, config)
  return {
    path,
    role,
    answers: {
      ...(zone !== undefined && { zone }),
      ...(strategy !== undefined && { strategy: strategyOfRole(strategy, role) }),
      ...(role === 'equity' && equityFiles !== undefined && { equityFiles }),
      ...(role === 'uptime' && service !== undefined && { service }),
    },
    ...(mapping !== undefined && { mapping: resolve(base, mapping) }),
  }
}

function mappingOf(role: Role, { mapping, mappings }: DailyConfig): string | undefined {
  if (role === 'live' || role === 'backtest') return mapping
  return role in mappings ? mappings[role as keyof typeof mappings] : undefined
}

/** Returns the review the config asks for, up to and including a day. */
export function reviewRequestOf(config: DailyConfig, until: string): ReviewRequest {
  const { capital, window, scale, target_bps: targetBps, calendar, strategy, seed, bands, escalation } = config
  return {
    ...(capital !== undefined && { capital }),
    ...(calendar !== undefined && { calendar }),
    ...(strategy !== undefined && { strategy }),
    window,
    scale,
    targetBps,
    seed,
    bandEdgesBps: [bands.good, bands.warning, bands.critical, bands.emergency],
    escalationAfter: escalation.after,
    reEnableAfter: escalation.re_enable_after,
    to: until,
  }
}
