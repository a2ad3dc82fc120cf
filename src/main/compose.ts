import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { version } from '../../package.json' with { type: 'json' }
import { createCompute } from '#adapters/compute/simulator-pool.ts'
import { Store, machineLimits, type StoreLimits } from '#adapters/duckdb/store.ts'
import { fileAccess } from '#adapters/files/file-access.ts'
import { planFile } from '#adapters/formats/plan-file.ts'
import type { ImportTools } from '#engine/import-files.ts'
import type { Clock, Compute } from '#engine/ports.ts'
import type { ReviewTools } from '#engine/review-parity.ts'

const systemClock: Clock = { nowMicros: () => Date.now() * 1000 }

/** Everything an engine use case over one project needs, wired to this machine. */
export interface Workbench extends ImportTools, ReviewTools {
  readonly compute: Compute
  close(): Promise<void>
}

/** Opens the project at `path` and wires the engine to it. Limits follow the machine, or PARITY_MEMORY_MB and PARITY_THREADS; `workers` is how many threads simulate. */
export async function openWorkbench(
  path: string,
  clock: Clock = systemClock,
  workers: number = threads(),
): Promise<Workbench> {
  const store = await Store.open(path, limits())
  const compute = createCompute(simulatorEntry(), workers)
  const close = async () => {
    await compute.close()
    await store.close()
  }
  return { store, files: fileAccess, planFile, clock, version, compute, close }
}

/** The simulator's worker: the build puts it beside the programs; run from source it is its own module. */
function simulatorEntry(): URL {
  const here = import.meta.dirname
  if (import.meta.url.endsWith('.ts')) return pathToFileURL(join(here, '..', 'workers', 'simulator.worker.ts'))
  return pathToFileURL(join(here, basename(here) === 'chunks' ? '..' : '.', 'simulator.js'))
}

function threads(): number {
  const asked = Number(process.env['PARITY_THREADS'])
  return asked > 0 ? asked : availableParallelism()
}

function limits(): StoreLimits {
  const machine = machineLimits(availableParallelism())
  const megabytes = Number(process.env['PARITY_MEMORY_MB'])
  const asked = Number(process.env['PARITY_THREADS'])
  return {
    ...machine,
    ...(megabytes > 0 && { memoryBytes: megabytes * 2 ** 20 }),
    ...(asked > 0 && { threads: asked }),
  }
}

export { version }
