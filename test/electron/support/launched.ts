import type Electron from 'electron'
import type { Page } from 'playwright-core'

/** What a start is given. */
export interface LaunchOptions {
  /** Where window state, recent projects and the scratch project are kept. */
  readonly dataFolder: string
  /** Further arguments, such as a project file. */
  readonly args?: readonly string[]
  /** Folder of the program with its package.json; the project itself unless it was packed and taken apart again. */
  readonly root?: string
}

/** The running desktop, as a spec sees it: the same for the double and for real Electron. */
export interface Launched {
  /** The page in the window; after a crash it may be another one. */
  page(): Promise<Page>
  /** Runs a function of no closure in the main process, with Electron's modules. */
  main<R, A = null>(run: (electron: typeof Electron, argument: A) => R | Promise<R>, argument: A): Promise<R>
  /** How many pages are shown, pop-ups included. */
  pageCount(): number
  /** What main and engine wrote to standard error. */
  log(): string
  /** Resolves with the exit code once the program has ended by itself. */
  readonly exited: Promise<number | null>
  /** Quits as a person would, and waits for the end. */
  quit(): Promise<void>
}

/** One way to start the desktop. `missing` says why it cannot be here, null when it can. */
export interface Launcher {
  readonly name: string
  readonly missing: string | null
  launch(options: LaunchOptions): Promise<Launched>
  close(): Promise<void>
}
