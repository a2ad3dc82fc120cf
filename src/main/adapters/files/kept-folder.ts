import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A private folder (0700) made when first needed and kept until it is removed. */
export class KeptFolder {
  #path: Promise<string> | null = null

  path(): Promise<string> {
    this.#path ??= mkdtemp(join(tmpdir(), 'parity-members-'))
    return this.#path
  }

  /** Removes the folder with everything in it. */
  async remove(): Promise<void> {
    if (this.#path !== null) await rm(await this.#path, { recursive: true, force: true })
    this.#path = null
  }
}
