import { untrack } from 'svelte'
import { CancelledError } from '#shared/errors.ts'
import type { Job } from '../state/jobs.svelte.ts'

/** Some rows from a place on, and how many there are in all. */
export interface Block<Row> {
  readonly rows: readonly Row[]
  readonly total: number
}

/** Blocks that are there, by their number. */
type Blocks<Row> = Readonly<Record<number, readonly Row[]>>

/** Reads `limit` rows from place `after` on. */
export type ReadBlock<Row> = (after: number, limit: number) => Promise<Block<Row>>

/** Rows of one block, and blocks kept; those farthest from the rows that show go first. */
const BLOCK = 200
const MOST_KEPT = 60
/** Rows of one block where all are read, the most the engine gives at once. */
const LARGE_BLOCK = 10_000

/** The rows of a table that the engine holds: read in blocks as they come into view, forgotten again when far from it. */
export class RowBlocks<Row> {
  total = $state(0)
  error = $state.raw<unknown>(null)
  /** The first rows of the present question have not come yet. */
  waiting = $state(false)
  /** Counts questions: with each the rows begin anew. */
  questions = $state(0)
  #blocks = $state.raw<Blocks<Row>>({})
  #read: ReadBlock<Row> | null = null
  #question = ''
  #wanted = { first: 0, end: 0 }
  #reading = false

  /** Asks anew, from the first row, unless the question is the present one. The last rows stay until the first new ones come. */
  ask(question: string, read: ReadBlock<Row>): void {
    if (question === this.#question) return
    this.#question = question
    this.#read = read
    this.#wanted = { first: 0, end: BLOCK }
    this.waiting = true
    this.questions = untrack(() => this.questions) + 1
    void this.#fill({})
  }

  /** Returns the row at a place, or undefined while it is read. */
  at(index: number): Row | undefined {
    return this.#blocks[Math.floor(index / BLOCK)]?.[index % BLOCK]
  }

  /** Sees to it that these rows are there soon. */
  need(first: number, end: number): void {
    this.#wanted = { first, end }
    if (!this.#reading && !this.waiting) void this.#fill(this.#blocks)
  }

  /** Returns every row, read anew in large blocks; says how far it is, and throws CancelledError when `job` is cancelled. */
  async all(job: Pick<Job, 'signal' | 'hear'>): Promise<Row[]> {
    const rows: Row[] = []
    const read = this.#read
    for (let total = Infinity; read !== null && rows.length < total;) {
      if (job.signal.aborted) throw new CancelledError()
      const block = await read(rows.length, LARGE_BLOCK)
      for (const row of block.rows) rows.push(row)
      total = block.rows.length === 0 ? 0 : block.total
      job.hear({ step: 'Reading', done: rows.length, total: block.total })
    }
    return rows
  }

  /** Reads what is wanted and missing, one block at a time, so that a long scroll asks for where it ends and not for its way. */
  async #fill(kept: Blocks<Row>): Promise<void> {
    const question = this.#question
    let blocks = kept
    this.#reading = true
    try {
      for (let next = this.#missing(blocks); next !== null; next = this.#missing(blocks)) {
        const block = await this.#read?.(next * BLOCK, BLOCK)
        if (question !== this.#question || block === undefined) return
        blocks = this.#trimmed({ ...blocks, [next]: block.rows })
        this.#blocks = blocks
        this.total = block.total
        this.waiting = false
        this.error = null
      }
    } catch (error) {
      if (question !== this.#question) return
      this.error = error instanceof CancelledError ? null : error
      this.waiting = false
      this.#question = ''
    } finally {
      if (question === this.#question || this.#question === '') this.#reading = false
    }
  }

  #missing(blocks: Blocks<Row>): number | null {
    const { first, end } = this.#wanted
    const last = Math.min(end, Object.keys(blocks).length === 0 ? end : this.total)
    for (let block = Math.floor(first / BLOCK); block * BLOCK < last; block++)
      if (blocks[block] === undefined) return block
    return null
  }

  #trimmed(blocks: Blocks<Row>): Blocks<Row> {
    const middle = (this.#wanted.first + this.#wanted.end) / 2 / BLOCK
    const nearest = Object.entries(blocks).toSorted(
      ([a], [b]) => Math.abs(Number(a) - middle) - Math.abs(Number(b) - middle),
    )
    return Object.fromEntries(nearest.slice(0, MOST_KEPT))
  }
}
