import { sum } from '#domain/stats/moments.ts'
import { CAUSES, type Cause, type Finding } from '#shared/review.ts'
import {
  CAUSE_WORDS,
  sayAmount,
  sayPercent,
  saySlice,
  sayTimes,
  sayTotal,
  type AmountScale,
} from './explain-wording.ts'
import { causeTotals, dominantCause, isMeaningfulTotal, rankSlices, type Slice, type SliceRow } from './slices.ts'

/** The rows of a day (`from` equal to `to`) or of a range, at the finest crossing of the dimensions, and the scale amounts are said in. */
export interface ExplainInput extends AmountScale {
  readonly from: string
  readonly to: string
  readonly rows: readonly SliceRow[]
  /** Most findings to return, the headline included; 6 by default. */
  readonly limit?: number
}

/** A slice is worth naming when it carries this much of the P&L beyond its share of notional. */
const WORTH_NAMING = 0.1
/** A slice that carries more than this much of the difference is one leg of trades whose other leg offsets it: half a story. */
const HALF_A_STORY = 1.2
/** A live spread this many times the backtest's is worth a clause. */
const WIDE_SPREAD = 1.5

/**
 * Returns why live and backtest P&L differ, most telling first. The first finding is the headline: the total, the cause
 * that dominates it and the slice that holds most of that cause beyond its share of notional. The others are the slices
 * that carry most of the whole difference. Each finding's `pnl` is its slice's active P&L over all causes, `share` its part
 * of the whole (null when the whole is under a tenth of the absolute sum of its parts), `day` null for a range. A slice of the
 * same fills under another name (taker orders, market orders) is said once. What positions earned (trades only one side made,
 * other sizes) is named by instrument alone: an entry and its exit lie at other hours, on other sides, in other order types, and
 * how their P&L splits between these hangs on the day's mark. No rows: no findings.
 */
export function explainDifference(input: ExplainInput): Finding[] {
  const { rows, limit = 6 } = input
  if (rows.length === 0) return []
  const cause = dominantCause(rows)
  const [concentrated] = rankSlices(rows, cause).filter(isWorthNaming)
  const headline = headlineOf(input, cause, concentrated)
  const others = rankSlices(rows).filter(isWorthNaming)
  const said = new Set([sizeOf(rowsOf(headline.slice, rows))])
  const fresh = others.filter((slice) => isFirstOf(said, sizeOf(rowsOf(slice.slice, rows))))
  return [headline, ...fresh.slice(0, limit - 1).map((slice) => findingOf(slice, input))]
}

function isWorthNaming({ excess, share, splitsPositions }: Slice): boolean {
  return excess >= WORTH_NAMING && !splitsPositions && (share === null || share <= HALF_A_STORY)
}

function headlineOf(input: ExplainInput, cause: Cause, concentrated: Slice | undefined): Finding {
  const byCause = causeTotals(input.rows)
  const active = sum(Object.values(byCause))
  const slice = concentrated?.slice ?? {}
  const pnl = sum(Object.values(causeTotals(rowsOf(slice, input.rows))))
  const share = isMeaningfulTotal(active, Object.values(byCause)) ? pnl / active : null
  return {
    sentence: headlineSentence(input, byCause, cause, concentrated),
    day: dayOf(input),
    slice,
    cause,
    share,
    pnl,
  }
}

function headlineSentence(
  input: ExplainInput,
  byCause: Readonly<Record<Cause, number>>,
  cause: Cause,
  concentrated: Slice | undefined,
): string {
  const active = sum(Object.values(byCause))
  const total = sayTotal(active, input.from, input.to, input)
  if (byCause[cause] === 0) return `${total}: live and backtest earned the same.`
  const causes = causeClause(byCause, cause, input)
  const it = causes.isAlone ? 'it' : CAUSE_WORDS[cause]
  const where = concentrated === undefined ? '' : `, ${whereClause(concentrated, it, input)}`
  return `${total}: ${causes.text}${where}.`
}

/** What the headline says of causes; `isAlone` where it names one, so that "it" can only be that one. */
interface CauseClause {
  readonly text: string
  readonly isAlone: boolean
}

/** `71 % slippage`, or amounts where causes offset each other and shares would mislead. */
function causeClause(byCause: Readonly<Record<Cause, number>>, cause: Cause, scale: AmountScale): CauseClause {
  const active = sum(Object.values(byCause))
  const share = byCause[cause] / active
  const counter = CAUSES.reduce((best, other) =>
    byCause[other] * byCause[cause] < byCause[best] * byCause[cause] ? other : best,
  )
  const say = (named: Cause) => `${CAUSE_WORDS[named]} ${sayAmount(byCause[named], scale)}`
  const among = (text: string) => ({ text, isAlone: false })
  if (!isMeaningfulTotal(active, Object.values(byCause)))
    return among(`${say(cause)} and ${say(counter)} nearly cancel`)
  if (share <= 1.005) return { text: `${sayPercent(share)} ${CAUSE_WORDS[cause]}`, isAlone: true }
  if (Math.abs(byCause[counter]) < Math.abs(byCause[cause]))
    return among(`${say(cause)}, partly offset by ${say(counter)}`)
  // What offsets is larger than the largest cause: only with the next one beside it do the amounts leave the total's sign.
  const next = CAUSES.filter((other) => other !== cause).reduce((best, other) =>
    byCause[other] * byCause[cause] > byCause[best] * byCause[cause] ? other : best,
  )
  return among(`${say(cause)} and ${say(next)} against ${say(counter)}`)
}

/** `80 % of it in SOL-USDT market orders between 14:00 and 15:00 UTC (12 % of notional); live spread there was 3.1x the backtest's`. */
function whereClause(slice: Slice, it: string, scale: AmountScale): string {
  const { share, notionalShare, cause, spreadRatio, pnl } = slice
  const usable = share !== null && share <= 1.005
  const part = usable ? `${sayPercent(share)} of ${it}` : `${CAUSE_WORDS[cause]} of ${sayAmount(pnl, scale)}`
  const weight = notionalShare === null ? '' : ` (${sayPercent(notionalShare)} of notional)`
  const explained = cause === 'slippage' || cause === 'price'
  const spread =
    explained && spreadRatio !== null && spreadRatio >= WIDE_SPREAD
      ? `; live spread there was ${sayTimes(spreadRatio)} the backtest's`
      : ''
  return `${part} in ${saySlice(slice.slice)}${weight}${carriedClause(slice)}${spread}`
}

function findingOf(slice: Slice, input: ExplainInput): Finding {
  const { share, notionalShare, cause, pnl } = slice
  const part = share === null ? '' : `, ${sayPercent(share)} of the difference`
  const weight = notionalShare === null ? '' : ` on ${sayPercent(notionalShare)} of notional`
  const sentence = `${capitalised(saySlice(slice.slice))}: ${sayAmount(pnl, input)}${part}${weight}, mostly ${CAUSE_WORDS[cause]}${carriedClause(slice)}.`
  return { sentence, day: dayOf(input), slice: { ...slice.slice }, cause, share, pnl }
}

function carriedClause({ newPnl, carryPnl }: Slice): string {
  return Math.abs(carryPnl) > Math.abs(newPnl) ? ', mostly on positions carried from earlier days' : ''
}

function dayOf({ from, to }: ExplainInput): string | null {
  return from === to ? from : null
}

function rowsOf(slice: Readonly<Record<string, string>>, rows: readonly SliceRow[]): SliceRow[] {
  return rows.filter((row) => Object.entries(slice).every(([name, value]) => row.dimensions[name] === value))
}

/** Tells slices of the same rows by their number, notional and P&L. */
function sizeOf(rows: readonly SliceRow[]): string {
  const notional = sum(rows.map((row) => row.notional))
  return [rows.length, notional, sum(Object.values(causeTotals(rows)))].join(' ')
}

function isFirstOf(said: Set<string>, size: string): boolean {
  if (said.has(size)) return false
  said.add(size)
  return true
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
