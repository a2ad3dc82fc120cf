import { writeFile } from 'node:fs/promises'
import { planPicked } from '#adapters/sniff/plan-picked.ts'
import { takeApart } from '#adapters/sniff/take-apart.ts'
import { writeParquet } from '#adapters/duckdb/write-parquet.ts'
import { MadeFiles } from '#adapters/files/made-files.ts'
import { KeptFolder } from '#adapters/files/kept-folder.ts'
import { doubtOf } from '#adapters/sniff/questions.ts'
import { questionOf } from '#adapters/sniff/question-choices.ts'
import { sniffFile } from '#adapters/sniff/sniff-file.ts'
import type { Clock } from '#engine/ports.ts'
import { Session } from '#engine/session.ts'
import { sessionMethods } from '#engine/session-methods.ts'
import type { Implementation } from '#engine/session-api.ts'
import { openWorkbench } from './compose.ts'

/** A project open for its screens: the contract's methods over it, the files a host grants, and how to close it. */
export interface OpenSession {
  readonly session: Session
  readonly methods: Implementation
  close(): Promise<void>
}

/** Opens the project at `path` for the screens, wired to this machine. */
export async function openSession(
  path: string,
  options: { readonly safeMode?: boolean; readonly clock?: Clock } = {},
): Promise<OpenSession> {
  const workbench = await openWorkbench(path, options.clock)
  const { files } = workbench
  const members = new KeptFolder()
  const made = new MadeFiles()
  const session = new Session(
    {
      ...workbench,
      planFile: planPicked,
      sniff: (file, name, said, task) => sniffFile(file, name, said, files, task),
      takeApart: (file, task) => takeApart(file, members, task),
      questionOf: (error, given) => {
        const doubt = doubtOf(error)
        return doubt === null ? null : questionOf(doubt, given)
      },
      made: {
        parquet: (columns, batches, task) => made.make((file) => writeParquet(file, columns, batches, task)),
        read: (token, offset, length) => made.read(token, offset, length),
      },
      residentBytes: () => process.memoryUsage.rss(),
      writeText: (target, text) => writeFile(target, text, { flag: 'wx', mode: 0o600 }),
    },
    options.safeMode ?? false,
  )
  const close = async () => {
    await members.remove()
    await made.remove()
    await workbench.close()
  }
  return { session, methods: sessionMethods(session), close }
}
