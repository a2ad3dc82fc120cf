import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, CDPSession, Page, Request, Route } from 'playwright-core'
import type { Link } from './link.ts'
import { fromPageText, toPageText } from './page-text.ts'
import {
  CHROMIUM_ORIGIN,
  ELECTRON_ORIGIN,
  type FromPage,
  type OpenWindow,
  type PageResponse,
  type ToPage,
} from './window-messages.ts'

const WORLD = readFileSync(new URL('./world.js', import.meta.url), 'utf8')
const WORLD_NAME = 'preload'

const toChromium = (url: string) => url.replace(ELECTRON_ORIGIN, CHROMIUM_ORIGIN)
const toElectron = (url: string) => url.replace(CHROMIUM_ORIGIN, ELECTRON_ORIGIN)

/** One window of the double: a page of Chromium with the preload in an isolated world, as Electron has it. */
class DisplayWindow {
  readonly options: OpenWindow
  readonly #link: Link
  readonly #context: BrowserContext
  page: Page
  #devtools: CDPSession | null = null
  #world: number | null = null
  #isAskedByMain = false
  #address = 'about:blank'
  #isCrashed = false

  private constructor(options: OpenWindow, link: Link, context: BrowserContext, page: Page) {
    this.options = options
    this.#link = link
    this.#context = context
    this.page = page
  }

  static async open(options: OpenWindow, link: Link, browser: Browser): Promise<DisplayWindow> {
    const { width, height, javascript } = options
    const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: javascript })
    const window = new DisplayWindow(options, link, context, await context.newPage())
    await context.route('**/*', (route) => window.#route(route))
    context.on('page', (page) => void window.#popUp(page))
    await window.#prepare()
    return window
  }

  async load(url: string): Promise<void> {
    await this.#askedByMain(async () => {
      await this.page.goto(toChromium(url))
    })
  }

  /** Reloads; a crashed page is replaced, as Electron gives a window a new process. */
  async reload(): Promise<void> {
    if (!this.#isCrashed) {
      await this.#askedByMain(async () => {
        await this.page.reload()
      })
      return
    }
    const crashed = this.page
    this.page = await this.#context.newPage()
    this.#isCrashed = false
    await crashed.close()
    await this.#prepare()
    await this.load(this.#address)
  }

  crash(): void {
    // A page that crashes does not answer.
    this.#cdp.send('Page.crash').catch(() => undefined)
  }

  async print(options: { preferCSSPageSize?: boolean; printBackground?: boolean }): Promise<Uint8Array> {
    const { preferCSSPageSize = false, printBackground = false } = options
    const { data } = await this.#cdp.send('Page.printToPDF', { preferCSSPageSize, printBackground })
    return new Uint8Array(Buffer.from(data, 'base64'))
  }

  /** Brings a message to the preload; one that comes while no page is there is lost, as in Electron. */
  async deliver(message: ToPage): Promise<void> {
    if (this.#world === null) return
    const expression = `__deliver(${JSON.stringify(toPageText(message))})`
    await this.#cdp.send('Runtime.evaluate', { contextId: this.#world, expression }).catch(() => undefined)
  }

  async close(): Promise<void> {
    await this.#context.close()
  }

  get #cdp(): CDPSession {
    if (this.#devtools === null) throw new Error('the window is not open')
    return this.#devtools
  }

  /** Tells the main process, which may just have ended. */
  #tell(name: string, ...args: readonly unknown[]): void {
    this.#link.call(name, ...args).catch(() => undefined)
  }

  async #askedByMain(act: () => Promise<void>): Promise<void> {
    this.#isAskedByMain = true
    try {
      await act()
    } finally {
      this.#isAskedByMain = false
    }
  }

  async #prepare(): Promise<void> {
    const { page } = this
    this.#world = null
    this.#devtools = await this.#context.newCDPSession(page)
    const cdp = this.#devtools
    page.on('crash', () => {
      this.#isCrashed = true
      this.#world = null
      this.#tell('crashed', this.options.id)
    })
    await cdp.send('Runtime.enable')
    await cdp.send('Page.enable')
    // Of the same session as the binding's calls, so that the address is never behind them.
    cdp.on('Page.frameNavigated', ({ frame: { parentId, url, urlFragment = '' } }) => {
      if (parentId === undefined) this.#address = toElectron(url + urlFragment)
    })
    cdp.on('Page.navigatedWithinDocument', ({ url }) => (this.#address = toElectron(url)))
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== WORLD_NAME) return
      this.#world = context.id
      this.#tell('page-began', this.options.id)
    })
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#world) this.#world = null
    })
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === '__ipc') void this.#fromPage(payload, executionContextId)
    })
    await this.#permit(cdp)
    if (this.options.preload !== null) await this.#addPreload(cdp, this.options.preload)
  }

  async #addPreload(cdp: CDPSession, preload: string): Promise<void> {
    await cdp.send('Runtime.addBinding', { name: '__ipc', executionContextName: WORLD_NAME })
    const source = `${WORLD}\n;(() => {${readFileSync(preload, 'utf8')}\n})()`
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { worldName: WORLD_NAME, source })
  }

  /** Chromium is told what the main process's permission handlers said. */
  async #permit(cdp: CDPSession): Promise<void> {
    const { targetInfo } = await cdp.send('Target.getTargetInfo')
    for (const [name, setting] of Object.entries(this.options.permissions))
      await cdp.send('Browser.setPermission', {
        permission: { name },
        setting,
        origin: CHROMIUM_ORIGIN,
        ...(targetInfo.browserContextId !== undefined && { browserContextId: targetInfo.browserContextId }),
      })
  }

  async #fromPage(payload: string, executionContextId: number): Promise<void> {
    const message = fromPageText(payload) as FromPage
    const isMainFrame = executionContextId === this.#world
    const known =
      message.kind === 'send' ? { ...message, args: (await this.#findPaths(message.args)) as unknown[] } : message
    this.#tell('from-page', this.options.id, this.#address, isMainFrame, known)
  }

  /** Replaces what getPathForFile gave by the path Chromium knows, '' for a file that a script made up. */
  async #findPaths(value: unknown): Promise<unknown> {
    if (typeof value === 'string' && value.startsWith('\0file:')) return await this.#pathOf(Number(value.slice(6)))
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    if (Array.isArray(value)) return await Promise.all(value.map((item) => this.#findPaths(item)))
    const entries = Object.entries(value).map(async ([key, item]) => [key, await this.#findPaths(item)] as const)
    return Object.fromEntries(await Promise.all(entries))
  }

  async #pathOf(index: number): Promise<string> {
    if (this.#world === null) return ''
    const expression = `__files[${index}]`
    const { result } = await this.#cdp.send('Runtime.evaluate', { contextId: this.#world, expression })
    if (result.objectId === undefined) return ''
    return (await this.#cdp.send('DOM.getFileInfo', { objectId: result.objectId })).path
  }

  async #route(route: Route): Promise<void> {
    const request = route.request()
    const isNavigation = request.isNavigationRequest()
    // A pop-up the program would deny never comes to ask for anything.
    if (isNavigation && !this.#isOfWindow(request)) {
      await route.abort('aborted')
      return
    }
    const response = (await this.#link
      .call('request', {
        window: this.options.id,
        session: this.options.session,
        url: toElectron(request.url()),
        method: request.method(),
        isPageNavigation: isNavigation && !this.#isAskedByMain,
      })
      .catch(() => ({ kind: 'refuse' }))) as PageResponse
    if (response.kind === 'network') await route.continue()
    else if (response.kind === 'refuse') await route.abort(isNavigation ? 'aborted' : 'blockedbyclient')
    else await route.fulfill({ ...response, body: Buffer.from(response.body) })
  }

  #isOfWindow(request: Request): boolean {
    try {
      return request.frame().page() === this.page
    } catch {
      return false
    }
  }

  async #popUp(page: Page): Promise<void> {
    if (page === this.page || (await page.opener()) === null) return
    const action = await this.#link.call('window-open', this.options.id, toElectron(page.url())).catch(() => 'deny')
    if (action === 'deny') await page.close()
  }
}

/** The windows of one start of the double, on a Chromium that the spec owns. */
export class Display {
  readonly #windows = new Map<number, DisplayWindow>()

  constructor(link: Link, browser: Browser) {
    const known = (id: number) => {
      const window = this.#windows.get(id)
      if (window === undefined) throw new Error(`there is no window ${id}`)
      return window
    }
    link.handle('open', async (options: OpenWindow) => {
      this.#windows.set(options.id, await DisplayWindow.open(options, link, browser))
    })
    link.handle('load', (id: number, url: string) => known(id).load(url))
    link.handle('reload', (id: number) => known(id).reload())
    link.handle('crash', (id: number) => known(id).crash())
    link.handle('print', (id: number, options: object) => known(id).print(options))
    link.handle('evaluate', (id: number, code: string) => known(id).page.evaluate(code))
    link.handle('deliver', (id: number, message: ToPage) => this.#windows.get(id)?.deliver(message))
    link.handle('close', async (id: number) => {
      const window = this.#windows.get(id)
      this.#windows.delete(id)
      await window?.close()
    })
  }

  /** The page of the window opened first that is still there. */
  get firstPage(): Page | null {
    return [...this.#windows.values()][0]?.page ?? null
  }

  /** How many pages Chromium shows, pop-ups included. */
  get pageCount(): number {
    return [...this.#windows.values()].reduce((count, { page }) => count + page.context().pages().length, 0)
  }

  async close(): Promise<void> {
    for (const window of this.#windows.values()) await window.close()
    this.#windows.clear()
  }
}
