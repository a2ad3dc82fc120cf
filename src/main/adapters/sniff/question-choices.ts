import type { Question } from '#shared/contract.ts'
import type { Answers } from '#engine/ports.ts'
import { parseNumber } from '../formats/read-number.ts'
import { EVERY_SERVICE } from '../service-formats/service-choice.ts'
import { dateOrderOf, parseTimeMicros } from '../formats/read-time.ts'

/** What reads two ways: which question it is, and the cell that shows it. */
export interface Doubt {
  readonly kind: Question['kind']
  readonly column: string | null
  readonly example: string
  /** Whether the day or the month of the example comes first, where that is known. */
  readonly dateOrder?: 'dmy' | 'mdy' | null
  /** Names found in the file, or words there are, to choose from. */
  readonly offered?: readonly string[]
}

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

/** LEAN's kinds of security and what follows from each: prices of equities and options are times 10,000. */
const SECURITIES = [
  ['equity', 'prices ÷ 10,000, New York time'],
  ['option', 'prices ÷ 10,000, New York time'],
  ['forex', 'prices as they are, New York time'],
  ['crypto', 'prices as they are, UTC'],
  ['cryptofuture', 'prices as they are, UTC'],
  ['future', 'prices as they are, its exchange’s time'],
  ['cfd', 'prices as they are, its exchange’s time'],
] as const

const MINUTE_MICROS = 60_000_000
const BAR_LENGTHS = [
  ['1 minute', 1],
  ['5 minutes', 5],
  ['15 minutes', 15],
  ['1 hour', 60],
  ['4 hours', 240],
  ['1 day', 1440],
] as const

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

/** Services that are offered by name; of more, one may be typed. */
const OFFERED_NAMES = 12

/** How times are shown: `2 Mar 2026, 09:00:00 UTC`. */
const INSTANT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
})

/** Makes the question of a doubt: each choice with how the example reads under it, given what was answered already. */
export function questionOf(
  { kind, column, example, dateOrder = null, offered = [] }: Doubt,
  given: Answers = {},
): Question {
  const order = given.dateOrder ?? dateOrder ?? dateOrderOf(example)
  const { choices, entry = null } = OFFER[kind](example, order, offered)
  return { kind, column, example, choices: [...choices], entry }
}

type DateOrder = 'dmy' | 'mdy' | null

interface Offer {
  readonly choices: Question['choices']
  readonly entry?: Question['entry']
}

const OFFER: Readonly<
  Record<Question['kind'], (example: string, dateOrder: DateOrder, offered: readonly string[]) => Offer>
> = {
  zone: (example, dateOrder) => ({
    choices: ZONES.map((zone) => ({ label: zone, reads: readInstant(example, zone, dateOrder), answers: { zone } })),
    entry: 'zone',
  }),
  'date-order': (example) => ({
    choices: [
      { label: 'day first', reads: readDate(example, 'dmy'), answers: { dateOrder: 'dmy' } },
      { label: 'month first', reads: readDate(example, 'mdy'), answers: { dateOrder: 'mdy' } },
    ],
  }),
  decimal: (example) => ({
    choices: [
      { label: 'point', reads: readNumber(example, '.'), answers: { decimal: '.' } },
      { label: 'comma', reads: readNumber(example, ','), answers: { decimal: ',' } },
    ],
  }),
  'fee-sign': (example) => ({
    choices: [
      { label: 'charged', reads: `${example} is a cost`, answers: { feeSign: 'negative-charged' } },
      { label: 'paid to us', reads: `${example} is a rebate`, answers: { feeSign: 'charged' } },
    ],
  }),
  security: () => ({
    choices: SECURITIES.map(([security, reads]) => ({ label: security, reads, answers: { security } })),
  }),
  'bar-length': () => ({
    choices: BAR_LENGTHS.map(([label, minutes]) => ({
      label,
      reads: '',
      answers: { barMicros: minutes * MINUTE_MICROS },
    })),
  }),
  capital: (example) => ({
    choices: [10_000, 100_000, 1_000_000].map((capital) => ({
      label: COUNT.format(capital),
      reads: readReturn(example, capital),
      answers: { capital },
    })),
    entry: 'number',
  }),
  symbol: () => ({ choices: [], entry: 'text' }),
  strategy: () => ({ choices: [], entry: 'text' }),
  'contract-size': (example) => ({
    choices: [1, 0.1, 0.01, 0.001].map((size) => ({
      label: `${size}`,
      reads: `1 contract of ${example} is ${size} ${example.split('-')[0] ?? 'coins'}`,
      answers: { contractSizes: { [example]: size } },
    })),
    entry: 'number',
  }),
  service: (_example, _order, names) => ({
    choices: [
      ...names.slice(0, OFFERED_NAMES).map((name) => ({
        label: name === '' ? 'rows without a name' : name,
        reads: 'only this one',
        answers: { service: name },
      })),
      { label: 'all of them', reads: 'down when any is down', answers: { service: EVERY_SERVICE } },
    ],
    ...(names.length > OFFERED_NAMES && { entry: 'text' }),
  }),
  'equity-files': () => ({
    choices: [
      { label: 'another account', reads: 'the values add up', answers: { equityFiles: 'accounts' } },
      { label: 'the same account', reads: 'this file speaks for the time it spans', answers: { equityFiles: 'one' } },
    ],
  }),
  word: (example, _order, words) => ({
    choices: [
      ...words.map((word) => ({ label: word, reads: '', answers: { words: { [example]: word } } })),
      { label: 'nothing', reads: 'its rows are left out', answers: { words: { [example]: '' } } },
    ],
  }),
}

/** Empty while the order of day and month is open itself: the instant would be a guess. */
function readInstant(example: string, zone: string, dateOrder: DateOrder): string {
  const micros = parseTimeMicros(example.trim(), { zone, dateOrder })
  return micros === null ? '' : `${INSTANT.format(micros / 1000)} UTC`
}

function readDate(example: string, order: 'dmy' | 'mdy'): string {
  const [first = '', second = '', year = ''] = example.trim().split(/\D+/)
  const [day, month] = order === 'dmy' ? [first, second] : [second, first]
  if (!(Number(month) >= 1 && Number(month) <= 12)) return `there is no month ${month}`
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2000, Number(month) - 1, 1),
  )
  return `${Number(day)} ${name} ${year}`
}

/** A return as money of the capital, where the example is one. */
function readReturn(example: string, capital: number): string {
  const share = parseNumber(example, '.')
  return share === null || Math.abs(share) > 1 ? '' : `${example} is ${COUNT.format(share * capital)}`
}

function readNumber(example: string, decimal: '.' | ','): string {
  return String(parseNumber(example, decimal) ?? 'not a number')
}
