import type { PairRow, Result } from '#shared/contract.ts'
import { CAUSES, type Review, type ReviewDay } from '#shared/review.ts'
import { csvLayout, csvText, type CsvColumns } from './csv-text.ts'
import { gapOf } from './day-facts.ts'

/** One refused row, as the project keeps it. */
export type RejectRow = Result<'import.rejects'>['rows'][number]

const DAY_COLUMNS: CsvColumns<ReviewDay> = [
  ['day', (day) => day.day],
  ['live_pnl', (day) => day.live_pnl],
  ['backtest_pnl', (day) => day.backtest_pnl],
  ['active_pnl', gapOf],
  ['live_return', (day) => day.live_return],
  ['backtest_return', (day) => day.backtest_return],
  ['active_return', (day) => day.active_return],
  ['te_day_bps', (day) => day.te_day_bps],
  ['te_day_realised_bps', (day) => day.te_day_realised_bps],
  ['te_bps', (day) => day.te_bps],
  ['te_rms_bps', (day) => day.te_rms_bps],
  ['td_bps', (day) => day.td_bps],
  ['te_interval_low_bps', (day) => day.te_interval_bps?.[0] ?? null],
  ['te_interval_high_bps', (day) => day.te_interval_bps?.[1] ?? null],
  ['te_interval_bootstrap_low_bps', (day) => day.te_interval_bootstrap_bps?.[0] ?? null],
  ['te_interval_bootstrap_high_bps', (day) => day.te_interval_bootstrap_bps?.[1] ?? null],
  ['breach_probability', (day) => day.breach_probability],
  ['band', (day) => day.band],
  ['streak', (day) => day.streak],
  ['action', (day) => day.action],
  ...CAUSES.map((cause) => [cause, (day: ReviewDay) => day.attribution[cause]] as const),
  ['residual', (day) => day.attribution.residual],
  ...CAUSES.map((cause) => [`carry_${cause}`, (day: ReviewDay) => day.carry[cause]] as const),
  ['flags', (day) => day.flags.map((flag) => flag.code).join(' ')],
]

const REJECT_COLUMNS: CsvColumns<RejectRow> = [
  ['file', (row) => row.path],
  ['line', (row) => row.line],
  ['place', (row) => row.place],
  ['column', (row) => row.column_name],
  ['value', (row) => row.raw],
  ['reason', (row) => row.reason],
  ['message', (row) => row.message],
]

const PAIR_FIELDS = [
  'pair_id',
  'kind',
  'method',
  'symbol',
  'side',
  'day',
  'live_time',
  'backtest_time',
  'live_qty',
  'backtest_qty',
  'live_price',
  'backtest_price',
  'latency_ms',
  'slippage_bps',
  'active',
  'alpha',
  'sizing',
  'timing',
  'slippage',
  'fees',
  'price',
] as const satisfies readonly (keyof PairRow)[]

/** Layout of days.csv: one evaluated day a line, money in the reporting currency, bps annualised. */
const DAYS_CSV = csvLayout(DAY_COLUMNS)

/** Layout of rejects.csv: one refused row a line, with the file's own text of the value. */
const REJECTS_CSV = csvLayout(REJECT_COLUMNS)

/** Layout of pairs.csv: one pair and day a line, live minus backtest P&L by cause in money. */
export const PAIRS_CSV = csvLayout<PairRow>(PAIR_FIELDS.map((field) => [field, (row: PairRow) => row[field]] as const))

/** Returns days.csv of a review in full precision. */
export function daysCsv(review: Review): string {
  return csvText(DAYS_CSV, review.days)
}

/** Returns rejects.csv. */
export function rejectsCsv(rows: Iterable<RejectRow>): string {
  return csvText(REJECTS_CSV, rows)
}

/** Returns pairs.csv. */
export function pairsCsv(rows: Iterable<PairRow>): string {
  return csvText(PAIRS_CSV, rows)
}
