import type { CareCounts } from '#domain/parity/attribute-direct.ts'
import type { Flag, Review } from '#shared/review.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { needsScale, type Comparable } from './compare-sides.ts'

/**
 * Returns what the user is offered: a look at the files, when both sides are the same one; the size ratio, when live and
 * backtest traded different sizes; and the clock offset, when pairs, or orders that found no partner, stand apart in time.
 */
export async function suggestions(
  store: Store,
  comparison: Comparable,
  inputs: Review['inputs'],
): Promise<Review['suggestions']> {
  return [
    ...sameFileSuggestion(comparison, inputs),
    ...sizeSuggestion(comparison),
    ...clockSuggestion(comparison),
    ...(await shiftSuggestion(store, comparison)),
  ]
}

/** Live orders left alone before a common shift of them is looked for, and the share of them that must agree on it. */
const ENOUGH_ALONE = 10
const COMMON_SHARE = 0.8

/** A wrong zone leaves most orders of both sides alone, all by the same hours: alpha everywhere, and no pair to see it by. */
async function shiftSuggestion(store: Store, { matching }: Comparable): Promise<Review['suggestions']> {
  if (matching.live_only < ENOUGH_ALONE || (matching.matched_share_count ?? 0) >= 0.5) return []
  const [found] = await store.rows(queries.commonShift, {})
  if (found === undefined || found.orders < COMMON_SHARE * found.alone) return []
  const { shift_s: shift, orders, alone } = found
  const sentence = `${orders} of ${alone} live orders without a partner stand ${Math.abs(shift) / 3600} h ${shift > 0 ? 'after' : 'before'} a backtest order of the same side and price; if a time zone or a clock is the reason, correct it with --zone, or with time_offset in a mapping file. Nothing was shifted.`
  return [{ code: 'offset', value: -shift, sentence }]
}

/** One file may hold both sides under two strategy names; then it is reviewed as LIVE=BACKTEST. */
function sameFileSuggestion({ settings }: Comparable, inputs: Review['inputs']): Review['suggestions'] {
  if (settings.strategy?.includes('=') === true) return []
  const hashes = new Set(inputs.filter(({ role }) => role === 'live').map(({ sha256 }) => sha256))
  const same = inputs.filter(({ role, sha256 }) => role === 'backtest' && hashes.has(sha256))
  const [first] = same
  if (first === undefined) return []
  const sentence = `The backtest file ${first.path} has the content of a live file, so trades are compared with themselves; load the other side's file in its place.`
  return [{ code: 'same-file', value: same.length, sentence }]
}

/** The median time difference of pairs is said from here on, in milliseconds. */
const NOTABLE_CLOCK_MS = 60_000

function clockSuggestion(comparison: Comparable): Review['suggestions'] {
  const apart = comparison.matching.median_dt_ms
  if (apart === null || Math.abs(apart) < NOTABLE_CLOCK_MS) return []
  const seconds = Math.round(Math.abs(apart) / 1000)
  const sentence = `Live fills are ${seconds} s ${apart > 0 ? 'after' : 'before'} the backtest's (median of matched pairs); if a clock or a bar stamp is the reason, set time_offset in a mapping file. Nothing was shifted.`
  return [{ code: 'offset', value: -apart / 1000, sentence }]
}

function sizeSuggestion(comparison: Comparable): Review['suggestions'] {
  const ratio = comparison.matching.median_quantity_ratio
  if (ratio === null || !needsScale(comparison)) return []
  const times = ratio >= 1 ? `${ratio.toPrecision(3)} times` : `1/${(1 / ratio).toPrecision(3)} of`
  return [
    {
      code: 'scale',
      value: ratio,
      sentence: `Live orders are ${times} the backtest's size (median of matched pairs); compare equal sizes, or sizing will hide the other causes.`,
    },
  ]
}

/** Returns the flags of the whole review: how much of it must be read with care, and why. */
export async function reviewFlags(
  store: Store,
  comparison: Comparable,
  direct: CareCounts,
  capitalByDay: readonly (number | null)[],
): Promise<Flag[]> {
  const loose = await store.row(queries.reviewFlags, {})
  const marks = await store.rows(queries.markSources, {})
  const splits = await store.rows(queries.splits, {})
  const sources = await store.rows(queries.sources, {})
  const excluded = await store.rows(queries.excluded, {})
  const unknownFees = await store.rows(queries.unknownFees, { currency: comparison.settings.currency })
  const notes = sources.flatMap((source) => JSON.parse(source.notes) as Flag[])
  const flags: Flag[] = [
    { code: 'fee-unknown', field: 'fee', count: loose.unknown_fees + direct.unknownFees },
    { code: 'zero-price', field: 'price', count: loose.zero_prices + direct.zeroPrices },
    { code: 'no-mid', field: 'price', count: loose.price_pairs + direct.pricePairs },
    { code: 'mid-at-sent', field: 'timing', count: loose.sent_pairs + direct.sentPairs },
    { code: 'fill-mark', field: 'mark', count: marks.find((row) => row.source === 'fill')?.marks ?? 0 },
    { code: 'possible-split', field: 'mark', count: splits.length },
    { code: 'id-conflict', field: 'matching', count: comparison.matching.by_method['id-conflict'] ?? 0 },
    { code: 'greedy', field: 'matching', count: comparison.matching.by_method['time-greedy'] ?? 0 },
    ...excluded.map((row): Flag => ({ code: 'unconverted', field: row.currency ?? 'currency', count: row.fills })),
    ...unknownFees.map((row): Flag => ({ code: 'fee-currency', field: row.currency, count: row.fills })),
    { code: 'no-capital', field: 'capital', count: capitalByDay.filter((capital) => capital === null).length },
    ...notes,
  ]
  return merge(flags).filter((flag) => flag.count > 0)
}

function merge(flags: readonly Flag[]): Flag[] {
  const merged = new Map<string, Flag>()
  for (const flag of flags) {
    const key = `${flag.code} ${flag.field}`
    merged.set(key, { ...flag, count: flag.count + (merged.get(key)?.count ?? 0) })
  }
  return [...merged.values()]
}
