import { BrowserWindow, screen, type Session } from 'electron'
import type { StoredState } from './stored-state.ts'
import { LEAST_SIZE, placeWindow } from './window-bounds.ts'

/** What the window is made with. */
export interface MainWindowOptions {
  readonly session: Session
  readonly state: StoredState
  /** Path of the built preload. */
  readonly preload: string
  readonly isPackaged: boolean
}

/** Opens the one window, where it was left, and remembers where it is when it closes. The page is not loaded yet. */
export function openMainWindow({ session, state, preload, isPackaged }: MainWindowOptions): BrowserWindow {
  const bounds = placeWindow(
    state.current.window,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: Math.min(LEAST_SIZE.width, bounds.width),
    minHeight: Math.min(LEAST_SIZE.height, bounds.height),
    title: 'Parity Workbench',
    show: false,
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The spelling checker downloads dictionaries.
      spellcheck: false,
      safeDialogs: true,
      devTools: !isPackaged,
    },
  })
  if (state.current.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => void state.keepWindow(window.getNormalBounds(), window.isMaximized()))
  return window
}
