import { freemem, totalmem } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import {
  DuckDBInstance,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBResultReader,
  type DuckDBValue,
} from '@duckdb/node-api'
import { CancelledError, Invariant, invariant } from '#shared/errors.ts'
import type { Task } from '#engine/ports.ts'
import { Collector, type Collected } from './collector.ts'
import { appendColumns, readColumns, type ColumnArray, type ColumnKinds, type ColumnsOf } from './column-arrays.ts'
import { explainDatabaseError } from './database-error.ts'
import { migrate } from './migrate.ts'
import { prepareProjectFile } from './project-file.ts'
import type { Query, QueryParameters, QueryRow } from './query.ts'
import { quoteText } from './sql-text.ts'

const MIB = 2 ** 20
const PROGRESS_EVERY_MS = 100
const INTERRUPT_EVERY_MS = 20

/** How a project's database may use the machine. */
export interface StoreLimits {
  /** Bytes DuckDB may hold in memory before it spills to `temporaryFolder`. */
  readonly memoryBytes: number
  readonly threads: number
  /** Bytes of spilled data. */
  readonly temporaryBytes: number
}

/** Returns limits for this machine: half of its memory (at most what is free, at least 256 MiB), every core but at most 8. */
export function machineLimits(cores: number): StoreLimits {
  const memoryBytes = Math.max(256 * MIB, Math.min(totalmem() / 2, freemem() * 0.8))
  return { memoryBytes, threads: Math.min(8, Math.max(1, cores)), temporaryBytes: 4 * memoryBytes }
}

const openProjects = new Set<string>()

/** How a statement is run and its result taken. */
type Read<T> = (connection: DuckDBConnection, sql: string, bound?: Record<string, DuckDBValue>) => Promise<T>

const readAll: Read<DuckDBResultReader> = (connection, sql, bound) => connection.runAndReadAll(sql, bound)

/**
 * One project file and the single DuckDB instance over it. Every statement goes through one connection, in order, so a
 * transaction holds whatever runs inside it. Between imports the instance can reach no file but its own: configuration
 * is locked with external access off, and an import reopens it with just the picked files allowed.
 */
export class Store {
  readonly path: string
  readonly #limits: StoreLimits
  #instance: DuckDBInstance | null = null
  #connection: DuckDBConnection | null = null
  #queue: Promise<unknown> = Promise.resolve()
  readonly #collector = new Collector()
  #inTransaction = false

  private constructor(path: string, limits: StoreLimits) {
    this.path = path
    this.#limits = limits
  }

  /** Opens or creates the project at `path` and brings its schema up to date. Throws PROJECT_BUSY naming the PID that holds it. */
  static async open(path: string, limits: StoreLimits): Promise<Store> {
    const store = new Store(resolve(path), limits)
    invariant(!openProjects.has(store.path), `one Store per project file; ${store.path} is open`)
    await store.#connect([])
    openProjects.add(store.path)
    try {
      await migrate(store)
    } catch (error) {
      await store.close()
      throw error
    }
    return store
  }

  /** Drains, closes and reopens with `files` readable, for the length of `work`, then locks again. */
  async withFiles<T>(files: readonly string[], work: () => Promise<T>): Promise<T> {
    await this.#disconnect()
    await this.#connect(files)
    try {
      return await work()
    } finally {
      await this.#disconnect()
      await this.#connect([])
    }
  }

  /** Runs a statement that returns nothing of interest. */
  async run<P extends QueryParameters>(query: Query<P, QueryRow>, parameters: P, task?: Task): Promise<void> {
    await this.#execute(query.sql, parameters, query.name, readAll, task)
  }

  /** Returns what statements handed to `collect(text)` since this was last asked. */
  takeCollected(): Collected {
    return this.#collector.take()
  }

  /** Runs a query and returns its rows, typed by the query's declaration. */
  async rows<P extends QueryParameters, R extends QueryRow>(
    query: Query<P, R>,
    parameters: P,
    task?: Task,
  ): Promise<R[]> {
    const reader = await this.#execute(query.sql, parameters, query.name, readAll, task)
    return query.decode(reader.getRowObjectsJS())
  }

  /** Runs a query whose declared columns are all DOUBLE and never NULL, and returns each as one array. For results of many rows. */
  async columns<P extends QueryParameters, R extends QueryRow>(
    query: Query<P, R>,
    parameters: P,
    task?: Task,
  ): Promise<Record<keyof R & string, Float64Array<ArrayBuffer>>> {
    const kinds = Object.fromEntries(Object.keys(query.columns).map((name) => [name, Float64Array]))
    return (await this.arrays(query, parameters, kinds, task)) as Record<keyof R & string, Float64Array<ArrayBuffer>>
  }

  /** Runs a query and returns its columns as arrays of the kinds given, none of them NULL. */
  async arrays<P extends QueryParameters, K extends ColumnKinds>(
    query: Query<P, QueryRow>,
    parameters: P,
    kinds: K,
    task?: Task,
  ): Promise<ColumnsOf<K>> {
    const read: Read<ColumnsOf<K>> = async (connection, sql, bound) =>
      readColumns(await connection.run(sql, bound), kinds)
    return await this.#execute(query.sql, parameters, query.name, read, task)
  }

  /** Appends columns, in the order of the table's, to a temporary table. */
  async appendTemporary(table: string, columns: readonly ColumnArray[]): Promise<void> {
    await this.appendBlocks(table, [columns], () => Promise.resolve())
  }

  /** Appends blocks of columns to a temporary table, and waits for `after` each. */
  async appendBlocks(
    table: string,
    blocks: Iterable<readonly ColumnArray[]>,
    after: (rows: number) => Promise<void>,
  ): Promise<void> {
    const appender = await this.temporaryAppender(table)
    try {
      for (const columns of blocks) {
        appendColumns(appender, columns)
        await after(columns[0]?.length ?? 0)
      }
    } finally {
      appender.closeSync()
    }
  }

  /** Runs a query that returns exactly one row. */
  async row<P extends QueryParameters, R extends QueryRow>(query: Query<P, R>, parameters: P, task?: Task): Promise<R> {
    const [row] = await this.rows(query, parameters, task)
    if (row === undefined) throw new Invariant(`query ${query.name} returns a row`)
    return row
  }

  /** Runs SQL text built by this adapter (quoted identifiers, bound values); never text from outside. */
  async runText(sql: string, parameters: QueryParameters = {}, task?: Task): Promise<Record<string, unknown>[]> {
    const reader = await this.#execute(sql, parameters, 'text', readAll, task)
    return reader.getRowObjectsJS()
  }

  /** Runs `work` as one transaction: committed whole, or rolled back whole when it throws. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    invariant(!this.#inTransaction, 'transactions do not nest')
    await this.runText('BEGIN TRANSACTION')
    this.#inTransaction = true
    try {
      const result = await work()
      await this.runText('COMMIT')
      return result
    } catch (error) {
      await this.runText('ROLLBACK').catch(() => undefined)
      throw error
    } finally {
      this.#inTransaction = false
    }
  }

  /** Returns an appender over a temporary table, for rows that come from code. The caller closes it. */
  async temporaryAppender(table: string): Promise<DuckDBAppender> {
    await this.#queue
    return await this.#open().createAppender(table, 'main', 'temp')
  }

  /** Waits for running work, then closes the file. Safe to call twice. */
  async close(): Promise<void> {
    await this.#disconnect()
    openProjects.delete(this.path)
  }

  #open(): DuckDBConnection {
    invariant(this.#connection !== null, 'the project is open')
    return this.#connection
  }

  #execute<T>(sql: string, parameters: QueryParameters, name: string, read: Read<T>, task?: Task): Promise<T> {
    const turn = this.#queue.then(() => this.#executeNow(sql, parameters, name, read, task))
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async #executeNow<T>(sql: string, parameters: QueryParameters, name: string, read: Read<T>, task?: Task): Promise<T> {
    const connection = this.#open()
    if (task?.signal.aborted) throw new CancelledError()
    let interrupting: NodeJS.Timeout | undefined
    // A query that is still being planned forgets an interrupt when it starts to run, so one is not enough.
    const stop = () => {
      connection.interrupt()
      interrupting = setInterval(() => {
        connection.interrupt()
      }, INTERRUPT_EVERY_MS)
    }
    task?.signal.addEventListener('abort', stop, { once: true })
    const timer =
      task &&
      setInterval(() => {
        reportProgress(connection, name, task)
      }, PROGRESS_EVERY_MS)
    try {
      const bound = parameters as Record<string, DuckDBValue>
      return await read(connection, sql, Object.keys(bound).length > 0 ? bound : undefined)
    } catch (error) {
      if (task?.signal.aborted) throw new CancelledError()
      throw explainDatabaseError(error, this.path)
    } finally {
      clearInterval(timer)
      clearInterval(interrupting)
      task?.signal.removeEventListener('abort', stop)
    }
  }

  async #connect(files: readonly string[]): Promise<void> {
    const temporary = join(dirname(this.path), `.${basename(this.path)}.tmp`)
    prepareProjectFile(this.path)
    try {
      this.#instance = await DuckDBInstance.create(this.path, {
        temp_directory: temporary,
        memory_limit: `${Math.round(this.#limits.memoryBytes / MIB)}MiB`,
        threads: String(this.#limits.threads),
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        allow_community_extensions: 'false',
        preserve_insertion_order: 'false',
      })
      this.#connection = await this.#instance.connect()
      this.#collector.define(this.#connection)
    } catch (error) {
      throw explainDatabaseError(error, this.path)
    }
    if (files.length === 0 && (await isSmall(this.#connection))) await this.#connection.run('SET GLOBAL threads = 1')
    for (const statement of lockdown(files, this.#limits.temporaryBytes)) await this.#connection.run(statement)
  }

  async #disconnect(): Promise<void> {
    await this.#queue
    this.#connection?.closeSync()
    this.#instance?.closeSync()
    this.#connection = null
    this.#instance = null
  }
}

/** Up to this many fills are summed on one thread: as fast, and in one order, so that the same files give the same last digits. */
const ONE_THREAD_FILLS = 250_000

async function isSmall(connection: DuckDBConnection): Promise<boolean> {
  const reader = await connection.runAndReadAll(
    "SELECT coalesce(max(estimated_size), 0)::DOUBLE AS fills FROM duckdb_tables() WHERE table_name = 'fill'",
  )
  return Number(reader.getRowObjectsJS()[0]?.['fills'] ?? 0) <= ONE_THREAD_FILLS
}

function lockdown(files: readonly string[], temporaryBytes: number): string[] {
  return [
    // DuckDB takes this limit as an option when it opens, shows it, and does not keep to it; set, it does.
    `SET GLOBAL max_temp_directory_size = '${Math.round(temporaryBytes / MIB)}MiB'`,
    "SET GLOBAL TimeZone = 'UTC'",
    // Dictionaries of ids that are all different cost as much as reading the file; without them a project is as large as its CSV files.
    "SET disabled_compression_methods = 'fsst,dict_fsst,dictionary'",
    'SET enable_progress_bar = true',
    'SET enable_progress_bar_print = false',
    `SET allowed_paths = [${files.map(quoteText).join(', ')}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ]
}

function reportProgress(connection: DuckDBConnection, name: string, task: Task): void {
  const { percentage } = connection.progress
  if (percentage >= 0) task.report({ step: name, done: Math.round(percentage), total: 100, unit: 'percent' })
}
