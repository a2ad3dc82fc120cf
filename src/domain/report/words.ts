import type { Action, BandMeasure, Cause, Review } from '#shared/review.ts'
import { counted, money, plain } from './number-text.ts'

/** What each cause asks: the difference it stands for, in a few words. */
export const CAUSE_MEANINGS: Readonly<Record<Cause, string>> = {
  alpha: 'trades only one side made',
  sizing: 'other quantities',
  timing: 'other moments, at the mid',
  slippage: 'price paid against the mid',
  fees: 'other fee rates',
  price: 'timing and slippage together: no mid known',
  funding: 'funding and other cash',
}

/** What each action tells the risk guard. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  continue: 'continue',
  'reduce-size': 'reduce size',
  'disable-entries': 'disable new entries',
  'emergency-stop': 'emergency stop',
  're-enable': 're-enable',
}

/** What the measure that drives the band is called. */
export const MEASURE_WORDS: Readonly<Record<BandMeasure, string>> = {
  te_rms_bps: 'tracking error rms',
  te_bps: 'tracking error',
}

/** The measure that drives the band as a column is headed: what tracking error by cause adds up to. */
export const MEASURE_HEADERS: Readonly<Record<BandMeasure, string>> = {
  te_rms_bps: 'TE rms',
  te_bps: 'TE',
}

/** A part of a cause that has a line of its own where order files tell it apart. */
export interface SubLine {
  readonly cause: Cause
  readonly text: string
  readonly amount: number
}

/** Returns the known parts of causes, in the order of causes. */
export function subLines({ total }: Review): SubLine[] {
  const lines = [
    { cause: 'alpha', text: 'of which sent and never filled', amount: total.alpha_unfilled },
    { cause: 'sizing', text: 'of which other sizes requested', amount: total.sizing_requested },
    { cause: 'sizing', text: 'of which other shares filled', amount: total.sizing_fill_ratio },
  ] as const
  return lines.flatMap((line) => (line.amount === null ? [] : [{ ...line, amount: line.amount }]))
}

const METHOD_WORDS: ReadonlyMap<string, string> = new Map([
  ['id', 'matched by signal or order id'],
  ['exit', 'matched as exits of matched entries'],
  ['time', 'matched by time and quantity'],
  ['time-greedy', 'matched by time, cheapest first'],
  ['children', 'matched as parts of one order'],
  ['unfilled', 'sent and never filled'],
  ['pinned', 'pinned by hand'],
  ['id-conflict', 'unmatched: same id, other side or symbol'],
  ['unmatched', 'unmatched'],
])

/** Returns what a matching method is called; an unknown one by its code. */
export function methodWords(method: string): string {
  return METHOD_WORDS.get(method) ?? method
}

/** One setting as a reader sees it: what it is, its value, its name in review.json. */
export interface SettingRow {
  readonly label: string
  readonly value: string
  readonly name: keyof Review['settings']
}

/** Returns every setting of a review in words. */
export function settingRows({ settings }: Review): SettingRow[] {
  const text = (value: string | null) => value ?? '–'
  return [
    {
      label: 'Capital declared; an equity file overrides it day by day',
      value: amount(settings.capital),
      name: 'capital',
    },
    { label: 'Reporting currency', value: text(settings.currency), name: 'currency' },
    {
      label: 'Stablecoins count as equal',
      value: settings.stablecoins_equal ? 'yes' : 'no',
      name: 'stablecoins_equal',
    },
    {
      label: 'Evaluated days',
      value: settings.calendar === '24x7' ? 'every day' : 'Monday to Friday',
      name: 'calendar',
    },
    { label: 'Days a year', value: String(settings.annualisation), name: 'annualisation' },
    { label: 'Window of the rolling measures', value: counted(settings.window, 'day'), name: 'window' },
    { label: 'Measure that drives the band', value: MEASURE_WORDS[settings.band_measure], name: 'band_measure' },
    { label: 'Lower edges of the bands, bps', value: settings.band_edges_bps.join(', '), name: 'band_edges_bps' },
    { label: 'Target, bps a year', value: plain(settings.target_bps, 1), name: 'target_bps' },
    { label: 'Attribution', value: settings.attribution, name: 'attribution' },
    { label: 'Backtest quantities times', value: String(settings.scale), name: 'scale' },
    { label: 'First day', value: text(settings.from ?? 'the first both sides cover'), name: 'from' },
    { label: 'Last day', value: text(settings.to ?? 'the last both sides cover'), name: 'to' },
    { label: 'Strategy', value: text(settings.strategy ?? 'all in the files'), name: 'strategy' },
    {
      label: 'Longest time between orders matched by time',
      value: `${plain(settings.match_gate_s, 0)} s`,
      name: 'match_gate_s',
    },
    { label: 'Warning days that act as critical', value: String(settings.escalation_after), name: 'escalation_after' },
    { label: 'Seed of the bootstrap', value: String(settings.seed), name: 'seed' },
  ]
}

function amount(value: number | null): string {
  return value === null ? 'not given' : money(value).replace('+', '')
}
