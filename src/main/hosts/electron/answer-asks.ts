import { basename, join } from 'node:path'
import { app, dialog, type BrowserWindow, type Session } from 'electron'
import { AppError } from '#shared/errors.ts'
import { desktopAskSchema, type DesktopAnswer, type DesktopAnswers, type DesktopAsk } from '#shared/desktop.ts'
import { toWireError } from '#shared/wire-error.ts'
import { writeWhole } from '../write-whole.ts'
import type { FileGranter } from './granted-files.ts'
import { errorText, type Log } from './log.ts'
import type { PageProtocol } from './page-protocol.ts'
import { printReport } from './print-report.ts'
import type { StoredState } from './stored-state.ts'

/** What answering a page needs. */
export interface AskTools {
  readonly window: BrowserWindow
  readonly session: Session
  readonly pages: PageProtocol
  readonly files: FileGranter
  readonly state: StoredState
  readonly log: Log
}

type Answers = {
  readonly [K in DesktopAsk['kind']]: (
    ask: Extract<DesktopAsk, { kind: K }>,
    tools: AskTools,
  ) => Promise<DesktopAnswers[K]>
}

const ANSWERS: Answers = {
  'choose-files': (_ask, tools) => chooseFiles(tools),
  'save-file': ({ name, content }, { window }) => saveAs(window, name, () => Promise.resolve(content)),
  'print-report': ({ name, html }, { window, session, pages }) =>
    saveAs(window, name, () => printReport(html, session, pages)),
  'read-preferences': (_ask, { state }) => Promise.resolve(state.current.preferences),
  'keep-preferences': async ({ preferences }, { state }) => {
    await state.keepPreferences(preferences)
    return null
  },
}

/** Answers one ask of the page; a refusal is part of the answer, since Electron would turn it into text. */
export async function answerAsk(given: unknown, tools: AskTools): Promise<DesktopAnswer> {
  try {
    const ask = desktopAskSchema.safeParse(given)
    if (!ask.success)
      throw new AppError('PARAMETER_INVALID', 'The desktop does not know what the page asks; reload the page.', {
        cause: ask.error,
      })
    const answer = ANSWERS[ask.data.kind] as (ask: DesktopAsk, tools: AskTools) => Promise<unknown>
    return { value: await answer(ask.data, tools) }
  } catch (error) {
    if (!(error instanceof AppError)) tools.log.say(`An ask of the page failed: ${errorText(error)}`)
    return { error: toWireError(error) }
  }
}

/** Lets the person choose files to import; none when the dialog was closed. */
export async function chooseFiles({
  window,
  files,
}: Pick<AskTools, 'window' | 'files'>): Promise<DesktopAnswers['choose-files']> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Import files',
    properties: ['openFile', 'multiSelections'],
  })
  return await Promise.all(filePaths.map((path) => files.grant(path)))
}

/** Asks where to put a file first, so that nothing is made for a closed dialog, then writes it whole. */
async function saveAs(
  window: BrowserWindow,
  name: string,
  make: () => Promise<Uint8Array>,
): Promise<{ saved: string | null }> {
  const defaultPath = join(app.getPath('documents'), plainName(name))
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath })
  if (canceled || filePath === '') return { saved: null }
  await writeWhole(filePath, await make())
  return { saved: basename(filePath) }
}

/** Returns a name as every system takes it: no folders, none of the characters Windows refuses. */
function plainName(name: string): string {
  return basename(name).replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, '_')
}
