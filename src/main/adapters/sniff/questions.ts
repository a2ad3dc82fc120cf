import type { Question } from '#shared/contract.ts'
import type { AppError } from '#shared/errors.ts'
import type { Answers } from '#engine/ports.ts'
import type { DelimitedSniff } from '../formats/sniff-delimited.ts'
import { parseNumber } from '../formats/read-number.ts'
import { questionOf, type Doubt } from './question-choices.ts'

/** What each flag of the batch command asks. */
const KIND_OF_FLAG: Readonly<Record<string, Question['kind']>> = {
  '--zone': 'zone',
  '--date-order': 'date-order',
  '--decimal': 'decimal',
  '--fee-sign': 'fee-sign',
  '--symbol': 'symbol',
  '--security': 'security',
  '--contract-size': 'contract-size',
  '--bar-interval': 'bar-length',
  '--capital': 'capital',
  '--service': 'service',
  '[values]': 'word',
  '--equity-files': 'equity-files',
}

/** Returns the doubt an AMBIGUOUS error is about, by its `details.flag` and `details.example`; null where no click can answer it. */
export function doubtOf({ code, details, place }: AppError): Doubt | null {
  const kind = code === 'AMBIGUOUS' ? KIND_OF_FLAG[String(details['flag'])] : undefined
  if (kind === undefined) return null
  const { example, dateOrder, names, words } = details
  return {
    kind,
    column: place.column ?? null,
    example: typeof example === 'string' ? example : '',
    dateOrder: dateOrder === 'dmy' || dateOrder === 'mdy' ? dateOrder : null,
    offered: textsIn(names ?? words),
  }
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** Returns what a table cannot say of itself about the columns that will be read. The zone and order of dates are asked once. */
export function questionsOf(
  sniff: DelimitedSniff,
  used: ReadonlySet<string>,
  feeCells: { column: string; cells: readonly string[] } | null,
  given: Answers,
): Question[] {
  const asked = new Map<string, Question>()
  for (const { kind, column, example } of sniff.ambiguities) {
    if (used.has(column) && !asked.has(kind))
      asked.set(kind, questionOf({ kind, column, example, dateOrder: sniff.dateOrder }, given))
  }
  const sign = feeCells === null ? null : feeSignDoubt(feeCells.column, feeCells.cells)
  return [...asked.values(), ...(sign === null ? [] : [questionOf(sign)])]
}

/** Fees that are never above zero are either rebates or charges written with a minus; only a person knows. */
function feeSignDoubt(column: string, cells: readonly string[]): Doubt | null {
  const fees = cells.map((cell) => parseNumber(cell, '.') ?? parseNumber(cell, ',')).filter((fee) => fee !== null)
  const negative = fees.find((fee) => fee < 0)
  if (negative === undefined || fees.some((fee) => fee > 0)) return null
  return { kind: 'fee-sign', column, example: String(negative) }
}

/** Returns the part of `answers` that answers a question, or null. */
export function answerIn({ kind, example }: Doubt, answers: Answers): Answers | null {
  const {
    zone,
    dateOrder,
    decimal,
    feeSign,
    strategy,
    symbol,
    security,
    contractSizes,
    capital,
    service,
    words,
    equityFiles,
  } = answers
  const size = contractSizes?.[example]
  const meaning = words?.[example]
  const parts: Readonly<Record<Question['kind'], Answers | null>> = {
    zone: zone === undefined ? null : { zone },
    'date-order': dateOrder === undefined ? null : { dateOrder },
    decimal: decimal === undefined ? null : { decimal },
    'fee-sign': feeSign === undefined ? null : { feeSign },
    strategy: strategy === undefined ? null : { strategy },
    symbol: symbol === undefined ? null : { symbol },
    security: security === undefined ? null : { security },
    'contract-size': size === undefined ? null : { contractSizes: { [example]: size } },
    'bar-length': null,
    capital: capital === undefined ? null : { capital },
    service: service === undefined ? null : { service },
    'equity-files': equityFiles === undefined ? null : { equityFiles },
    word: meaning === undefined ? null : { words: { [example]: meaning } },
  }
  return parts[kind]
}
