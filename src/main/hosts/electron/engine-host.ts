import { setTimeout as wait } from 'node:timers/promises'
import { MessageChannelMain, type WebFrameMain } from 'electron'
import { AppError } from '#shared/errors.ts'
import { IPC } from '#shared/desktop-channels.ts'
import type { GrantedFile } from '#engine/session-files.ts'
import { Supervisor, type EngineProcess } from '../supervisor.ts'

/** What an engine host tells the desktop. */
export interface EngineHostEvents {
  /** The engine ended unasked: every call of the page is lost. */
  readonly onGone: (how: string) => void
  /** The project cannot be opened, though it could before. */
  readonly onRefused: (error: AppError) => void
}

/** A restart nobody waits a set time for is not tried more often than this. */
const SAFE_MODE_PAUSE_MS = 5000

/** The engine of one open project, and the page's way to it. */
export class EngineHost {
  readonly project: string
  readonly #supervisor: Supervisor
  readonly #events: EngineHostEvents
  #pause: Promise<unknown> = Promise.resolve()
  #hasOpened = false

  constructor(project: string, spawn: () => EngineProcess, events: EngineHostEvents) {
    this.project = project
    this.#events = events
    this.#supervisor = new Supervisor({
      project,
      spawn,
      onCrash: (how, restartInMs) => {
        // The page connects again at once, which would start the engine before its time.
        this.#pause = wait(restartInMs ?? SAFE_MODE_PAUSE_MS)
        events.onGone(how)
      },
    })
  }

  /** Opens the project. Throws what keeps it closed, such as PROJECT_BUSY. */
  async open(): Promise<void> {
    await this.#supervisor.start()
    this.#hasOpened = true
  }

  /** Joins a page's frame to the engine by a channel of its own, as soon as the engine runs. */
  async connect(frame: WebFrameMain): Promise<void> {
    await this.#pause
    const { port1, port2 } = new MessageChannelMain()
    try {
      await this.#supervisor.connectPort(port1)
    } catch (error) {
      port1.close()
      // Of a first refusal `open` tells; of ENGINE_GONE `onGone` has told, and the page asks anew.
      if (this.#hasOpened && error instanceof AppError && error.code !== 'ENGINE_GONE') this.#events.onRefused(error)
      return
    }
    frame.postMessage(IPC.port, null, [port2])
  }

  grant(file: GrantedFile): void {
    this.#supervisor.grant(file)
  }

  /** Closes the project and ends the engine. */
  async close(): Promise<void> {
    await this.#supervisor.stop()
  }
}
