import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const MOST_BYTES = 2 ** 20

/** Where desktop and engine say what went wrong: a file in the person's own folder, and standard error. It names files, never their content. */
export class Log {
  readonly #path: string

  /** Goes on with the file in `folder`; one that has grown past a megabyte is set aside first, and the one before it dropped. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#path = join(folder, 'parity.log')
    if ((statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES)
      renameSync(this.#path, join(folder, 'parity.old.log'))
  }

  /** Adds one line with the time. */
  say(text: string): void {
    this.pass(`${new Date().toISOString()} ${text}\n`)
  }

  /** Adds what another process wrote, as it comes. Where the file takes no more, as on a full disk, standard error has it alone. */
  pass(text: string): void {
    process.stderr.write(text)
    try {
      appendFileSync(this.#path, text)
    } catch (error) {
      process.stderr.write(`${this.#path}: ${String(error)}\n`)
    }
  }
}

/** Returns an error as a log keeps it. */
export function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
