import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** Returns the path of a real third-party file, or null (with the reason printed once per file) where the folder is not on this machine. */
export function realData(...segments: string[]): string | null {
  const folder = process.env['PARITY_REAL_DATA'] ?? resolve(ROOT, '../shared/data/real')
  const path = join(folder, ...segments)
  if (existsSync(path)) return path
  console.warn(`skipped: no real data file ${segments.join('/')} (set PARITY_REAL_DATA to the folder that holds it)`)
  return null
}
