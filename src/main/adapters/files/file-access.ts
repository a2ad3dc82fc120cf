import type { FileAccess } from '#engine/ports.ts'
import { hashFile, openFile } from './open-file.ts'
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.ts'

/** The machine's file system behind the engine's port; private folders are 0700 and removed after use. */
export const fileAccess: FileAccess = {
  open: openFile,
  hash: hashFile,
  async withPrivateFolder(work) {
    const folder = makeTemporaryFolder('parity-')
    try {
      return await work(folder)
    } finally {
      await removeTemporaryFolder(folder)
    }
  },
}
