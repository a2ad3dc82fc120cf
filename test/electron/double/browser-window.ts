import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { cloneMessage, portsOf, type PortDouble } from './message-port.ts'
import { emitPreventable } from './preventable.ts'
import { afterReady, link } from './runtime.ts'
import { SessionDouble } from './session.ts'
import type { FromPage, OpenWindow, PageRequest, PageResponse } from './window-messages.ts'

/** Heard by app.ts, which has Electron's own events for them. */
export const windowEvents = new EventEmitter<{
  contents: [WebContentsDouble]
  closed: []
  message: [unknown, FromPage & { kind: 'send' }]
}>()
const windows = new Map<number, BrowserWindowDouble>()
let lastId = 0

/** Tells the display, whose page may just have gone. */
function told(name: string, ...args: readonly unknown[]): Promise<unknown> {
  return link.call(name, ...args).catch(() => undefined)
}

type UsedContents = Pick<
  Electron.WebContents,
  'id' | 'send' | 'postMessage' | 'reload' | 'forcefullyCrashRenderer' | 'executeJavaScript' | 'getURL'
>

/** webContents, and the one frame it has. */
export class WebContentsDouble extends EventEmitter implements UsedContents {
  readonly id: number
  readonly mainFrame
  readonly #ports = new Map<number, PortDouble>()
  #lastPort = 0
  #url = ''
  #onWindowOpen: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null = null

  constructor(id: number) {
    super()
    this.id = id
    this.mainFrame = {
      parent: null,
      url: '',
      postMessage: (channel, message, transfer) => this.postMessage(channel, message, transfer),
    } satisfies Pick<Electron.WebFrameMain, 'parent' | 'url' | 'postMessage'>
  }

  getURL(): string {
    return this.#url
  }

  send(channel: string, ...args: unknown[]): void {
    this.#deliver(channel, args.map(cloneMessage), [])
  }

  postMessage(channel: string, message: unknown, transfer?: readonly unknown[]): void {
    const ports = portsOf(transfer)
    const ids = ports.map((port) => {
      const id = ++this.#lastPort
      this.#ports.set(id, port)
      port.handOver({
        send: (sent) => void told('deliver', this.id, { kind: 'port', id, message: sent }),
        close: () => {
          this.#ports.delete(id)
          void told('deliver', this.id, { kind: 'close', id })
        },
      })
      return id
    })
    this.#deliver(channel, [cloneMessage(message)], ids)
  }

  reload(): void {
    link.call('reload', this.id).then(
      () => this.emit('did-finish-load'),
      (error: unknown) => process.stderr.write(`the double cannot reload: ${String(error)}\n`),
    )
  }

  forcefullyCrashRenderer(): void {
    void told('crash', this.id)
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    return Buffer.from((await link.call('print', this.id, options)) as Uint8Array)
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return await link.call('evaluate', this.id, code)
  }

  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this.#onWindowOpen = handler
  }

  windowOpen(url: string): string {
    return this.#onWindowOpen?.({ url } as Electron.HandlerDetails).action ?? 'allow'
  }

  /** The page has gone or begun anew: its ports end, as those of a closed page do. */
  endPage(): void {
    for (const port of [...this.#ports.values()]) port.close()
    this.#ports.clear()
  }

  receive(url: string, isMainFrame: boolean, message: FromPage): void {
    this.#url = url
    this.mainFrame.url = url
    if (message.kind === 'port') return this.#ports.get(message.id)?.fromAway(message.message)
    const senderFrame = isMainFrame ? this.mainFrame : { ...this.mainFrame, parent: this.mainFrame }
    windowEvents.emit('message', { sender: this, senderFrame, ports: [] }, message)
  }

  /** True when the host lets the page go there. */
  mayNavigate(url: string): boolean {
    const details = { url, isMainFrame: true }
    const isFrameStopped = emitPreventable(this, 'will-frame-navigate', details)
    return !emitPreventable(this, 'will-navigate', details) && !isFrameStopped
  }

  #deliver(channel: string, args: readonly unknown[], ports: readonly number[]): void {
    void told('deliver', this.id, { kind: 'event', channel, args, ports })
  }
}

type UsedWindow = Pick<
  Electron.BrowserWindow,
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'isMinimized'
  | 'isMaximized'
  | 'isDestroyed'
  | 'getNormalBounds'
  | 'close'
  | 'destroy'
>

/** BrowserWindow: a page of the display. */
export class BrowserWindowDouble extends EventEmitter implements UsedWindow {
  readonly webContents: WebContentsDouble
  readonly #opened: Promise<unknown>
  readonly #bounds: Electron.Rectangle
  readonly options: Electron.BrowserWindowConstructorOptions
  #isMaximized = false
  #isDestroyed = false

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    afterReady('Cannot create BrowserWindow before app is ready')
    this.options = options
    const id = ++lastId
    const { x = 0, y = 0, width = 800, height = 600, webPreferences = {} } = options
    this.#bounds = { x, y, width, height }
    this.webContents = new WebContentsDouble(id)
    const session: unknown = webPreferences.session
    if (!(session instanceof SessionDouble)) throw new TypeError('The double wants the session named.')
    windows.set(id, this)
    windowEvents.emit('contents', this.webContents)
    this.#opened = link.call('open', {
      id,
      session: session.name,
      width,
      height,
      preload: webPreferences.preload ?? null,
      javascript: webPreferences.javascript ?? true,
      permissions: session.permissions(this.webContents as unknown as Electron.WebContents),
    } satisfies OpenWindow)
    this.#opened.catch(() => undefined)
  }

  static getAllWindows(): BrowserWindowDouble[] {
    return [...windows.values()]
  }

  async loadURL(url: string): Promise<void> {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed')
    await this.#opened
    await link.call('load', this.webContents.id, url)
    this.webContents.emit('did-finish-load')
    this.emit('ready-to-show')
  }

  show(): void {
    this.emit('show')
  }

  focus(): void {
    this.emit('focus')
  }

  restore(): void {
    this.emit('restore')
  }

  isMinimized(): boolean {
    return false
  }

  maximize(): void {
    this.#isMaximized = true
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  getNormalBounds(): Electron.Rectangle {
    return this.#bounds
  }

  close(): void {
    if (!emitPreventable(this, 'close')) this.destroy()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    windows.delete(this.webContents.id)
    this.webContents.endPage()
    void this.#opened.then(() => link.call('close', this.webContents.id)).catch(() => undefined)
    this.emit('closed')
    windowEvents.emit('closed')
  }
}

async function answerRequest(request: PageRequest): Promise<PageResponse> {
  const window = windows.get(request.window)
  const session: unknown = window?.options.webPreferences?.session
  if (window === undefined || !(session instanceof SessionDouble)) return { kind: 'refuse' }
  if (request.isPageNavigation && !window.webContents.mayNavigate(request.url)) return { kind: 'refuse' }
  return await session.answer(request)
}

link.handle('request', answerRequest)
link.handle('from-page', (id: number, url: string, isMainFrame: boolean, message: FromPage) =>
  windows.get(id)?.webContents.receive(url, isMainFrame, message),
)
link.handle('page-began', (id: number) => windows.get(id)?.webContents.endPage())
link.handle('crashed', (id: number) => {
  const contents = windows.get(id)?.webContents
  contents?.endPage()
  contents?.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
})
link.handle('window-open', (id: number, url: string) => windows.get(id)?.webContents.windowOpen(url) ?? 'deny')
