import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { importFiles } from '#engine/import-files.ts'
import { openWorkbench } from '#main/compose.ts'

const TASK = { signal: new AbortController().signal, report: () => undefined }

/** Imports a fills file into a new project at `project` and closes it; returns how many rows were refused. */
export async function importFresh(path: string, project: string): Promise<number> {
  for (const file of [project, `${project}.wal`]) rmSync(file, { force: true })
  const workbench = await openWorkbench(project)
  try {
    const { inputs } = await importFiles(workbench, [{ path, role: 'live', answers: {} }], TASK)
    return inputs[0]?.rows.rejected ?? NaN
  } finally {
    await workbench.close()
  }
}

/** The entry of a process that does nothing but one import, so that its peak memory is the import's: prints it in bytes. */
export async function importAlone([path = '', project = '']: readonly string[]): Promise<void> {
  await importFresh(path, project)
  console.log(process.resourceUsage().maxRSS * 1024)
}

/** Runs one import in a process of its own and returns its peak memory, bytes. */
export function peakOfImport(path: string, project: string): number {
  return Number(execFileSync(process.execPath, [process.argv[1] ?? '', '--alone', path, project], { encoding: 'utf8' }))
}
