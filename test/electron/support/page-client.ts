import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { MethodName, Params, Result } from '#shared/contract.ts'
import type { DesktopAnswer, DesktopAsk, GrantedHandedFile } from '#shared/desktop.ts'
import { untilSome } from './until.ts'

/** What the client puts on the page's window. */
interface PageClient {
  readonly handed: GrantedHandedFile[]
  readonly told: { type: string }[]
  readonly violations: string[]
  connect(): Promise<void>
  call(method: string, params: unknown): Promise<unknown>
  ask(ask: DesktopAsk): Promise<DesktopAnswer>
}

const SCRIPT = readFileSync(new URL('./page-client.js', import.meta.url), 'utf8')

declare const parityTest: PageClient

/**
 * Puts a client of its own into the page, which speaks to preload as the program does: it asks for a port, calls the engine
 * over it, and hears what preload says. The program's own client in the same page is left its own port.
 */
export async function injectClient(page: Page): Promise<void> {
  await page.waitForURL(/\/index\.html/)
  await page.waitForLoadState('load')
  // Before the program's own listeners, which would close a port they did not ask for.
  await page.addInitScript(SCRIPT)
  await page.reload()
}

/** Opens a port to the engine. */
export async function connect(page: Page): Promise<void> {
  await page.evaluate(() => parityTest.connect())
}

/** Calls the engine from the page; rejects with `CODE: message`. */
export async function call<M extends MethodName>(page: Page, method: M, params: Params<M>): Promise<Result<M>> {
  const run = ([name, given]: readonly [string, unknown]) => parityTest.call(name, given)
  return (await page.evaluate(run, [method, params] as const)) as Result<M>
}

/** Asks the desktop from the page. */
export async function ask(page: Page, asked: DesktopAsk): Promise<DesktopAnswer> {
  return await page.evaluate((given) => parityTest.ask(given as DesktopAsk), asked as object)
}

/** Returns the files granted so far, once there are `count`. */
export async function handedFiles(page: Page, count: number): Promise<GrantedHandedFile[]> {
  return await untilSome(`${count} files are handed over`, async () => {
    const handed = await page.evaluate(() => parityTest.handed)
    return handed.length >= count && handed
  })
}

/** Returns messages of one kind preload posted, once there is one. */
export async function told(page: Page, type: string): Promise<unknown[]> {
  return await untilSome(`the page is told ${type}`, async () => {
    const found = await page.evaluate((wanted) => parityTest.told.filter((message) => message.type === wanted), type)
    return found.length > 0 && found
  })
}

/** Returns what the content security policy stopped so far, as directive and source. */
export async function violations(page: Page): Promise<string[]> {
  return await page.evaluate(() => parityTest.violations)
}
