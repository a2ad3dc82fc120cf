import type { DirectCauses } from '#domain/parity/attribute-direct.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'

/** Writes direct pairs and their causes to the table that, with the pairs found otherwise, the explanation, the drill-down and the simulation read. */
export async function keepDirectPairs(store: Store, pairs?: DirectCauses): Promise<void> {
  await store.run(queries.directPairTable, {})
  await store.run(queries.pair, {})
  await store.run(queries.pairFill, {})
  if (pairs === undefined) return
  await store.appendTemporary('direct_pair', [
    ...[pairs.pair_id, pairs.backtest_row, pairs.day, pairs.instrument, pairs.side, pairs.live_t],
    ...[pairs.notional, pairs.sizing, pairs.timing, pairs.slippage, pairs.fees, pairs.price],
  ])
  await store.run(queries.pairDay, {})
}
