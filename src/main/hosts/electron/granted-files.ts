import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { PickedFile } from '#shared/contract.ts'
import type { GrantedHandedFile, HandedFile } from '#shared/desktop.ts'
import { toWireError } from '#shared/wire-error.ts'
import { refuse } from '#adapters/files/regular-file.ts'
import type { GrantedFile } from '#engine/session-files.ts'

/** Gives files a token the page may name, and the engine their paths. */
export class FileGranter {
  readonly #grant: (file: GrantedFile) => void

  constructor(grant: (file: GrantedFile) => void) {
    this.#grant = grant
  }

  /** Grants a file a person chose in a native dialog or handed over. Throws AppError unless a regular file is there. */
  async grant(path: string): Promise<PickedFile> {
    const name = basename(path)
    const status = await stat(path).catch((cause: unknown) => refuse(name, cause))
    if (!status.isFile())
      throw new AppError(
        'FILE_UNREADABLE',
        `Cannot read ${name}: it is not a regular file; drop the files themselves.`,
        { file: name },
      )
    const file = { token: randomBytes(32).toString('base64url'), name, bytes: status.size }
    this.#grant({ ...file, path, offeredAs: null })
    return file
  }

  /** Grants what preload says was dropped or chosen in the page; a file that a script made up has no path and is refused. */
  async grantHanded({ path, ...shown }: HandedFile): Promise<GrantedHandedFile> {
    try {
      if (path === '')
        throw new AppError(
          'FILE_UNREADABLE',
          `Cannot read ${shown.name}: it is not a file on this computer; save it first, then drop it.`,
          { file: shown.name },
        )
      return { ...shown, value: await this.grant(path) }
    } catch (error) {
      return { ...shown, error: toWireError(error) }
    }
  }
}
