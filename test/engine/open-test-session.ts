import { statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openSession, type OpenSession } from '#main/compose-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A session over a new project that ends with the test. */
export interface TestSession extends OpenSession {
  readonly folder: string
  /** Grants a file with this content and returns what a page would know of it. */
  give(name: string, content: string | Uint8Array): { token: string; name: string; bytes: number }
  /** Grants a file that is there. */
  givePath(path: string): { token: string; name: string; bytes: number }
}

/** Opens a session over a project in a temporary folder. */
export async function openTestSession(options: { path?: string; safeMode?: boolean } = {}): Promise<TestSession> {
  const folder = temporaryFolder()
  const opened = await openSession(options.path ?? join(folder, 'project.duckdb'), {
    safeMode: options.safeMode ?? false,
  })
  onTestFinished(() => opened.close())
  let count = 0
  const givePath = (path: string) => {
    const picked = { token: `token-${++count}`, name: basename(path), bytes: statSync(path).size }
    opened.session.files.grant({ ...picked, path, offeredAs: null })
    return picked
  }
  return {
    ...opened,
    folder,
    givePath,
    give: (name, content) => {
      const path = join(temporaryFolder(), name)
      writeFileSync(path, content)
      return givePath(path)
    },
  }
}
