import { join } from 'node:path'
import { app, protocol, session } from 'electron'
import { forbidNetwork } from '../offline-guard.ts'
import { readPage } from '../page-files.ts'
import { lockContents } from './contents-policy.ts'
import { Desktop } from './desktop.ts'
import { forkUtility } from './engine-process.ts'
import { listenToPage } from './listen-to-page.ts'
import { errorText, Log } from './log.ts'
import { openMainWindow } from './main-window.ts'
import { SCHEME } from './origin.ts'
import { PageProtocol } from './page-protocol.ts'
import { firstProject, projectOfArguments } from './project-paths.ts'
import { lockSession } from './session-policy.ts'
import { StoredState } from './stored-state.ts'

const here = import.meta.dirname
let desktop: Desktop | null = null
let closing: Promise<void> | null = null
/** What the system asked to open before the window was there. */
let asked: string | null = projectOfArguments(process.argv, process.cwd())

// Everything down to whenReady must be said before Electron is ready.
app.enableSandbox()
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])
const dataFolder = app.commandLine.getSwitchValue('user-data-dir')
if (dataFolder !== '') app.setPath('userData', dataFolder)
forbidNetwork()

function openAsked(path: string): void {
  if (desktop === null) asked = path
  else void desktop.openProject(path)
}

async function start(): Promise<void> {
  await app.whenReady()
  // No `persist:` prefix: cookies, caches and storage stay in memory.
  const pageSession = session.fromPartition('parity')
  lockSession(pageSession, app.isPackaged)
  const pages = new PageProtocol(await readPage(join(here, '..', 'renderer')))
  pageSession.protocol.handle(SCHEME, pages.answer)
  const log = new Log(join(app.getPath('userData'), 'logs'))
  const state = new StoredState(join(app.getPath('userData'), 'desktop.json'), (error) =>
    log.say(`What the desktop remembers is not kept: ${errorText(error)}`),
  )
  const window = openMainWindow({
    session: pageSession,
    state,
    preload: join(here, '..', 'preload', 'index.cjs'),
    isPackaged: app.isPackaged,
  })
  const spawn = () => forkUtility(join(here, 'engine.js'), (text) => log.pass(text))
  const opened = new Desktop({ window, session: pageSession, pages, state, spawn, log })
  listenToPage(opened)
  desktop = opened
  await opened.start(asked ?? state.current.recentProjects[0] ?? firstProject(app.getPath('userData')))
}

app.on('web-contents-created', (_event, contents) => lockContents(contents))
app.on('second-instance', (_event, args, folder) => {
  const named = projectOfArguments(args, folder)
  if (named === null) desktop?.focus()
  else openAsked(named)
})
app.on('open-file', (event, path) => {
  event.preventDefault()
  openAsked(path)
})
app.on('window-all-closed', () => app.quit())
app.on('will-quit', (event) => {
  if (desktop === null) return
  event.preventDefault()
  // Quitting twice waits for the first.
  closing ??= desktop.close().finally(() => {
    desktop = null
    app.quit()
  })
})

if (app.requestSingleInstanceLock())
  start().catch((error: unknown) => {
    process.stderr.write(`parity desktop: ${errorText(error)}
`)
    app.exit(1)
  })
else app.exit(0)
