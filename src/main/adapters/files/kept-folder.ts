import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.ts'

/** A private folder (0700) made when first needed and kept until it is removed. */
export class KeptFolder {
  #path: string | null = null

  path(): string {
    this.#path ??= makeTemporaryFolder('parity-members-')
    return this.#path
  }

  /** Removes the folder with everything in it. */
  async remove(): Promise<void> {
    if (this.#path !== null) await removeTemporaryFolder(this.#path)
    this.#path = null
  }
}
