import type { Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { ServiceRead } from './service-read.ts'

/** The answer that keeps every service of a file: the strategy is down when any of them is. */
export const EVERY_SERVICE = 'all'

interface Choice {
  readonly path: string
  readonly role: Role
  /** A service's name, several, `all`, or undefined where nothing was said. */
  readonly service: string | readonly string[] | undefined
}

/**
 * Returns what an uptime file says of the service the strategy depends on: of the chosen ones, down when any of them is, or of all. Rows of the others
 * are read and left out, noted `other-service`. Throws AMBIGUOUS, naming the services, where a file holds several and none
 * was chosen, or does not hold a chosen one. Files of other roles are returned as they are.
 */
export function chooseService(read: ServiceRead, { path, role, service }: Choice): ServiceRead {
  if (role !== 'uptime') return read
  const rows = countByService(read)
  const names = [...rows.keys()].sort()
  if (service === undefined && names.length <= 1) return read
  const chosen = new Set([service ?? []].flat())
  if (chosen.has(EVERY_SERVICE) && !rows.has(EVERY_SERVICE)) return read
  const missing = [...chosen].find((name) => !rows.has(name))
  if (chosen.size === 0 || missing !== undefined) throw whichService(path, names, missing)
  const isChosen = (row: { readonly service: string | null }) => chosen.has(row.service ?? '')
  const others = [...rows].reduce((sum, [name, count]) => (chosen.has(name) ? sum : sum + count), 0)
  return {
    ...read,
    checks: read.checks.filter(isChosen),
    intervals: read.intervals.filter(isChosen),
    notes: others === 0 ? read.notes : [...read.notes, { code: 'other-service', field: 'service', count: others }],
  }
}

function countByService({ checks, intervals }: ServiceRead): Map<string, number> {
  const rows = new Map<string, number>()
  for (const { service } of [...checks, ...intervals]) rows.set(service ?? '', (rows.get(service ?? '') ?? 0) + 1)
  return rows
}

/** How many names a message lists. */
const LISTED = 12

function whichService(path: string, names: readonly string[], chosen: string | undefined): AppError {
  const listed = names.slice(0, LISTED).map((name) => (name === '' ? '(no name)' : name))
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : ''
  const found =
    chosen === undefined
      ? `it holds ${names.length} services (${listed.join(', ')}${more})`
      : `it does not hold the service "${chosen}" but ${listed.join(', ')}${more}`
  return new AppError(
    'AMBIGUOUS',
    `Cannot read ${path}: ${found}; say which the strategy depends on with --service NAME (again for each further one), or --service all where it is down when any is.`,
    { file: path, details: { flag: '--service', example: '', names } },
  )
}
