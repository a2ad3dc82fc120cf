import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { holdProject } from '../support/hold-project.ts'
import { describeDesktop, joinPage } from './support/describe-desktop.ts'
import {
  answerMessages,
  chooseMenu,
  answerOpenDialog,
  answerSaveDialog,
  enginePid,
  killEngine,
  messagesSaid,
} from './support/desktop-hands.ts'
import type { Launched, Launcher } from './support/launched.ts'
import { call, connect, handedFiles } from './support/page-client.ts'
import { untilSome } from './support/until.ts'

const FILLS = 'symbol,side,qty,price,t_fill\nBTCUSDT,buy,1,100,2025-01-02T10:00:00Z\n'

function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parity-desktop-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function launch(launcher: Launcher, dataFolder: string, args: string[] = []): Promise<Launched> {
  const desktop = await launcher.launch({ dataFolder, args })
  onTestFinished(() => desktop.quit())
  return desktop
}

/** Resolves once the page of the window answers a question put by the main process, as after a crash it is another page. */
async function untilPageShows(desktop: Launched, selector: string): Promise<void> {
  await untilSome(`the page shows ${selector}`, () =>
    desktop
      .main(
        async ({ BrowserWindow }, query) =>
          (await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
            `document.querySelector(${JSON.stringify(query)}) !== null`,
          )) === true,
        selector,
      )
      .catch(() => false),
  )
}

function crashPage(desktop: Launched): Promise<unknown> {
  return desktop.main(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    null,
  )
}

describeDesktop('the life of the desktop', (launcher) => {
  it('tells pending calls at once when the engine dies, and starts it again with the files it was granted', async () => {
    const folder = ownFolder()
    const desktop = await launch(launcher, folder)
    const page = await joinPage(desktop)
    await call(page, 'import.sample', {})
    writeFileSync(join(folder, 'live.csv'), FILLS)
    await page.locator('input[type=file]').first().setInputFiles(join(folder, 'live.csv'))
    const [file] = await handedFiles(page, 1)
    if (file === undefined || !('value' in file)) throw new Error('the file was refused')
    const pid = await enginePid(desktop)
    // Halted, so that it cannot answer before it dies. Windows knows no such signal: there it had better be slow.
    if (process.platform !== 'win32') process.kill(pid, 'SIGSTOP')
    const pending = call(page, 'review.run', {}).then(() => 'answered', String)
    // The page does one thing after the other: when it has done this, it has asked.
    await page.evaluate('null')
    process.kill(pid, 'SIGKILL')
    expect(await pending).toContain('ENGINE_GONE')
    await connect(page)
    const info = await call(page, 'project.info', {})
    expect(info).toMatchObject({ has_review: false, safe_mode: false })
    expect(info.sources.length).toBeGreaterThan(1)
    const { files } = await call(page, 'import.sniff', { files: [file.value] })
    expect(files[0]).toMatchObject({ name: 'live.csv', problem: null })
  })

  it('starts the engine in safe mode after its third end', async () => {
    const desktop = await launch(launcher, ownFolder())
    const page = await joinPage(desktop)
    for (let ends = 0; ends < 3; ends += 1) {
      const before = await killEngine(desktop)
      await untilSome('it has gone', () => !isAlive(before))
      await connect(page)
    }
    expect(await call(page, 'project.info', {})).toMatchObject({ safe_mode: true })
  })

  it('loads a page that crashed again, and asks when that did not help', async () => {
    const desktop = await launch(launcher, ownFolder())
    await joinPage(desktop)
    await answerMessages(desktop, 0)
    await crashPage(desktop)
    await untilSome('the crash is noticed', () => desktop.log().includes('The page ended'))
    await untilPageShows(desktop, '#app > *')
    expect(await messagesSaid(desktop)).toEqual([])
    await crashPage(desktop)
    const [said] = await untilSome('it asks', async () => {
      const messages = await messagesSaid(desktop)
      return messages.length > 0 && messages
    })
    expect(said).toContain('twice within a minute')
    await untilPageShows(desktop, '#app > *')
  })

  it('says who holds a project that another program has open, and quits when asked', async () => {
    const folder = ownFolder()
    const project = join(folder, 'held.parity')
    const holder = await holdProject(project)
    const desktop = await launch(launcher, folder)
    await joinPage(desktop)
    await answerMessages(desktop, 2)
    await answerOpenDialog(desktop, [project])
    await chooseMenu(desktop, 'open-project')
    await desktop.exited
    expect(desktop.log()).not.toContain('Invariant')
    expect(desktop.log()).toContain(String(holder))
  })

  it('opens the project it is started with, those the system names, and a new one, and starts with the last', async () => {
    const folder = ownFolder()
    const first = join(folder, 'first.parity')
    const desktop = await launch(launcher, folder, [first])
    const page = await joinPage(desktop)
    expect((await call(page, 'project.info', {})).path).toBe(first)
    const second = join(folder, 'second.parity')
    await answerSaveDialog(desktop, second.replace('.parity', ''))
    await chooseMenu(desktop, 'new-project')
    await untilProject(page, second)
    await desktop.main(({ app }, path) => app.emit('second-instance', {}, ['parity', '--flag', path], '/'), first)
    await untilProject(page, first)
    await desktop.quit()
    const again = await launch(launcher, folder)
    const pageAgain = await joinPage(again)
    expect((await call(pageAgain, 'project.info', {})).path).toBe(first)
    const labels = await again.main(
      ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('recent-1')?.label ?? '',
      null,
    )
    expect(labels).toContain('second.parity')
    expect(readKept(folder)).toMatchObject({ window: { width: 1440, height: 900 }, recentProjects: [first, second] })
  })

  it.each(['at once', 'while its page loads'])(
    'quits %s when another project was to be opened, without an error, and keeps where the window was',
    async (when) => {
      const folder = ownFolder()
      const desktop = await launch(launcher, folder)
      await joinPage(desktop)
      const other = join(folder, 'other.parity')
      await answerSaveDialog(desktop, other)
      await chooseMenu(desktop, 'new-project')
      if (when !== 'at once')
        await untilSome('the project is open', () => readKept(folder).recentProjects?.[0] === other)
      await desktop.quit()
      expect(desktop.log()).toBe('')
      expect(await desktop.exited).toBe(0)
      expect(readKept(folder)).toMatchObject({ window: { width: 1440, height: 900 } })
    },
  )

  it('works where what it remembers cannot be written', async () => {
    const folder = ownFolder()
    mkdirSync(join(folder, 'desktop.json'))
    const desktop = await launch(launcher, folder, [join(folder, 'first.parity')])
    const page = await joinPage(desktop)
    expect((await call(page, 'project.info', {})).path).toBe(join(folder, 'first.parity'))
    await desktop.quit()
    expect(await desktop.exited).toBe(0)
    expect(desktop.log()).toContain('What the desktop remembers is not kept')
  })

  it('gives the page back what it kept at the last start', async () => {
    const folder = ownFolder()
    const desktop = await launch(launcher, folder)
    const page = await joinPage(desktop)
    const theme = await page.locator('html').getAttribute('data-theme')
    await page.keyboard.press('t')
    const kept = join(folder, 'desktop.json')
    await untilSome('it is kept', () => existsSync(kept) && readFileSync(kept, 'utf8').includes('theme'))
    await desktop.quit()
    const again = await joinPage(await launch(launcher, folder))
    expect(await again.locator('html').getAttribute('data-theme')).not.toBe(theme)
  })

  it('says that a recent project is gone, and forgets it', async () => {
    const folder = ownFolder()
    writeFileSync(join(folder, 'desktop.json'), JSON.stringify({ recentProjects: [] }))
    const desktop = await launch(launcher, folder)
    await joinPage(desktop)
    await answerMessages(desktop, 0)
    await desktop.main(
      ({ app }, path) => app.emit('second-instance', {}, ['parity', path], '/'),
      join(folder, 'gone.parity'),
    )
    const [said] = await untilSome('it says so', async () => {
      const messages = await messagesSaid(desktop)
      return messages.length > 0 && messages
    })
    expect(said).toContain('there is no such file')
  })

  it('ends with the window, and its engine with it', async () => {
    const desktop = await launch(launcher, ownFolder())
    await joinPage(desktop)
    const engine = await enginePid(desktop)
    expect(isAlive(engine)).toBe(true)
    await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null)
    expect(await desktop.exited).toBe(0)
    expect(isAlive(engine)).toBe(false)
  })
})

/** Waits until the page, loaded anew, speaks to an engine with this project open. */
async function untilProject(page: Page, path: string): Promise<void> {
  await untilSome(`${path} is open`, async () => {
    try {
      await connect(page)
      return (await call(page, 'project.info', {})).path === path
    } catch {
      // The page was just being replaced.
      return false
    }
  })
}

/** Reads what the desktop keeps between starts; it is replaced whole, so it is never half there. */
function readKept(folder: string): { readonly window?: unknown; readonly recentProjects?: string[] } {
  const path = join(folder, 'desktop.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as object) : {}
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
