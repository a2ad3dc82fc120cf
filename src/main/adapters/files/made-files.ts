import { randomUUID } from 'node:crypto'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { MadeFile } from '#shared/contract-table.ts'
import { AppError } from '#shared/errors.ts'
import { KeptFolder } from './kept-folder.ts'

/** Files made for the page to fetch: one at a time, in a private folder, each known by a token. */
export class MadeFiles {
  readonly #folder = new KeptFolder()
  /** Path of the one file by its token. */
  readonly #made = new Map<string, string>()

  /** Makes a file by `write`, in place of the last one. */
  async make(write: (path: string) => Promise<void>): Promise<MadeFile> {
    await this.#forget()
    const token = randomUUID()
    const path = join(this.#folder.path(), token)
    await write(path)
    this.#made.set(token, path)
    return { token, bytes: (await stat(path)).size }
  }

  /** Returns at most `length` bytes from `offset` on, none beyond the end. Throws FILE_MISSING when another was made since. */
  async read(token: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const path = this.#made.get(token)
    if (path === undefined)
      throw new AppError(
        'FILE_MISSING',
        'The file to save is no longer there, since another was made; export it again.',
      )
    const handle = await open(path)
    try {
      const block = new Uint8Array(length)
      const { bytesRead } = await handle.read(block, 0, length, offset)
      return block.slice(0, bytesRead)
    } finally {
      await handle.close()
    }
  }

  /** Removes everything made. */
  async remove(): Promise<void> {
    this.#made.clear()
    await this.#folder.remove()
  }

  async #forget(): Promise<void> {
    for (const path of this.#made.values()) await rm(path, { force: true })
    this.#made.clear()
  }
}
