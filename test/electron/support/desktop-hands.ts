import type { Page } from 'playwright-core'
import type { Launched } from './launched.ts'
import { untilSome } from './until.ts'

/** Kills the engine as the system might, and returns the process id it had. */
export async function killEngine(desktop: Launched): Promise<number> {
  const pid = await enginePid(desktop)
  process.kill(pid, 'SIGKILL')
  return pid
}

/** Returns the engine's process id, once it runs. */
export async function enginePid(desktop: Launched): Promise<number> {
  return await untilSome('the engine runs', () =>
    desktop.main(({ app }) => app.getAppMetrics().find(({ name }) => name === 'parity-engine')?.pid ?? null, null),
  )
}

/** Lets the save dialogs end with this path from now on, '' for a closed one. */
export async function answerSaveDialog(desktop: Launched, filePath: string): Promise<void> {
  await desktop.main(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: path === '', filePath: path })
  }, filePath)
}

/** Lets the open dialogs end with these paths from now on. */
export async function answerOpenDialog(desktop: Launched, filePaths: string[]): Promise<void> {
  await desktop.main(({ dialog }, paths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: paths.length === 0, filePaths: paths })
  }, filePaths)
}

/** Lets message boxes end with this button from now on, and keeps what they said. */
export async function answerMessages(desktop: Launched, response: number): Promise<void> {
  await desktop.main(({ dialog }, button) => {
    const said: string[] = []
    Object.assign(globalThis, { paritySaid: said })
    dialog.showMessageBox = ((
      _window: unknown,
      { message = '', detail = '' }: { message?: string; detail?: string },
    ) => {
      said.push(`${message} ${detail}`)
      return Promise.resolve({ response: button, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
  }, response)
}

/** Returns what message boxes said since {@link answerMessages}. */
export async function messagesSaid(desktop: Launched): Promise<string[]> {
  return await desktop.main(() => (globalThis as { paritySaid?: string[] }).paritySaid ?? [], null)
}

/** Drops files on the middle of the page as the mouse does. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
}

/** Chooses an item of the application menu. */
export async function chooseMenu(desktop: Launched, id: string): Promise<void> {
  await desktop.main(({ Menu }, name) => {
    Menu.getApplicationMenu()?.getMenuItemById(name)?.click()
  }, id)
}
