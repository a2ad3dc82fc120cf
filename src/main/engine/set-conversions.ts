import { parseInstrument } from '#domain/parity/instrument.ts'
import { AppError } from '#shared/errors.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { appendAudit } from './audit-log.ts'
import type { Clock } from './ports.ts'

/** Says what one unit of each currency is worth in the reporting currency: fees and quotes in it are converted from then on. Audited. */
export async function setRates(store: Store, clock: Clock, rates: Readonly<Record<string, number>>): Promise<void> {
  const entries = Object.entries(rates)
  if (entries.length === 0) return
  for (const [currency, rate] of entries)
    if (!(rate > 0) || !Number.isFinite(rate))
      throw new AppError('PARAMETER_INVALID', `The rate of ${currency} is ${rate}; a rate is a number above zero.`)
  await store.transaction(async () => {
    for (const [currency, rate] of entries) await store.run(queries.setRate, { currency, rate })
    await appendAudit(store, clock, 'rates', rates)
  })
}

/** Says which instrument each symbol spelling stands for, in place of the proposal. Audited. */
export async function setInstruments(
  store: Store,
  clock: Clock,
  instruments: Readonly<Record<string, string>>,
): Promise<void> {
  const entries = Object.entries(instruments)
  if (entries.length === 0) return
  await store.transaction(async () => {
    for (const [symbol, name] of entries) {
      const { base, quote, kind } = parseInstrument(name)
      await store.run(queries.setInstrument, { symbol, instrument: name, base, quote, kind })
    }
    await appendAudit(store, clock, 'symbol-map', instruments)
  })
}
