import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { doubleLauncher } from './launch-double.ts'
import { electronLauncher } from './launch-electron.ts'
import type { Launched, Launcher } from './launched.ts'
import { connect, injectClient } from './page-client.ts'

/** How long one thing in the window may take to appear. */
const PATIENCE_MS = 80_000

/** What a test of the running desktop is given. */
export interface RunningDesktop {
  readonly desktop: Launched
  readonly page: Page
  /** A folder of the spec's own; the desktop's data is in its `data`. */
  readonly folder: string
}

const launchers = (): Launcher[] => [doubleLauncher(), electronLauncher()]

/** Describes the desktop once in its double and once in Electron; without its runtime the tests are skipped, saying so. */
export function describeDesktop(what: string, define: (launcher: Launcher) => void): void {
  describe.each(launchers())(`${what} in $name`, (launcher) => {
    beforeEach(({ skip }) => skip(launcher.missing !== null, launcher.missing ?? ''))
    afterAll(() => launcher.close())
    define(launcher)
  })
}

/** Describes one desktop that runs through all tests, each given it anew since a reload or crash may replace the page. */
export function describeRunning(what: string, define: (running: () => RunningDesktop) => void): void {
  describeDesktop(what, (launcher) => {
    let running: RunningDesktop | null = null
    beforeAll(async () => {
      if (launcher.missing !== null) return
      const folder = mkdtempSync(join(tmpdir(), 'parity-desktop-'))
      const desktop = await launcher.launch({ dataFolder: join(folder, 'data') })
      running = { desktop, page: await joinPage(desktop), folder }
    })
    afterAll(async () => {
      await running?.desktop.quit()
      if (running !== null) rmSync(running.folder, { recursive: true, force: true })
    })
    define(() => {
      if (running === null) throw new Error('The desktop did not start.')
      return running
    })
  })
}

/** Returns the window's page with the spec's client in it, joined to the engine, once its first screen stands. */
export async function joinPage(desktop: Launched): Promise<Page> {
  const page = await desktop.page()
  page.setDefaultTimeout(PATIENCE_MS)
  await injectClient(page)
  await connect(page)
  await page.locator('[data-screen]').waitFor()
  return page
}
