import type { AppError } from '#shared/errors.ts'
import { csvFormat } from './csv-format.ts'
import { ambiguous } from './foreign-format.ts'
import { checkCells, numberCell } from './line-cells.ts'
import { areMostly, headLines, linesFormat } from './lines-format.ts'
import { parseTimeMicros, timeKindOf } from './read-time.ts'
import type { RecordRows } from './record-writer.ts'
import { CellError } from './cells.ts'
import { checkAnswered } from './source-row.ts'
import type { SourceFile } from './source-file.ts'

const NEW_YORK_CLOSE_MICROS = 16 * 3600e6
const DAY_MICROS = 86_400e6

/**
 * Option Omega's daily log of a backtest: `Net Liquidity` is the account's value after the day's close, so it is taken at
 * 16:00 New York. What was withdrawn is not read as a flow, since the log does not say whether it is of the day or in all;
 * days with some are noted.
 */
export const optionOmegaDaily = csvFormat({
  id: 'option-omega-daily',
  title: 'Option Omega daily log',
  holds: 'equity',
  times: 'a day; the value is taken at 16:00 New York',
  header: ['Date', 'Net Liquidity', 'Current Funds', 'Withdrawn', 'Trading Funds', 'P/L'],
  zone: 'America/New_York',
  open: (file) => {
    let withdrawn = 0
    return {
      read(row) {
        const midnight = row.time('Date')
        const nav = row.number('Net Liquidity')
        if ((row.number('Withdrawn') ?? 0) !== 0) withdrawn += 1
        return { equity: [{ t: midnight === null ? null : midnight + NEW_YORK_CLOSE_MICROS, nav }] }
      },
      end() {
        if (withdrawn > 0) file.note('withdrawal-not-read', 'Withdrawn', withdrawn)
        return {}
      },
    }
  },
})

const HEADER = /^[^,]*,"?(?:daily_)?returns?"?$/i
const NAMED = /(?:^|[^a-z])returns?(?:[^a-z]|$)/i

/**
 * Returns of a strategy per day as pyfolio and zipline write them, a time and a fraction, with a header or without: then
 * the file's name says what they are. They are compounded from a starting capital, which is asked. A day's label (midnight)
 * stands for the day's end; the capital stands at the first day's start.
 */
export const pyfolioReturns = linesFormat({
  id: 'pyfolio-returns',
  title: 'Returns per day (pyfolio, zipline)',
  holds: 'equity',
  times: 'a day; the value is taken at its end in UTC',
  asks: ['--capital', '--zone'],
  detect(sample) {
    const [first = '', ...rest] = headLines(sample, 20)
    const hasHeader = HEADER.test(first)
    const rows = hasHeader ? rest : [first, ...rest]
    const named = hasHeader || NAMED.test(sample.path.split(/[\\/]/).at(-1) ?? '')
    return named && areMostly(rows, isReturn)
      ? { score: 0.9, reason: 'Rows of a time and a fraction, named as returns.' }
      : null
  },
  open: (file) => {
    const read = returnsReader(file)
    return (line, number) => (number === 1 && HEADER.test(line.replace(/^\uFEFF/, '')) ? null : read(line))
  },
})

function isReturn(line: string): boolean {
  const [time = '', fraction = '', ...more] = line.split(',')
  const isFraction = fraction.trim() !== '' && Math.abs(Number(fraction)) < 1
  return more.length === 0 && timeKindOf(time) !== null && isFraction
}

function returnsReader(file: SourceFile): (line: string) => RecordRows {
  const { capital } = file.options.answers
  let nav: number | null = null
  return (line) => {
    const cells = line.split(',')
    checkCells(cells, 2)
    const start = labelOf(cells[0] ?? '', file)
    const fraction = numberCell(cells, 1, 'returns')
    if (capital === undefined) throw unknownCapital(file.path, cells[1] ?? '')
    if (fraction === null) return { equity: [{ t: start, nav: null }] }
    const before = nav === null ? [{ t: start, nav: capital }] : []
    nav = (nav ?? capital) * (1 + fraction)
    const isDay = start % DAY_MICROS === 0
    return { equity: [...before, { t: isDay ? start + DAY_MICROS : start, nav }] }
  }
}

function unknownCapital(path: string, example: string): AppError {
  return ambiguous(
    path,
    'returns',
    'it holds returns only; say what the account was worth before the first, for example --capital 100000.',
    '--capital',
    example.trim(),
  )
}

/** A day's label is a calendar day, of no zone; a time of day without an offset is asked about. */
function labelOf(text: string, { path, options: { answers } }: SourceFile): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const rule = {
    decimal: '.' as const,
    zone: isDay ? 'UTC' : (answers.zone ?? null),
    dateOrder: answers.dateOrder ?? null,
  }
  checkAnswered(text, rule, path, 'time')
  const micros = parseTimeMicros(text, rule)
  if (micros === null) throw new CellError('bad-time', `"${text}" is not a time.`, 'time', text)
  return micros
}
