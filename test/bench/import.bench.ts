import { rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { machineLimits } from '#adapters/duckdb/store.ts'
import { comparePeers, growthExponent, type Bench, type BenchContext, type Line } from './bench.ts'
import { fillsFile, FILL_COLUMNS } from './fills.ts'
import { importFresh, peakOfImport } from './import-alone.ts'

const TARGET = 1.1
const MEMORY_TARGET = 2
const GROWTH_TARGET = 1.1
const BAD_EVERY = 10_001
const SMALL = 1_000_000

/**
 * Import of a canonical CSV file of 12 columns, from opening a new project to closing it, against DuckDB reading the same
 * file with given types into a new database of the same settings (insertion order preserved, as is its default).
 */
export const bench: Bench = {
  name: 'import',
  async run(context) {
    const lines: Line[] = []
    const points: { rows: number; ms: number }[] = []
    for (const rows of [SMALL, 10 * SMALL]) {
      const size = `${rows / 1e6} M rows`
      const clean = await fillsFile(context.folder, { origin: 'live', rows, badEvery: 0 })
      const project = join(context.folder, 'import.duckdb')
      const { oursMs, ...line } = await comparePeers(
        context,
        `import CSV, ${size}`,
        TARGET,
        () => importFresh(clean, project),
        () => loadTyped(clean, join(context.folder, 'peer.duckdb')),
      )
      points.push({ rows, ms: oursMs })
      lines.push(line)
      if (rows === SMALL || context.large) lines.push(await refusing(context, size, rows))
      lines.push(
        memoryLine(`import peak memory over file size, ${size}`, clean, project, rows === SMALL ? null : MEMORY_TARGET),
      )
    }
    lines.push({
      what: 'import cost growth exponent, 1 to 10 M rows',
      ours: '',
      peer: null,
      ratio: growthExponent(points),
      cpuRatio: null,
      target: GROWTH_TARGET,
    })
    return lines
  },
}

async function refusing(context: BenchContext, size: string, rows: number): Promise<Line> {
  const path = await fillsFile(context.folder, { origin: 'live', rows, badEvery: BAD_EVERY })
  const line = await comparePeers(
    context,
    `import CSV with rows to refuse, ${size}`,
    TARGET,
    () => importFresh(path, join(context.folder, 'import.duckdb')),
    () => loadTyped(path, join(context.folder, 'peer.duckdb')),
  )
  rmSync(path)
  return line
}

/** A small file says little: the process itself needs some hundred megabytes. */
function memoryLine(what: string, path: string, project: string, target: number | null): Line {
  const { size } = statSync(path)
  const peak = peakOfImport(path, project)
  const inMb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
  return { what, ours: inMb(peak), peer: inMb(size), ratio: peak / size, cpuRatio: null, target }
}

async function loadTyped(path: string, database: string): Promise<void> {
  for (const file of [database, `${database}.wal`]) rmSync(file, { force: true })
  const { memoryBytes, threads } = machineLimits(availableParallelism())
  const instance = await DuckDBInstance.create(database, {
    memory_limit: `${Math.round(memoryBytes / 2 ** 20)}MiB`,
    threads: String(threads),
  })
  const connection = await instance.connect()
  const columns = Object.entries(FILL_COLUMNS).map(([name, type]) => `'${name}': '${type}'`)
  await connection.run(
    `CREATE TABLE fills AS SELECT * FROM read_csv('${path.replaceAll("'", "''")}', auto_detect = false, header = true, delim = ',', columns = {${columns.join(', ')}})`,
  )
  connection.closeSync()
  instance.closeSync()
}
