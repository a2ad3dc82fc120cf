import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'

/** Writes the generated sample into a folder; `remove` takes it away. */
export function writeSample(): { path: (name: string) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'parity-sample-'))
  for (const { name, text } of generateSample(SAMPLE_SEED)) writeFileSync(join(folder, name), text)
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
