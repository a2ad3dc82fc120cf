import { availableParallelism } from 'node:os'
import { version } from '../../package.json' with { type: 'json' }
import { Store, machineLimits, type StoreLimits } from '#adapters/duckdb/store.ts'
import { fileAccess } from '#adapters/files/file-access.ts'
import { planFile } from '#adapters/formats/plan-file.ts'
import type { ImportTools } from '#engine/import-files.ts'
import type { Clock } from '#engine/ports.ts'
import type { ReviewTools } from '#engine/review-parity.ts'

const systemClock: Clock = { nowMicros: () => Date.now() * 1000 }

/** Everything an engine use case over one project needs, wired to this machine. */
export interface Workbench extends ImportTools, ReviewTools {
  close(): Promise<void>
}

/** Opens the project at `path` and wires the engine to it. Limits follow the machine, or PARITY_MEMORY_MB and PARITY_THREADS. */
export async function openWorkbench(path: string, clock: Clock = systemClock): Promise<Workbench> {
  const store = await Store.open(path, limits())
  return { store, files: fileAccess, planFile, clock, version, close: () => store.close() }
}

function limits(): StoreLimits {
  const machine = machineLimits(availableParallelism())
  const megabytes = Number(process.env['PARITY_MEMORY_MB'])
  const threads = Number(process.env['PARITY_THREADS'])
  return {
    ...machine,
    ...(megabytes > 0 && { memoryBytes: megabytes * 2 ** 20 }),
    ...(threads > 0 && { threads }),
  }
}

export { version }
