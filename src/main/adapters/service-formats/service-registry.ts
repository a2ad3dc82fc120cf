import type { Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import { alertmanager } from './alertmanager.ts'
import { canonicalService, wantedText } from './canonical-service.ts'
import { opsgenie } from './opsgenie.ts'
import { pagerduty } from './pagerduty.ts'
import { pingdom } from './pingdom.ts'
import { prometheus } from './prometheus.ts'
import type { ServiceFormat, ServiceRead, ServiceReadOptions } from './service-read.ts'
import { statuspage } from './statuspage.ts'
import { columnsOf } from './table-records.ts'
import { uptimeKuma } from './uptime-kuma.ts'
import { uptimerobot } from './uptimerobot.ts'
import { upptime } from './upptime.ts'
import { upptimeSite, upptimeSummary } from './upptime-history.ts'

/** Every format of service-level files, the most specific first. A new one is a file and a line here. */
const SERVICE_FORMATS: readonly ServiceFormat[] = [
  pagerduty,
  opsgenie,
  statuspage,
  alertmanager,
  uptimerobot,
  uptimeKuma,
  upptime,
  upptimeSummary,
  upptimeSite,
  pingdom,
  prometheus,
  canonicalService,
]

/** Roles of service-level files, the one with the most telling columns first. */
const MOST_TELLING_FIRST: readonly Role[] = ['risk', 'incidents', 'deployment', 'health', 'uptime']

const HEAD_CHARACTERS = 64 * 1024

/** Returns the format that fits a text best for a role, or null. */
export function detectServiceFormat(text: string, role: Role): ServiceFormat | null {
  const head = text.slice(0, HEAD_CHARACTERS)
  const ranked = SERVICE_FORMATS.flatMap((format) => {
    const detection = format.detect(head, role)
    return detection === null ? [] : [{ format, score: detection.score }]
  }).sort((a, b) => b.score - a.score)
  return ranked[0]?.format ?? null
}

/** Returns what a text of unknown role most probably is among the service-level files, or null. */
export function suggestServiceFormat(
  text: string,
): { readonly role: Role; readonly format: ServiceFormat; readonly reason: string } | null {
  const head = text.slice(0, HEAD_CHARACTERS)
  const found = MOST_TELLING_FIRST.flatMap((role) =>
    SERVICE_FORMATS.flatMap((format) => {
      const detection = format.detect(head, role)
      return detection === null ? [] : [{ role, format, ...detection }]
    }),
  ).sort((a, b) => b.score - a.score)
  return found[0] ?? null
}

/** Returns the format of a service-level file by its head. Throws FILE_EMPTY, or FORMAT_UNKNOWN with what was seen. */
export function findServiceFormat(head: string, { path, role }: { path: string; role: Role }): ServiceFormat {
  if (head.trim() === '') throw new AppError('FILE_EMPTY', `Cannot read ${path}: the file is empty.`, { file: path })
  const format = detectServiceFormat(head, role)
  if (format !== null) return format
  throw unknownService(head, { path, role })
}

/** Returns the error of a file no format claims as this role: what was seen, and what is wanted. */
export function unknownService(head: string, { path, role }: { path: string; role: Role }): AppError {
  return new AppError(
    'FORMAT_UNKNOWN',
    `Cannot read ${path} as ${role}: ${whatWasSeen(head)}. ${wantedText(role)} Map yours under Import > Columns or in a mapping file, or see docs/slo-canary.md for the tools that are known.`,
    { file: path },
  )
}

/** Reads a service-level file. Throws what {@link findServiceFormat} throws, NOTHING_ACCEPTED, and what its format throws. */
export function readServiceFile(text: string, options: ServiceReadOptions): ServiceRead & { readonly format: string } {
  const { path } = options
  const format = findServiceFormat(text, options)
  const read = format.read(text, options)
  if (read.accepted === 0)
    throw new AppError(
      'NOTHING_ACCEPTED',
      `Cannot use ${path}: none of its ${read.read} records was accepted${read.rejects[0] ? `; the first: ${read.rejects[0].message}` : ''}`,
      { file: path },
    )
  return { ...read, format: format.id }
}

function whatWasSeen(text: string): string {
  const columns = columnsOf(text.slice(0, HEAD_CHARACTERS)).filter((name) => name !== '')
  return columns.length === 0
    ? 'the content is of no known kind'
    : `the columns ${columns.slice(0, 20).join(', ')} fit no known format`
}
