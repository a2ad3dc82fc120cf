import { fork } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { findChromium } from '../../../scripts/chromium.ts'
import { ROOT } from '../../support/planted-folder.ts'
import { Display } from '../double/display.ts'
import { Link, type LinkMessage } from '../double/link.ts'
import { untilSome } from './until.ts'
import type { Launched, Launcher, LaunchOptions } from './launched.ts'

const ENTRY = 'out/main/electron.js'
const REGISTER = fileURLToPath(new URL('../double/register.ts', import.meta.url))

/** Starts the built main process under Node with the double for Electron, and Chromium for its windows. */
export function doubleLauncher(): Launcher {
  const executablePath = findChromium()
  let browser: Browser | null = null
  return {
    name: 'the double of Electron',
    missing: executablePath === null ? 'there is no Chromium to be its window' : null,
    async launch(options) {
      browser ??= await chromium.launch({
        ...(executablePath !== null && { executablePath }),
        args: ['--no-sandbox', '--disable-gpu'],
      })
      return start(browser, options)
    },
    async close() {
      await browser?.close()
    },
  }
}

function start(browser: Browser, { dataFolder, args = [], root = ROOT }: LaunchOptions): Launched {
  const child = fork(join(root, ENTRY), [`--user-data-dir=${dataFolder}`, ...args], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', REGISTER],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text))
  const link = new Link((message) => {
    // The other process may just have ended, which the callback is told.
    if (child.connected) child.send(message, () => undefined)
  })
  child.on('message', (message: LinkMessage) => link.receive(message))
  const display = new Display(link, browser)
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve)).finally(() => link.end())
  return {
    exited,
    page: () =>
      untilSome('the window is open', () => {
        if (child.exitCode !== null) throw new Error(`The desktop ended before its window was open: ${log}`)
        return display.firstPage
      }),
    main: async (run, argument) => (await link.call('main', run.toString(), argument)) as never,
    pageCount: () => display.pageCount,
    log: () => log,
    async quit() {
      link.call('main', '({ app }) => app.quit()', null).catch(() => undefined)
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await exited
      clearTimeout(timer)
      await display.close()
    },
  }
}
