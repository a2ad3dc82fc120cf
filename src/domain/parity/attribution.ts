import { sum } from '#domain/stats/moments.ts'
import type { Cause } from '#shared/review.ts'
import {
  hasMids,
  SWITCHES,
  valuePair,
  type AttributedPair,
  type DayValue,
  type Switch,
  type Switches,
} from './pair-value.ts'
import { ladderValues, shapleyValues, type ByPlayer } from './shapley.ts'

/** Causes a pair can have; funding belongs to cash, not to pairs. */
export type PairCause = Exclude<Cause, 'funding'>

/** Money by cause, live minus backtest. */
export type CauseMoney = Record<PairCause, number>

/** How parts are formed: averaged over every order of switching, or one ladder sizing -> timing -> slippage -> fees. */
export type AttributionMethod = 'shapley' | 'ladder'

/** What the causes add on one day, from legs dated that day and from legs of earlier days. */
export interface PairDay {
  readonly day: string
  readonly new: CauseMoney
  readonly carry: CauseMoney
}

/**
 * Returns the causes of live minus backtest P&L of one pair, per day of its marks; they add up to the difference (up to
 * rounding). A pair known on one side only is alpha, in full and fees included. Without a mid on every traded leg timing
 * and slippage are one cause, `price`. Carry has only the causes that move positions, sizing and timing (or price).
 * Swapping the sides negates every Shapley part. Shapley (1953).
 */
export function attributePair(pair: AttributedPair, method: AttributionMethod = 'shapley'): PairDay[] {
  const valueOf = remember(valuePair(pair))
  const split = pair.live === null || pair.backtest === null ? splitAlpha : splitSwitches(method, !hasMids(pair))
  const valueAt = (index: number, part: keyof DayValue) => (switches: Switches) => valueOf(switches)[index]?.[part] ?? 0
  return pair.marks.map(({ day }, index) => ({
    day,
    new: split(valueAt(index, 'new')),
    carry: split(valueAt(index, 'carry')),
  }))
}

/** Returns the sum of all causes. */
export function totalOf(causes: CauseMoney): number {
  return sum(Object.values(causes))
}

type Split = (value: (switches: Switches) => number) => CauseMoney

const NO_MONEY: CauseMoney = { alpha: 0, sizing: 0, timing: 0, slippage: 0, fees: 0, price: 0 }

const splitAlpha: Split = (value) => ({ ...NO_MONEY, alpha: value(switchAll(true)) - value(switchAll(false)) })

function splitSwitches(method: AttributionMethod, merged: boolean): Split {
  const split = method === 'shapley' ? shapleyValues<Switch> : ladderValues<Switch>
  return (value) => {
    const parts: ByPlayer<Switch> = split(SWITCHES, value)
    if (!merged) return { ...NO_MONEY, ...parts }
    return { ...NO_MONEY, ...parts, timing: 0, slippage: 0, price: parts.timing + parts.slippage }
  }
}

function switchAll(on: boolean): Switches {
  return { sizing: on, timing: on, slippage: on, fees: on }
}

function remember(valueOf: (switches: Switches) => DayValue[]): (switches: Switches) => DayValue[] {
  const known = new Map<string, DayValue[]>()
  return (switches) => {
    const key = SWITCHES.map((property) => Number(switches[property])).join('')
    const values = known.get(key) ?? valueOf(switches)
    known.set(key, values)
    return values
  }
}
