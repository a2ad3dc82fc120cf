import { existsSync } from 'node:fs'
import { dialog, type BrowserWindow } from 'electron'
import { PROJECT_EXTENSION } from '#shared/desktop.ts'
import { withProjectExtension } from './project-paths.ts'

const FILTERS = [{ name: 'Parity project', extensions: [PROJECT_EXTENSION] }]

/** Lets the person choose an existing project; null when the dialog was closed. */
export async function chooseProject(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open project',
    properties: ['openFile'],
    filters: FILTERS,
  })
  return filePaths[0] ?? null
}

/** Lets the person name a new project; null when the dialog was closed. A project that exists is never written over. */
export async function nameProject(window: BrowserWindow, folder: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'New project',
    defaultPath: folder,
    filters: FILTERS,
  })
  if (canceled || filePath === '') return null
  const path = withProjectExtension(filePath)
  if (!existsSync(path)) return path
  await sayWrong(window, 'There is already a project of that name.', 'Open it instead, or choose another name.')
  return null
}

/** Asks what to do about a project that does not open. */
export async function askAfterRefusal(window: BrowserWindow, message: string): Promise<'choose' | 'again' | 'quit'> {
  const answers = ['choose', 'again', 'quit'] as const
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The project cannot be opened.',
    detail: message,
    buttons: ['Choose another…', 'Try again', 'Quit'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  return answers[response] ?? 'quit'
}

/** Asks what to do when the page died again right after it was reloaded. */
export async function askAfterCrash(window: BrowserWindow, how: string): Promise<'reload' | 'quit'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window stopped working twice within a minute.',
    detail: `The project is safe: everything that was imported is kept. What the system said: ${how}.`,
    buttons: ['Reload', 'Quit'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return response === 0 ? 'reload' : 'quit'
}

/** Says one thing the person should know. */
export async function sayWrong(window: BrowserWindow, message: string, detail: string): Promise<void> {
  await dialog.showMessageBox(window, { type: 'warning', message, detail, buttons: ['OK'], noLink: true })
}
