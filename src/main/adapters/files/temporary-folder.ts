import { mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Something else may still write into a folder while it is removed. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const

/** Folders of this process that are not removed yet. */
const folders = new Set<string>()

/**
 * Makes a private folder (0700) among the machine's temporary files. It is removed by {@link removeTemporaryFolder}, else when
 * the process ends, by itself or by Ctrl+C or SIGTERM that nothing handles yet; only a process that is killed leaves it.
 */
export function makeTemporaryFolder(prefix: string): string {
  if (folders.size === 0) watchTheEnd()
  const folder = mkdtempSync(join(tmpdir(), prefix))
  folders.add(folder)
  return folder
}

/** Removes a folder with everything in it. */
export async function removeTemporaryFolder(folder: string): Promise<void> {
  await rm(folder, REMOVAL)
  folders.delete(folder)
  if (folders.size === 0) unwatchTheEnd()
}

function watchTheEnd(): void {
  process.on('exit', removeAll)
  // Before the others: one that listens once is gone when it was called.
  for (const signal of SIGNALS) process.prependListener(signal, endUnlessHandled)
}

function unwatchTheEnd(): void {
  process.off('exit', removeAll)
  for (const signal of SIGNALS) process.off(signal, endUnlessHandled)
}

/** Ends as the signal would have ended the process, unless something else decides what it means. */
function endUnlessHandled(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  removeAll()
  unwatchTheEnd()
  process.kill(process.pid, signal)
}

function removeAll(): void {
  for (const folder of folders)
    try {
      rmSync(folder, REMOVAL)
    } catch {
      // The process ends; a file that another holds open stays.
    }
  folders.clear()
}
