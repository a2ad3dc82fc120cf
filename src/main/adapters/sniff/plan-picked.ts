import { CANONICAL, type CanonicalColumn } from '#shared/canonical.ts'
import { invariant } from '#shared/errors.ts'
import type { ImportRequest, PlanFile } from '#engine/import-request.ts'
import { canonicalColumns } from '../formats/plan-canonical.ts'
import type { HeaderCell } from '../formats/header-cells.ts'
import { mappedFormat } from '../formats/mapped.ts'
import { requiredColumns } from '../formats/mapped-columns.ts'
import type { Mapping } from '../formats/mapping.ts'
import { rankFormats } from '../formats/registry.ts'
import { planFile, planMembers } from '../formats/plan-file.ts'
import { sniffDelimited, type DelimitedSniff } from '../formats/sniff-delimited.ts'

/**
 * Plans a file picked on the screen. Fills that DuckDB cannot read straight (slashed dates, fees with a minus that were
 * charged, a side told by the sign of the quantity) are read row by row by the mapping the screen's answers amount to.
 */
export const planPicked: PlanFile = async (file, request, folder, task) => {
  if (file.container === null || (file.container === 'zip' && rankFormats(file).length > 0))
    return await planPlain(file, request, folder, task)
  return await planMembers(file, request, folder, task, async (member) => {
    const [planned] = await planPlain(member, request, folder, task)
    invariant(planned !== undefined, 'a plain file is one planned file')
    return planned
  })
}

const planPlain: PlanFile = async (file, request, folder, task) => {
  const { text } = file
  const isFills = request.role === 'live' || request.role === 'backtest'
  if (isFills && file.container === null && text !== null && !/^\s*[[{]/.test(text)) {
    const sniff = sniffDelimited(text, file.path, file.bytes <= file.head.length)
    const columns = canonicalColumns('fills', sniff.header, request.columns)
    if (sniff.hasHeader && !sniff.headerOnly && needsMapping(sniff, columns, request)) {
      const plan = { kind: 'format', format: mappedFormat(mappingOf(columns)) } as const
      return [{ sample: file, plan, timeOffsetMicros: 0, stamp: 'event' }]
    }
  }
  return await planFile(file, request, folder, task)
}

function needsMapping(
  sniff: DelimitedSniff,
  columns: ReadonlyMap<string, HeaderCell>,
  request: ImportRequest,
): boolean {
  if (requiredColumns('fills', new Set(columns.keys())) !== null) return false
  const times = (CANONICAL.fills as readonly CanonicalColumn[]).flatMap(({ name, kind }) => {
    const cell = kind === 'time' ? columns.get(name) : undefined
    return cell === undefined ? [] : [sniff.columns[cell.index]?.time ?? null]
  })
  const slashed = times.some((time) => time === 'slashed' || time === 'slashed-naive')
  return slashed || request.answers.feeSign === 'negative-charged' || !columns.has('side')
}

function mappingOf(columns: ReadonlyMap<string, HeaderCell>): Mapping {
  return {
    shape: 'fills',
    delimiter: null,
    decimal: null,
    zone: null,
    dateOrder: null,
    feeSign: null,
    timeOffsetMicros: 0,
    stamp: 'event',
    hasHeader: true,
    records: null,
    columns: new Map([...columns].map(([name, cell]) => [name, cell.text])),
    constants: new Map(),
    values: new Map(),
    keep: new Map(),
    priceScale: 1,
  }
}
