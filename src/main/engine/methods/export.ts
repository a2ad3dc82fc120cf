import { MADE_BLOCK_BYTES, type TableCell, type TableColumn } from '#shared/contract-table.ts'
import type { PairRow } from '#shared/contract.ts'
import type { Task } from '../ports.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'

/** Pairs read at once. */
const PAGE = 10_000

const text = (name: keyof PairRow): [keyof PairRow, TableColumn['kind']] => [name, 'text']
const number = (name: keyof PairRow): [keyof PairRow, TableColumn['kind']] => [name, 'number']

/** Fields of a pair in the order of the file, named as in the contract. */
const PAIR_FIELDS = [
  ...[number('pair_id'), text('symbol'), text('side'), text('kind'), text('method'), text('day')],
  ...(['active', 'alpha', 'sizing', 'timing', 'slippage', 'fees', 'price'] as const).map(number),
  ...[text('live_time'), text('backtest_time')],
  ...(['latency_ms', 'slippage_bps', 'live_qty', 'backtest_qty', 'live_price', 'backtest_price'] as const).map(number),
]

/** Tables as Parquet files, which the page fetches in blocks. */
export function exportMethods(session: Session): Methods<'export.table' | 'export.pairs' | 'export.block'> {
  const { made } = session.tools
  return {
    'export.table': ({ columns, rows }, task) => made.parquet(columns, once(rows), task),
    'export.pairs': ({ filter, cause }, task) =>
      session.exclusive(task, async () => {
        await session.prepare(task)
        await session.pairs.rank(filter, cause, task)
        const columns = PAIR_FIELDS.map(([name, kind]) => ({ name, kind }))
        return await made.parquet(columns, pairs(session, task), task)
      }),
    'export.block': async ({ token, offset }) => ({ bytes: await made.read(token, offset, MADE_BLOCK_BYTES) }),
  }
}

async function* once<Rows>(rows: Rows): AsyncGenerator<Rows> {
  yield await Promise.resolve(rows)
}

async function* pairs(session: Session, task: Task): AsyncGenerator<TableCell[][]> {
  for (let after = 0; ; after += PAGE) {
    const { rows, total } = await session.pairs.block(after, PAGE, task)
    task.report({ step: 'Writing pairs', done: after + rows.length, total })
    yield rows.map((row) => PAIR_FIELDS.map(([name]) => row[name]))
    if (rows.length < PAGE) return
  }
}
