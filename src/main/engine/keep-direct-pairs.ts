import type { DirectInput } from '#domain/parity/attribute-direct.ts'
import { listDirectCauses } from '#domain/parity/direct-causes.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Task } from './ports.ts'
import { letOthersIn } from './step.ts'

/** Writes direct pairs and their causes to the table that, with the pairs found otherwise, the explanation, the drill-down and the simulation read. */
export async function keepDirectPairs(store: Store, input: DirectInput, task: Task): Promise<void> {
  await emptyDirectPairs(store)
  let written = 0
  await store.appendBlocks('direct_pair', listBlocks(input), async (rows) => {
    written += rows
    task.report({ step: 'Writing pairs', done: written, total: input.pairs.live.length })
    await letOthersIn(task)
  })
  await store.run(queries.pairDay, {})
}

/** Yields the columns of the table, block after block. */
function* listBlocks(input: DirectInput) {
  for (const pairs of listDirectCauses(input))
    yield [
      ...[pairs.pair_id, pairs.backtest_row, pairs.day, pairs.instrument, pairs.side, pairs.live_t],
      ...[pairs.notional, pairs.sizing, pairs.timing, pairs.slippage, pairs.fees, pairs.price],
    ]
}

/** Makes the table of direct pairs and what reads it, without a pair. */
export async function emptyDirectPairs(store: Store): Promise<void> {
  await store.run(queries.directPairTable, {})
  await store.run(queries.pairFill, {})
}
