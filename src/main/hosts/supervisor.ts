import type { GrantedFile } from '#engine/session-files.ts'
import type { Channel } from '#shared/wire.ts'
import { engineGone } from '#shared/wire-client.ts'
import { fromWireError } from '#shared/wire-error.ts'
import { ChannelEvents, frameOf } from '#shared/wire-port.ts'
import type { FromEngine, ToEngine } from './engine/messages.ts'

/** One engine process, of whatever kind: a child of Node, or Electron's utility process. */
export interface EngineProcess {
  readonly pid: number | undefined
  /** Sends a message, with MessagePorts where the kind of process can take them. */
  post(message: ToEngine, ports?: readonly unknown[]): void
  onMessage(listener: (message: FromEngine) => void): void
  /** Called once, with how it ended. */
  onExit(listener: (how: string) => void): void
  /** Ends it without asking. */
  kill(): void
}

/** How an engine is kept running. */
export interface SupervisorOptions {
  readonly project: string
  readonly spawn: () => EngineProcess
  /** Told each time the engine ends unasked: how, and how long until the next start (null: only when a page asks). */
  readonly onCrash?: (how: string, restartInMs: number | null) => void
  /** Waits before the first, second and third restart, milliseconds. */
  readonly backoffMs?: readonly number[]
  /** Milliseconds in which three ends put the engine in safe mode. */
  readonly periodMs?: number
  readonly now?: () => number
}

const BACKOFF_MS = [200, 1000, 5000]
const PERIOD_MS = 5 * 60_000
const STOP_WITHIN_MS = 5000

interface Running {
  readonly process: EngineProcess
  readonly ready: Promise<void>
  readonly pages: Map<number, ChannelEvents>
}

/**
 * Keeps one engine process alive over one project. When it ends unasked, every page's channel closes at once and it is
 * started again after 0.2, 1 and 5 s; the third end within five minutes starts it in safe mode, and from then on it is
 * started only when a page asks. Nothing that was asked is asked again: the page decides.
 */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #grants = new Map<string, GrantedFile>()
  #running: Running | null = null
  /** A restart that is due, and how to have it now. */
  #due: { readonly promise: Promise<unknown>; readonly now: () => void } | null = null
  #ends: number[] = []
  #lastPage = 0
  #isStopping = false

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  /** True after three unasked ends in the period. */
  get safeMode(): boolean {
    return this.#recentEnds() >= 3
  }

  /** Path of the project. */
  get project(): string {
    return this.#options.project
  }

  /** Process id of the running engine. */
  get pid(): number | undefined {
    return this.#running?.process.pid
  }

  /** Starts the engine unless it runs, and waits until the project is open. Throws what keeps it closed, such as PROJECT_BUSY. */
  async start(): Promise<void> {
    await this.#open()
  }

  /** Lets the engine use a file, now and after every restart. */
  grant(file: GrantedFile): void {
    this.#grants.set(file.token, file)
    const running = this.#running
    void running?.ready.then(
      () => running.process.post({ type: 'grant', file }),
      () => undefined,
    )
  }

  /** Returns a page's channel to the engine, which closes when the engine ends. Waits for a restart that is due. */
  async connect(): Promise<Channel> {
    const running = await this.#open()
    const page = ++this.#lastPage
    const events = new ChannelEvents()
    running.pages.set(page, events)
    running.process.post({ type: 'open-page', page })
    events.onClose(() => {
      running.pages.delete(page)
      running.process.post({ type: 'close-page', page })
    })
    return {
      send: (frame) => {
        if (!events.isClosed) running.process.post({ type: 'frame', page, frame })
      },
      onMessage: (listener) => events.onMessage(listener),
      onClose: (listener) => events.onClose(listener),
      close: () => events.close(),
    }
  }

  /** Gives the engine one end of a MessageChannel whose other end a page has; resolves when the engine was told. */
  async connectPort(port: unknown): Promise<void> {
    const running = await this.#open()
    running.process.post({ type: 'port' }, [port])
  }

  /** Asks the engine to close the project and end, and ends it after five seconds otherwise. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#due?.now()
    const running = this.#running
    if (running === null) return
    const ended = new Promise<void>((resolve) => running.process.onExit(() => resolve()))
    running.process.post({ type: 'stop' })
    const timer = setTimeout(() => running.process.kill(), STOP_WITHIN_MS)
    await ended
    clearTimeout(timer)
  }

  async #open(): Promise<Running> {
    await this.#due?.promise
    const running = this.#ensure()
    await running.ready
    return running
  }

  #ensure(): Running {
    if (this.#isStopping) throw engineGone()
    this.#running ??= this.#spawn()
    return this.#running
  }

  #spawn(): Running {
    const process = this.#options.spawn()
    const { promise: ready, resolve, reject } = Promise.withResolvers<undefined>()
    // Whoever waits hears of it; nobody has to wait.
    ready.catch(() => undefined)
    const running: Running = { process, ready, pages: new Map() }
    let refusal: Error | null = null
    process.onMessage((message) => {
      if (message.type === 'refused') refusal = fromWireError(message.error)
      if (message.type === 'ready') {
        for (const file of this.#grants.values()) process.post({ type: 'grant', file })
        resolve(undefined)
      }
      if (message.type === 'frame') running.pages.get(message.page)?.message(frameOf(message.frame))
      if (message.type === 'close-page') running.pages.get(message.page)?.close()
    })
    process.onExit((how) => {
      if (this.#running !== running) return
      this.#running = null
      reject(refusal ?? engineGone())
      for (const events of [...running.pages.values()]) events.close()
      if (refusal === null && !this.#isStopping) this.#restart(how)
    })
    process.post({ type: 'start', project: this.#options.project, safeMode: this.safeMode })
    return running
  }

  #restart(how: string): void {
    this.#ends.push(this.#now())
    const ends = this.#recentEnds()
    const wait = (this.#options.backoffMs ?? BACKOFF_MS)[ends - 1] ?? null
    this.#options.onCrash?.(how, wait)
    if (wait === null) return
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const now = () => {
      clearTimeout(timer)
      this.#due = null
      if (!this.#isStopping) this.#ensure()
      resolve(undefined)
    }
    const timer = setTimeout(now, wait)
    this.#due = { promise, now }
  }

  #recentEnds(): number {
    const since = this.#now() - (this.#options.periodMs ?? PERIOD_MS)
    this.#ends = this.#ends.filter((end) => end > since)
    return this.#ends.length
  }

  #now(): number {
    return (this.#options.now ?? (() => performance.now()))()
  }
}
