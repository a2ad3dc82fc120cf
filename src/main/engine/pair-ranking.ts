import type { PairRow, Params, SliceFilter } from '#shared/contract.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import { filterParameters } from './methods/slice-filter.ts'
import type { Task } from './ports.ts'

/** What pairs are ordered by: the size of a cause, or of their whole difference. */
export type PairOrder = NonNullable<Params<'attribution.pairs'>['cause']>

/** The pairs of a review in one order at a time: ranked once, then read in blocks from any place, however many there are. */
export class PairRanking {
  readonly #store: Store
  #ranked: string | null = null
  #areNamed = false

  constructor(store: Store) {
    this.#store = store
  }

  /** Says that the pairs are others now, or were ranked by somebody else. */
  forget(): void {
    this.#ranked = null
    this.#areNamed = false
  }

  /** Ranks the pairs a filter leaves, the largest first, unless they stand so already. The drill-down tables must stand. */
  async rank(filter: SliceFilter, cause: PairOrder, task: Task): Promise<void> {
    const wanted = { cause, ...filterParameters(filter) }
    const key = JSON.stringify(wanted)
    if (key === this.#ranked) return
    this.#ranked = null
    if (!this.#areNamed) await this.#store.run(queries.pairAttribute, {}, task)
    this.#areNamed = true
    await this.#store.run(queries.pairRank, wanted, task)
    this.#ranked = key
  }

  /** Returns `limit` pairs from place `after` on, and how many there are in all. */
  async block(after: number, limit: number, task: Task): Promise<{ rows: PairRow[]; total: number }> {
    const rows = await this.#store.rows(queries.pairPage, { after, limit }, task)
    const [first] =
      rows.length > 0 || after === 0 ? rows : await this.#store.rows(queries.pairPage, { after: 0, limit: 1 }, task)
    return { rows: rows.map(({ total: _, ...row }) => row as PairRow), total: first?.total ?? 0 }
  }
}
