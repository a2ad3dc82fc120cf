import { CAUSES, type Cause } from '#shared/review.ts'
import type { Router } from '../../state/router.svelte.ts'
import { MEASURES, UNITS, type Measure, type Unit } from './parts.ts'

/** What the attribution screen shows, read from the address. */
export interface View {
  readonly measure: Measure
  readonly unit: Unit
  readonly cause: Cause | null
  /** The pair whose fills are shown. */
  readonly pair: number | null
  /** Whether the table shows pairs rather than symbols. */
  readonly pairs: boolean
}

/** Returns the view in the address; what is not valid falls back to its default. */
export function viewOf(router: Router): View {
  const among = <T extends string>(name: string, values: readonly T[]): T | null =>
    values.find((value) => value === router.param(name)) ?? null
  const measure = among('measure', MEASURES) ?? 'pnl'
  const unit = among('unit', UNITS) ?? 'money'
  return {
    measure,
    unit: measure === 'te' && unit === 'money' ? 'bp' : unit,
    cause: among('cause', CAUSES),
    pair: whole(router.param('pair')),
    pairs: router.param('rows') === 'pairs',
  }
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}
