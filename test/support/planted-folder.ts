import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Writes files (path to content) into a new folder inside the project, where packages resolve as they do for the real
 * sources but git, eslint and knip do not look, and returns it. Remove it with {@link removePlanted}.
 */
export function plant(files: Readonly<Record<string, string>>): string {
  mkdirSync(join(ROOT, '.parity'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, '.parity/planted-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** Removes a folder that {@link plant} made. */
export function removePlanted(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
