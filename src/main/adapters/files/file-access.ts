import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileAccess } from '#engine/ports.ts'
import { hashFile, openFile } from './open-file.ts'

/** The machine's file system behind the engine's port; private folders are 0700 and removed after use. */
export const fileAccess: FileAccess = {
  open: openFile,
  hash: hashFile,
  async withPrivateFolder(work) {
    const folder = await mkdtemp(join(tmpdir(), 'parity-'))
    try {
      return await work(folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
