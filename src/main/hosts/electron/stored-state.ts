import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { preferencesSchema, type Preferences } from '#shared/desktop.ts'
import { writeWhole } from '../write-whole.ts'

const rectangle = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })

const stateSchema = z.object({
  window: rectangle.nullable().catch(null),
  isMaximized: z.boolean().catch(false),
  /** Absolute paths of project files, the last opened first. */
  recentProjects: z.array(z.string().min(1)).max(100).catch([]),
  /** What the page keeps by name, such as theme and pane sizes; its session is in memory and forgets it. */
  preferences: preferencesSchema.catch({}),
})
export type DesktopState = z.infer<typeof stateSchema>

const MOST_RECENT = 10
const EMPTY: DesktopState = { window: null, isMaximized: false, recentProjects: [], preferences: {} }

/**
 * What the desktop remembers between starts: where the window was and which projects were open. Nothing of the trades. What
 * cannot be written, as on a full disk, is remembered until the program ends, and no work stops for it.
 */
export class StoredState {
  readonly #path: string
  readonly #onLost: (error: unknown) => void
  #state: DesktopState
  #writing: Promise<void> = Promise.resolve()

  /**
   * Reads the file at `path`; a missing or damaged one counts as empty, since losing it costs nothing but convenience.
   * `onLost` is told why something cannot be written.
   */
  constructor(path: string, onLost: (error: unknown) => void) {
    this.#path = path
    this.#onLost = onLost
    this.#state = readState(path)
  }

  get current(): DesktopState {
    return this.#state
  }

  async keepWindow(window: DesktopState['window'], isMaximized: boolean): Promise<void> {
    await this.#write({ ...this.#state, window, isMaximized })
  }

  /** Puts a project first among the recent ones. */
  async keepProject(path: string): Promise<void> {
    const others = this.#state.recentProjects.filter((known) => known !== path)
    await this.#write({ ...this.#state, recentProjects: [path, ...others].slice(0, MOST_RECENT) })
  }

  async keepPreferences(preferences: Preferences): Promise<void> {
    await this.#write({ ...this.#state, preferences })
  }

  async clearProjects(): Promise<void> {
    await this.#write({ ...this.#state, recentProjects: [] })
  }

  async forgetProject(path: string): Promise<void> {
    await this.#write({ ...this.#state, recentProjects: this.#state.recentProjects.filter((known) => known !== path) })
  }

  /** Resolves once everything kept so far is on disk. */
  async settle(): Promise<void> {
    await this.#writing
  }

  /** Writes one after another, each the newest state; never rejects. */
  #write(state: DesktopState): Promise<void> {
    this.#state = state
    this.#writing = this.#writing
      .then(() => writeWhole(this.#path, `${JSON.stringify(this.#state, null, 2)}\n`))
      .catch(this.#onLost)
    return this.#writing
  }
}

function readState(path: string): DesktopState {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return EMPTY
  }
}
