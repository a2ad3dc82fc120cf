import type { MadeFile } from '#shared/contract-table.ts'
import { CancelledError } from '#shared/errors.ts'
import type { Job } from '../state/jobs.svelte.ts'
import type { Workbench } from '../state/workbench.ts'
import { exported, type Column } from './columns.ts'
import type { Exportable } from './current.ts'
import { csvText, tsvText, type Cell } from './delimited.ts'
import { fetchMade, makeParquet } from './parquet.ts'
import { WRITE } from './text.ts'

/** A table as it is exported, asked when it is. */
export interface ExportedTable<Row> {
  readonly label: () => string
  /** File name without extension. */
  readonly name: () => string
  readonly columns: () => readonly Column<Row>[]
  /** Every row in the order shown, where the page has them; null where they are to be read. */
  readonly here: () => readonly Row[] | null
  /** Reads every row that the engine holds. */
  readonly read: (job: Job) => Promise<readonly Row[]>
  /** Has the engine make the Parquet file of rows it holds; undefined: it is made from the rows themselves. */
  readonly makeFile: (job: Job) => Promise<MadeFile> | undefined
}

/** What a table can be exported as: copied as TSV, saved as CSV and Parquet. Says in a notice what was done or why not; cancelled work says nothing. */
export interface TableExport extends Exportable {
  readonly saveParquet: () => void
}

/** Returns the exports of a table; reading rows from the engine is a job that can be cancelled. */
export function tableExport<Row>(
  { host, notices, jobs }: Pick<Workbench, 'host' | 'notices' | 'jobs'>,
  table: ExportedTable<Row>,
): TableExport {
  async function everything(title: string): Promise<{ header: string[]; rows: Cell[][] }> {
    const rows = table.here() ?? (await jobs.start(title, table.read).done)
    return exported(table.columns(), rows)
  }

  async function attempt(work: () => Promise<string>) {
    try {
      notices.say(await work())
    } catch (error) {
      if (!(error instanceof CancelledError))
        notices.say(error instanceof Error ? error.message : String(error), 'failed')
    }
  }

  async function copy() {
    const { header, rows } = await everything(`Copying ${table.label()}`)
    await navigator.clipboard.writeText(tsvText(header, rows))
    return `${table.label()}: ${WRITE.count(rows.length)} rows copied.`
  }

  async function save() {
    const name = `${table.name()}.csv`
    const { header, rows } = await everything(`Writing ${name}`)
    await host.save(name, new Blob([csvText(header, rows)], { type: 'text/csv' }))
    return `${name} written.`
  }

  async function makeHere(job: Job) {
    return await makeParquet(host.engine, table.columns(), table.here() ?? (await table.read(job)), job)
  }

  async function saveParquet() {
    const name = `${table.name()}.parquet`
    const { done } = jobs.start(`Writing ${name}`, async (job) => {
      const made = await (table.makeFile(job) ?? makeHere(job))
      return await fetchMade(host.engine, made, job)
    })
    await host.save(name, await done)
    return `${name} written.`
  }

  return {
    copy: () => void attempt(copy),
    save: () => void attempt(save),
    saveParquet: () => void attempt(saveParquet),
  }
}
