import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { findChromium } from '../../../scripts/chromium.ts'
import { buildParity } from '../../support/run-parity.ts'
import { ROOT } from '../../support/planted-folder.ts'

const PROGRAM = join(ROOT, 'out/main/cli.js')
const PAGE = join(ROOT, 'out/renderer/index.html')

/** Where a Chromium is, or null with the reason printed. */
export const CHROMIUM = findChromium()
if (CHROMIUM === null) console.warn('skipped: no Chromium (set CHROMIUM to the path of one)')

/** How long a test of the page may take: axe looks at every cell of every table, and other tests share the machine. */
export const BROWSER_TEST_MS = 360_000
/** How long one thing on the page may take to appear. */
const PATIENCE_MS = 120_000

/** Waits until what is read is as expected. */
export function eventually<T>(read: () => T) {
  return expect.poll(read, { timeout: PATIENCE_MS, interval: 100 })
}

/** A browser host on a project of its own, as a user starts it. */
export interface Served {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts `parity serve` and waits for its address; `env` is added to the environment. */
export async function serveWorkbench(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  buildParity()
  if (!existsSync(PAGE)) throw new Error('the page is not built: npm run build')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', PROGRAM, 'serve', '--no-browser', ...args],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  )
  const url = await addressOf(child)
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) {
          resolve()
          return
        }
        child.once('close', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/.exec(said)
      if (address !== null) resolve(address[0])
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('close', (code) => reject(new Error(`parity serve ended with ${code ?? 'a signal'}: ${said}`)))
  })
}

/** Starts the installed Chromium. */
export async function startBrowser(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error('there is no Chromium')
  return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}

/** A page of the workbench with what went wrong in it: errors of scripts and refusals by the content policy. */
export interface OpenedPage {
  readonly page: Page
  readonly errors: string[]
  readonly violations: string[]
  /** How often the person clicked since the page opened. */
  readonly clicks: () => Promise<number>
}

/** Opens the workbench and waits until a screen is there. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const errors: string[] = []
  const violations: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text())
    else if (message.type() === 'error') errors.push(message.text())
  })
  await page.addInitScript(() => {
    const counter = { clicks: 0 }
    Object.assign(globalThis, { counter })
    addEventListener('pointerdown', ({ isTrusted }) => (counter.clicks += isTrusted ? 1 : 0), { capture: true })
  })
  await page.goto(url)
  await page.locator('[data-screen]').waitFor()
  const clicks = () => page.evaluate(() => (globalThis as unknown as { counter: { clicks: number } }).counter.clicks)
  return { page, errors, violations, clicks }
}

/** Drops files onto the window, as a file manager does. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const files = paths.map((path) => ({ name: basename(path), base64: readFileSync(path).toString('base64') }))
  await page.evaluate((dropped) => {
    const transfer = new DataTransfer()
    for (const { name, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      transfer.items.add(new File([bytes], name))
    }
    const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer })
    document.body.dispatchEvent(event)
  }, files)
}

/** Types keys that belong together, such as g and then a, without waiting for the page between them: a pause ends a sequence. */
export async function pressTogether(page: Page, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => page.keyboard.press(key)))
}

/** Waits until every figure on the screen is drawn. */
export async function waitForFigures(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const figures = [...document.querySelectorAll('figure')]
    return figures.length > 0 && figures.every((figure) => figure.dataset['drawn'] === 'true')
  })
}
