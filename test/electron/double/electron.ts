/** What the program imports as `electron` when the double stands in: the few parts its host uses, and Electron's refusals. */
import { EventEmitter } from 'node:events'
import { runInThisContext } from 'node:vm'
import type Electron from 'electron'
import { app } from './app.ts'
import { BrowserWindowDouble, windowEvents } from './browser-window.ts'
import { MenuDouble } from './menu.ts'
import { ChannelDouble } from './message-port.ts'
import { afterReady, link } from './runtime.ts'
import { protocol, session } from './session.ts'
import { utilityProcess } from './utility-process.ts'

const handlers = new Set<string>()

/** ipcMain: messages from preloads, and one handler for each answered channel. */
const ipcMain = Object.assign(new EventEmitter(), {
  handle(channel, _listener) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.add(channel)
  },
} satisfies Pick<Electron.IpcMain, 'handle'>)
windowEvents.on('message', (event, { channel, args }) => ipcMain.emit(channel, event, ...args))

const closedDialog = () => {
  afterReady('dialog module can only be used after app is ready')
}

/** Dialogs close at once, unless a spec puts an answer of its own in their place. */
const dialog = {
  showOpenDialog() {
    closedDialog()
    return Promise.resolve({ canceled: true, filePaths: [] })
  },
  showSaveDialog() {
    closedDialog()
    return Promise.resolve({ canceled: true, filePath: '' })
  },
  showMessageBox() {
    closedDialog()
    return Promise.resolve({ response: 0, checkboxChecked: false })
  },
} satisfies Pick<Electron.Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'>

const screen = {
  getAllDisplays() {
    afterReady("The 'screen' module can't be used before the app 'ready' event")
    const workArea = { x: 0, y: 0, width: 1920, height: 1080 }
    return [{ workArea }] as Electron.Display[]
  },
} satisfies Pick<Electron.Screen, 'getAllDisplays'>

const electron = {
  app,
  BrowserWindow: BrowserWindowDouble,
  dialog,
  ipcMain,
  Menu: MenuDouble,
  MessageChannelMain: ChannelDouble,
  protocol,
  screen,
  session,
  utilityProcess,
} satisfies Record<keyof Pick<typeof Electron, Used>, unknown>

type Used =
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'utilityProcess'

link.handle('main', async (source: string, argument: unknown) => {
  const run = runInThisContext(`(${source})`) as (modules: typeof electron, argument: unknown) => unknown
  return await run(electron, argument)
})

export {
  app,
  BrowserWindowDouble as BrowserWindow,
  dialog,
  ipcMain,
  MenuDouble as Menu,
  ChannelDouble as MessageChannelMain,
  protocol,
  screen,
  session,
  utilityProcess,
}
