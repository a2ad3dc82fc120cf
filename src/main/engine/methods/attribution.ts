import { CUBE_CODES, CUBE_SUMS, type Result } from '#shared/contract.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Task } from '../ports.ts'
import type { Session } from '../session.ts'
import type { Methods } from '../session-api.ts'
import { filterParameters } from './slice-filter.ts'

type AttributionMethods = 'attribution.slices' | 'attribution.pairs' | 'attribution.fills' | 'attribution.cube'

/** Drilling down from the difference of a period to slices, pairs and fills. */
export function attributionMethods(session: Session): Methods<AttributionMethods> {
  const { store } = session.tools
  const drill = <T>(task: Task, read: () => Promise<T>) =>
    session.exclusive(task, async () => {
      await session.prepare(task)
      return await read()
    })
  return {
    'attribution.slices': ({ by, filter }, task) =>
      drill(task, async () => ({ rows: await store.rows(queries.sliceBy, { by, ...filterParameters(filter) }, task) })),
    'attribution.pairs': ({ filter, cause, after, limit }, task) =>
      drill(task, async () => {
        await session.pairs.rank(filter, cause, task)
        return await session.pairs.block(after, limit, task)
      }),
    'attribution.fills': ({ pair_id }, task) =>
      drill(task, async () => {
        const rows = await store.rows(queries.pairFills, { pair_id }, task)
        return { rows: rows as Result<'attribution.fills'>['rows'] }
      }),
    'attribution.cube': (_params, task) => drill(task, () => readCube(store, task)),
  }
}

/** Returns the attribution by every crossing of its dimensions, from the drill-down tables as they stand. */
export async function readCube(store: Store, task: Task): Promise<Result<'attribution.cube'>> {
  await store.run(queries.cubeLabel, {}, task)
  const found = await store.rows(queries.cubeLabels, {}, task)
  const labels = Object.fromEntries(
    CUBE_CODES.map((name) => [name, found.filter(({ dimension }) => dimension === name).map(({ value }) => value)]),
  )
  const cube = await store.columns(queries.cube, {}, task)
  const columns: Result<'attribution.cube'>['columns'] = {}
  for (const name of CUBE_CODES) columns[name] = codeColumn(cube[name], labels[name]?.length ?? 0)
  for (const name of CUBE_SUMS) columns[name] = cube[name]
  return { labels, columns }
}

function codeColumn(codes: Float64Array, labels: number): Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
  return labels <= 2 ** 16 ? Uint16Array.from(codes) : Uint32Array.from(codes)
}
