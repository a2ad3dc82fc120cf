import { AppError } from '#shared/errors.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { appendAudit } from './audit-log.ts'
import type { Clock } from './ports.ts'

/** The two composites a word on matching concerns, by their intents (`s:` signal, `o:` order, `f:` fill id, `r:` row). */
export interface MatchOverride {
  readonly action: 'pin' | 'unpin'
  readonly instrument: string
  readonly liveIntent: string
  readonly backtestIntent: string
}

/**
 * Records that two composites are a pair (`pin`) or are not (`unpin`), replacing what was said of the two before; pinning
 * either of them elsewhere takes their earlier pins away. Holds for every later matching and is audited.
 */
export async function overrideMatch(store: Store, clock: Clock, override: MatchOverride): Promise<void> {
  const { action, instrument, liveIntent, backtestIntent } = override
  if (liveIntent === '' || backtestIntent === '')
    throw new AppError('PARAMETER_INVALID', 'Choose one live and one backtest order to pair or part.')
  const words = { instrument, live_intent: liveIntent, backtest_intent: backtestIntent }
  await store.transaction(async () => {
    if (action === 'pin') await store.run(queries.dropPins, words)
    await store.run(queries.dropOverride, words)
    await store.run(queries.addOverride, { action, ...words })
    await appendAudit(store, clock, 'match-override', override)
  })
}

/** Takes back what was said of two composites, so that matching decides again. Audited. */
export async function clearOverride(
  store: Store,
  clock: Clock,
  override: Omit<MatchOverride, 'action'>,
): Promise<void> {
  await store.transaction(async () => {
    await store.run(queries.dropOverride, {
      instrument: override.instrument,
      live_intent: override.liveIntent,
      backtest_intent: override.backtestIntent,
    })
    await appendAudit(store, clock, 'match-override', { action: 'clear', ...override })
  })
}
