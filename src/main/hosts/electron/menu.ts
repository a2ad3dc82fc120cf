import { basename } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import { SCREEN_NAMES } from '#shared/screens.ts'

/** What the menu can do. */
export interface MenuActions {
  readonly newProject: () => void
  readonly openProject: () => void
  readonly openRecent: (path: string) => void
  readonly clearRecent: () => void
  readonly importFiles: () => void
  readonly show: (screen: string) => void
  readonly about: () => void
}

/** Returns the application menu. Undo, copy and the like are roles: the page hears their keys first. */
export function menuTemplate(
  actions: MenuActions,
  recent: readonly string[],
  { isMac, isPackaged }: { isMac: boolean; isPackaged: boolean },
): MenuItemConstructorOptions[] {
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: fileMenu(actions, recent, isMac) },
    { role: 'editMenu' },
    { label: '&View', submenu: viewMenu(isPackaged) },
    { label: '&Go', submenu: goMenu(actions) },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ id: 'about', label: 'About Parity Workbench', click: actions.about }] },
  ]
}

function fileMenu(actions: MenuActions, recent: readonly string[], isMac: boolean): MenuItemConstructorOptions[] {
  return [
    { id: 'new-project', label: '&New Project…', accelerator: 'CmdOrCtrl+Shift+N', click: actions.newProject },
    { id: 'open-project', label: '&Open Project…', accelerator: 'CmdOrCtrl+O', click: actions.openProject },
    { id: 'open-recent', label: 'Open &Recent', enabled: recent.length > 0, submenu: recentMenu(actions, recent) },
    { type: 'separator' },
    { id: 'import-files', label: '&Import Files…', accelerator: 'CmdOrCtrl+I', click: actions.importFiles },
    { type: 'separator' },
    { role: isMac ? 'close' : 'quit' },
  ]
}

function recentMenu(actions: MenuActions, recent: readonly string[]): MenuItemConstructorOptions[] {
  return [
    ...recent.map((path, index) => ({
      id: `recent-${index}`,
      // A single ampersand would mark the letter after it.
      label: `${basename(path)} — ${path}`.replaceAll('&', '&&'),
      click: () => actions.openRecent(path),
    })),
    { type: 'separator' },
    { id: 'clear-recent', label: 'Clear', click: actions.clearRecent },
  ]
}

/**
 * The screens in the rail's order. The page's own keys, `g` and a letter, are named: Electron's accelerators are one press. So
 * each has Ctrl and its number too, which in a tab belongs to the browser.
 */
function goMenu({ show }: MenuActions): MenuItemConstructorOptions[] {
  return Object.entries(SCREEN_NAMES).map(([id, { title, key }], index) => ({
    id: `show-${id}`,
    label: `${title} (g ${key})`,
    accelerator: `CmdOrCtrl+${index + 1}`,
    click: () => show(id),
  }))
}

function viewMenu(isPackaged: boolean): MenuItemConstructorOptions[] {
  return [
    { role: 'reload' },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
}
