import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { app, dialog, Menu, type BrowserWindow, type Session, type WebFrameMain } from 'electron'
import { AppError } from '#shared/errors.ts'
import { IPC } from '#shared/desktop-channels.ts'
import type { HandedFile, HostMessage } from '#shared/desktop.ts'
import { refuse } from '#adapters/files/regular-file.ts'
import type { EngineProcess } from '../supervisor.ts'
import { answerAsk, chooseFiles } from './answer-asks.ts'
import { CrashLimit } from './crash-limit.ts'
import { EngineHost } from './engine-host.ts'
import { FileGranter } from './granted-files.ts'
import { errorText, type Log } from './log.ts'
import { menuTemplate, type MenuActions } from './menu.ts'
import { PAGE_URL } from './origin.ts'
import type { PageProtocol } from './page-protocol.ts'
import { askAfterCrash, askAfterRefusal, chooseProject, nameProject, sayWrong } from './project-dialogs.ts'
import type { StoredState } from './stored-state.ts'

/** What the desktop is made of. */
export interface DesktopParts {
  readonly window: BrowserWindow
  readonly session: Session
  readonly pages: PageProtocol
  readonly state: StoredState
  readonly spawn: () => EngineProcess
  readonly log: Log
}

/** The one window and the project open in it: answers the page, the menu and the system, and brings back what crashed. */
export class Desktop {
  readonly window: BrowserWindow
  readonly #parts: DesktopParts
  readonly #files = new FileGranter((file) => this.#engine?.grant(file))
  readonly #crashes = new CrashLimit()
  #engine: EngineHost | null = null

  constructor(parts: DesktopParts) {
    this.#parts = parts
    this.window = parts.window
    this.window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') void this.#revivePage(reason)
    })
    this.#setMenu()
  }

  /** Loads the page and opens the first project meanwhile; the page's first calls wait for it. */
  async start(project: string): Promise<void> {
    await Promise.all([this.#loadPage(), this.#open(project)])
  }

  /** Opens another project in the window, brought to the front. A path that leads to no project is said and forgotten. */
  async openProject(path: string): Promise<void> {
    if (this.window.isDestroyed()) return
    this.focus()
    if (path === this.#engine?.project) return
    try {
      const status = await stat(path).catch((cause: unknown) => refuse(path, cause))
      if (!status.isFile())
        throw new AppError('FILE_UNREADABLE', `Cannot open ${path}: it is not a project file; choose another.`)
    } catch (error) {
      await this.#parts.state.forgetProject(path)
      this.#setMenu()
      await sayWrong(
        this.window,
        'The project cannot be opened.',
        error instanceof Error ? error.message : String(error),
      )
      return
    }
    await this.#change(path)
  }

  /** Joins a frame of the page to the engine. */
  connect(frame: WebFrameMain): void {
    void this.#engine?.connect(frame)
  }

  /** Answers an ask of the page. */
  async answer(id: number, ask: unknown): Promise<void> {
    const answer = await answerAsk(ask, { ...this.#parts, files: this.#files })
    this.#tell({ type: 'parity:answer', id, answer })
  }

  /** Grants files the person dropped on the page or chose in it. */
  async takeHanded(handed: readonly HandedFile[]): Promise<void> {
    const files = await Promise.all(handed.map((file) => this.#files.grantHanded(file)))
    this.#tell({ type: 'parity:handed', files })
  }

  /** Brings the window to the front. */
  focus(): void {
    if (this.window.isMinimized()) this.window.restore()
    this.window.focus()
  }

  /** Closes the project, whose engine has then ended, and keeps what is remembered of the window. */
  async close(): Promise<void> {
    await Promise.all([this.#closeProject(), this.#parts.state.settle()])
  }

  async #closeProject(): Promise<void> {
    const engine = this.#engine
    this.#engine = null
    await engine?.close()
  }

  async #change(path: string): Promise<void> {
    await this.#closeProject()
    await this.#open(path)
    await this.#loadPage()
  }

  /** Loads the page anew: without a fragment its address differs from every screen's. A window closed meanwhile needs none. */
  async #loadPage(): Promise<void> {
    try {
      await this.window.loadURL(PAGE_URL)
    } catch (error) {
      if (!this.window.isDestroyed()) throw error
    }
  }

  /** Opens a project, asking what to do for as long as it does not open and the window is there to ask in. */
  async #open(path: string): Promise<void> {
    if (this.window.isDestroyed()) return
    const engine = new EngineHost(path, this.#parts.spawn, {
      onGone: (how) => {
        this.#parts.log.say(`The engine ended: ${how}.`)
        this.#tell({ type: 'parity:gone' })
      },
      onRefused: (error) => void this.#reopen(path, error),
    })
    this.#engine = engine
    try {
      await engine.open()
    } catch (error) {
      await this.#openAfterRefusal(path, error)
      return
    }
    await this.#parts.state.keepProject(path)
    app.addRecentDocument(path)
    this.#setMenu()
  }

  async #openAfterRefusal(path: string, error: unknown): Promise<void> {
    await this.#closeProject()
    if (this.window.isDestroyed()) return
    this.#parts.log.say(`The project cannot be opened: ${errorText(error)}`)
    const answer = await askAfterRefusal(this.window, error instanceof Error ? error.message : String(error))
    if (answer === 'quit') {
      app.quit()
      return
    }
    const chosen = answer === 'choose' ? await chooseProject(this.window) : null
    await this.#open(chosen ?? path)
    // What the page asked of the engine that never was is lost: it connects again.
    this.#tell({ type: 'parity:gone' })
  }

  async #reopen(path: string, error: AppError): Promise<void> {
    if (this.#engine?.project !== path) return
    await this.#openAfterRefusal(path, error)
  }

  async #revivePage(how: string): Promise<void> {
    const decision = this.#crashes.crashed(performance.now())
    this.#parts.log.say(`The page ended: ${how}.`)
    const answer = decision === 'reload' ? 'reload' : await askAfterCrash(this.window, how)
    if (answer === 'quit') app.quit()
    else this.window.webContents.reload()
  }

  #tell(message: HostMessage): void {
    if (!this.window.isDestroyed()) this.window.webContents.send(IPC.tell, message)
  }

  #setMenu(): void {
    const template = menuTemplate(this.#menuActions(), this.#parts.state.current.recentProjects, {
      isMac: process.platform === 'darwin',
      isPackaged: app.isPackaged,
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }

  #menuActions(): MenuActions {
    return {
      newProject: () => void this.#newProject(),
      openProject: () => void this.#chooseProject(),
      openRecent: (path) => void this.openProject(path),
      clearRecent: () => void this.#clearProjects(),
      importFiles: () => void this.#importFiles(),
      show: (screen) => this.#tell({ type: 'parity:show', screen }),
      about: () => void this.#about(),
    }
  }

  async #chooseProject(): Promise<void> {
    const path = await chooseProject(this.window)
    if (path !== null) await this.openProject(path)
  }

  async #clearProjects(): Promise<void> {
    await this.#parts.state.clearProjects()
    this.#setMenu()
  }

  async #newProject(): Promise<void> {
    const path = await nameProject(this.window, dirname(this.#engine?.project ?? app.getPath('documents')))
    if (path !== null) await this.#change(path)
  }

  async #importFiles(): Promise<void> {
    try {
      const files = await chooseFiles({ window: this.window, files: this.#files })
      if (files.length > 0) this.#tell({ type: 'parity:chosen', files })
    } catch (error) {
      await sayWrong(
        this.window,
        'The files cannot be imported.',
        error instanceof Error ? error.message : String(error),
      )
    }
  }

  async #about(): Promise<void> {
    const { electron, chrome, node } = process.versions
    await dialog.showMessageBox(this.window, {
      type: 'info',
      message: `Parity Workbench ${app.getVersion()}`,
      detail: `Works offline: it cannot reach a network.\nElectron ${electron}, Chromium ${chrome}, Node ${node}`,
      buttons: ['OK'],
    })
  }
}
