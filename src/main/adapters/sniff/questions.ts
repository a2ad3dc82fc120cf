import type { SniffedFile } from '#shared/contract.ts'
import type { Ambiguity, DelimitedSniff } from '../formats/sniff-delimited.ts'
import { parseNumber } from '../formats/read-number.ts'

type Question = SniffedFile['questions'][number]

const ZONES = [
  'UTC',
  'Europe/London',
  'Europe/Paris',
  'America/New_York',
  'America/Chicago',
  'Asia/Tokyo',
  'Asia/Singapore',
  'Asia/Kolkata',
  'Australia/Sydney',
]

/** Returns what a file cannot say of itself about the columns that will be read, each with its ready answers. The zone and order of dates are asked once. */
export function questionsOf(
  sniff: DelimitedSniff,
  used: ReadonlySet<string>,
  feeCells: { column: string; cells: readonly string[] } | null,
): Question[] {
  const asked = new Map<string, Question>()
  for (const ambiguity of sniff.ambiguities) {
    if (!used.has(ambiguity.column) || asked.has(ambiguity.kind)) continue
    const { kind, column, example } = ambiguity
    asked.set(kind, { kind, column, example, choices: choicesOf(ambiguity) })
  }
  const sign = feeCells === null ? null : feeSignQuestion(feeCells.column, feeCells.cells)
  return [...asked.values(), ...(sign === null ? [] : [sign])]
}

function choicesOf({ kind, example }: Ambiguity): Question['choices'] {
  if (kind === 'zone') return ZONES.map((zone) => ({ label: `${example} is ${zone} time`, answers: { zone } }))
  if (kind === 'decimal')
    return (['.', ','] as const).map((decimal) => ({
      label: `"${example}" is ${String(parseNumber(example, decimal) ?? example)}`,
      answers: { decimal },
    }))
  return (['dmy', 'mdy'] as const).map((dateOrder) => ({
    label: `${example} is ${readDate(example, dateOrder)}`,
    answers: { dateOrder },
  }))
}

function readDate(example: string, order: 'dmy' | 'mdy'): string {
  const [first = '', second = '', year = ''] = example.split(/[-/. ]/)
  const [day, month] = order === 'dmy' ? [first, second] : [second, first]
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2000, Number(month) - 1, 1),
  )
  return `${Number(day)} ${name} ${year}`
}

/** Fees that are never above zero are either rebates or charges written with a minus; only a person knows. */
function feeSignQuestion(column: string, cells: readonly string[]): Question | null {
  const fees = cells.map((cell) => parseNumber(cell, '.') ?? parseNumber(cell, ',')).filter((fee) => fee !== null)
  const negative = fees.find((fee) => fee < 0)
  if (negative === undefined || fees.some((fee) => fee > 0)) return null
  const example = String(negative)
  return {
    kind: 'fee-sign',
    column,
    example,
    choices: [
      { label: `${example} was charged`, answers: { feeSign: 'negative-charged' } },
      { label: `${example} was paid to us (a rebate)`, answers: { feeSign: 'charged' } },
    ],
  }
}
