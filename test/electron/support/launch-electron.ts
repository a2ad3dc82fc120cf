import { _electron } from 'playwright-core'
import { findElectron } from '../../../scripts/desktop.mjs'
import { ROOT } from '../../support/planted-folder.ts'
import type { Launcher } from './launched.ts'

/** Starts the built program in real Electron, where its runtime is installed. */
export function electronLauncher(): Launcher {
  const executablePath = findElectron()
  return {
    name: 'Electron',
    missing: executablePath === null ? 'no Electron runtime' : null,
    async launch({ dataFolder, args = [], root = ROOT }) {
      const { ELECTRON_RUN_AS_NODE: asNode, ...env } = process.env
      if (asNode !== undefined) console.log('ELECTRON_RUN_AS_NODE is set; Electron is started without it.')
      const application = await _electron.launch({
        ...(executablePath !== null && { executablePath }),
        cwd: root,
        // A container's root may not use Chromium's own sandbox.
        args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '.', `--user-data-dir=${dataFolder}`, ...args],
        env: env as Record<string, string>,
      })
      const child = application.process()
      let log = ''
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text))
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
      return {
        exited,
        page: () => application.firstWindow(),
        main: async (run, argument) => await application.evaluate<never, never>(run as never, argument as never),
        pageCount: () => application.windows().length,
        log: () => log,
        async quit() {
          await application.close()
          await exited
        },
      }
    },
    close: () => Promise.resolve(),
  }
}
