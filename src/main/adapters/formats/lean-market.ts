import { basename } from 'node:path'
import type { QuoteRow } from '#engine/ports.ts'
import type { SourceFile } from './source-file.ts'
import { ambiguous } from './foreign-format.ts'
import { BestQuote } from './best-quote.ts'
import { checkCells, numberCell } from './line-cells.ts'
import { linesFormat } from './lines-format.ts'
import type { RecordRows } from './record-writer.ts'
import { zonedToUtcMs } from './zone.ts'

const MEMBER = /^(\d{4})(\d{2})(\d{2})_([a-z0-9.]+)_(minute|second|quote|trade)_(quote|trade|tick)\.csv$/i
const SECURITY = /(?:^|[\\/_])(equity|option|indexoption|forex|cfd|cryptofuture|crypto|future|index)[\\/_]/i
const BAR_MS: Readonly<Record<string, number>> = { minute: 60_000, second: 1000 }
const ZONES: Readonly<Record<string, string>> = {
  equity: 'America/New_York',
  option: 'America/New_York',
  indexoption: 'America/New_York',
  forex: 'America/New_York',
  crypto: 'UTC',
  cryptofuture: 'UTC',
}

/** What the names of a LEAN zip and its member say. */
interface Member {
  readonly midnightMs: number
  readonly symbol: string
  readonly barMs: number | null
  readonly isQuote: boolean
  readonly scale: number
  readonly zone: string
}

/**
 * LEAN's market data, the member of a zip in `Data/<security>/<market>/<resolution>/`: minute and second bars, ticks, of
 * trades and quotes, without a header. Times are milliseconds since midnight of the exchange's zone (equities New York,
 * crypto UTC; others are asked); the day, symbol and kind are in the member's name, the security in the path. Prices of
 * equities and options are times 10,000. A quote bar gives the closing bid and ask, known at its end. Tick quotes of one
 * exchange are one-sided: the best of all exchanges is kept. Trade ticks become minute bars.
 */
export const leanMarket = linesFormat({
  id: 'lean-market',
  title: 'LEAN market data (zip)',
  holds: 'market',
  times: 'ms since midnight: New York (equity, option, forex), UTC (crypto), else asked',
  asks: ['--security', '--zone'],
  detect: ({ path }) =>
    MEMBER.test(basename(path)) ? { score: 0.95, reason: 'The file is named as a member of a LEAN data zip.' } : null,
  open(file) {
    const member = memberOf(file)
    if (member.isQuote) return member.barMs === null ? tickQuotes(member) : quoteBars(member)
    if (member.barMs === null) return tradeTicks(member)
    file.declareBars(member.barMs * 1000)
    return tradeBars(member)
  },
})

function memberOf({ path, options }: SourceFile): Member {
  const [, year, month, day, symbol = '', third = '', fourth = ''] = MEMBER.exec(basename(path)) ?? []
  const security = SECURITY.exec(path)?.[1]?.toLowerCase() ?? options.answers.security
  if (security === undefined)
    throw ambiguous(
      path,
      'security',
      'whether prices are times 10,000 is only in the folder or name of the zip; keep "equity", "crypto" or another security type in it, or give --security equity.',
      '--security',
    )
  const zone = ZONES[security] ?? options.answers.zone
  if (zone === undefined)
    throw ambiguous(
      path,
      'time',
      `LEAN keeps a ${security} in its exchange's zone; say which, for example --zone America/Chicago.`,
      '--zone',
    )
  return {
    midnightMs: Date.UTC(Number(year), Number(month) - 1, Number(day)),
    symbol: symbol.toUpperCase(),
    barMs: BAR_MS[third.toLowerCase()] ?? null,
    isQuote: [third, fourth].some((word) => word.toLowerCase() === 'quote'),
    scale: /equity|option/.test(security) ? 10_000 : 1,
    zone,
  }
}

/** Microseconds of a count of milliseconds since the zone's midnight; a wall clock, so clock changes are its own. */
function timeOf({ midnightMs, zone }: Member, ms: number | null): number | null {
  if (ms === null) return null
  const whole = Math.floor(ms)
  return zonedToUtcMs(midnightMs + whole, zone) * 1000 + Math.round((ms - whole) * 1000)
}

function scaled(cells: readonly string[], index: number, { scale }: Member): number | null {
  const price = numberCell(cells, index, 'price')
  return price === null ? null : price / scale
}

function tradeBars(member: Member) {
  return (line: string): RecordRows => {
    const cells = line.split(',')
    checkCells(cells, 6)
    const [open, high, low, close] = [1, 2, 3, 4].map((index) => scaled(cells, index, member))
    const t = timeOf(member, numberCell(cells, 0, 'time'))
    const volume = numberCell(cells, 5, 'volume')
    return {
      bars: [{ symbol: member.symbol, t, open: open!, high: high!, low: low!, close: close!, volume }],
    }
  }
}

function quoteBars(member: Member) {
  return (line: string): RecordRows => {
    const cells = line.split(',')
    checkCells(cells, 11)
    const start = timeOf(member, numberCell(cells, 0, 'time'))
    const quote: QuoteRow = {
      symbol: member.symbol,
      t: start === null ? null : start + (member.barMs ?? 0) * 1000,
      bid: scaled(cells, 4, member),
      bid_qty: numberCell(cells, 5, 'bid size'),
      ask: scaled(cells, 9, member),
      ask_qty: numberCell(cells, 10, 'ask size'),
    }
    return quote.bid === null || quote.ask === null ? { without: 'one-sided-quote' } : { quotes: [quote] }
  }
}

function tradeTicks(member: Member) {
  return (line: string): RecordRows => {
    const cells = line.split(',')
    const t = timeOf(member, numberCell(cells, 0, 'time'))
    if (cells[5]?.trim() === '1') return { without: 'suspicious-tick' }
    return {
      trades: [{ symbol: member.symbol, t, price: scaled(cells, 1, member), qty: numberCell(cells, 2, 'size') }],
    }
  }
}

function tickQuotes(member: Member) {
  const best = new BestQuote()
  return (line: string): RecordRows => {
    const cells = line.split(',')
    const t = timeOf(member, numberCell(cells, 0, 'time'))
    if (cells[7]?.trim() === '1') return { without: 'suspicious-tick' }
    const exchange = cells[5] ?? ''
    const [bid, ask] = [scaled(cells, 1, member), scaled(cells, 3, member)]
    best.set('bid', exchange, bid, numberCell(cells, 2, 'bid size'))
    best.set('ask', exchange, ask, numberCell(cells, 4, 'ask size'))
    const quote = best.quote(member.symbol, t)
    return quote === null ? { without: 'one-sided-quote' } : { quotes: [quote] }
  }
}
