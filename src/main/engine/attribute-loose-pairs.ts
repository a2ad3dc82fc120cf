import type { AttributionMethod } from '#domain/parity/attribution.ts'
import { attributeLegs } from '#domain/parity/attribute-legs.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Task } from './ports.ts'

const KINDS = {
  pair_id: Uint32Array,
  live: Uint8Array,
  day: Int32Array,
  instrument: Uint32Array,
  is_one: Uint8Array,
  live_qty: Float64Array,
  backtest_qty: Float64Array,
  fee_base_gain: Float64Array,
  live_gain: Float64Array,
  backtest_gain: Float64Array,
  live_unit: Float64Array,
  backtest_unit: Float64Array,
  live_rate: Float64Array,
  backtest_rate: Float64Array,
}

/** Attributes the pairs that are not direct, leg by leg, and those of one side alone. Marks must stand. */
export async function attributeLoosePairs(store: Store, method: AttributionMethod, task: Task): Promise<void> {
  await store.run(queries.attributionPair, {}, task)
  await store.run(queries.attributionLeg, {}, task)
  const legs = await store.arrays(queries.legColumns, {}, KINDS, task)
  const { sizing, timing, slippage, fees } = attributeLegs(legs, method)
  await store.run(queries.legCauseTable, {})
  const { pair_id: pair, day, instrument, is_one: isOne } = legs
  await store.appendTemporary('leg_cause', [pair, day, instrument, isOne, sizing, timing, slippage, fees])
  await store.run(queries.loosePairDay, {}, task)
}
