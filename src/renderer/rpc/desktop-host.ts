import type { PickedFile } from '#shared/contract.ts'
import type {
  DesktopAnswer,
  DesktopAnswers,
  DesktopAsk,
  GrantedHandedFile,
  HostMessage,
  PageMessage,
} from '#shared/desktop.ts'
import { CancelledError } from '#shared/errors.ts'
import { fromWireError } from '#shared/wire-error.ts'
import { eventPortChannel } from '#shared/wire-port.ts'
import type { Channel } from '#shared/wire.ts'
import { allStored, readStored, STORED_EVENT, writeStored } from '../state/stored.ts'
import { linkEngine } from './engine-link.ts'
import type { Host, HostRequests } from './host.ts'

/** The host's name in the page's own address, app://parity; a browser tab is at 127.0.0.1. */
const DESKTOP_HOST = 'parity'

/** A splitter that is dragged writes many times. */
const KEEP_AFTER_MS = 200

const post = (message: PageMessage) => window.postMessage(message, location.origin)

/** True for a page in the desktop's window. */
export function isInDesktop(): boolean {
  return location.hostname === DESKTOP_HOST
}

/** Joins the page to the desktop around it, with the preferences of earlier starts in place; preload passes the messages on. */
export async function openDesktopHost(): Promise<Host> {
  const ports = new EnginePorts()
  const handed = new HandedFiles()
  const asks = new Asks()
  let requests: HostRequests | null = null
  window.addEventListener('message', ({ source, origin, data, ports: [port] }: MessageEvent<HostMessage | null>) => {
    if (source !== window || origin !== location.origin || data === null) return
    if (data.type === 'parity:port' && port !== undefined) ports.arrive(port)
    if (data.type === 'parity:gone') ports.lose()
    if (data.type === 'parity:answer') asks.answer(data.id, data.answer)
    if (data.type === 'parity:handed') handed.receive(data.files)
    if (data.type === 'parity:chosen') requests?.onFiles(data.files)
    if (data.type === 'parity:show') requests?.onScreen(data.screen)
  })
  await restorePreferences(asks)
  return {
    engine: linkEngine(() => ports.next()),
    take: (file, { signal }) => handed.take(file, signal),
    save: async (name, blob) => {
      const content = new Uint8Array(await blob.arrayBuffer())
      return (await asks.ask({ kind: 'save-file', name, content })).saved
    },
    print: async (name, html) => (await asks.ask({ kind: 'print-report', name, html })).saved,
    listen(given) {
      requests = given
      return () => {
        if (requests === given) requests = null
      }
    },
  }
}

/** The page's own storage is in memory here, so the desktop keeps what is written to it, and gives it back at the next start. */
async function restorePreferences(asks: Asks): Promise<void> {
  const kept = await asks.ask({ kind: 'read-preferences' })
  for (const [name, value] of Object.entries(kept)) if (readStored(name) === null) writeStored(name, value)
  let timer: ReturnType<typeof setTimeout> | undefined
  window.addEventListener(STORED_EVENT, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void asks.ask({ kind: 'keep-preferences', preferences: allStored() }), KEEP_AFTER_MS)
  })
}

/** Ports to the engine: one at a time, each asked for. A page's port need not hear of the engine's end, so the desktop says it. */
class EnginePorts {
  #channel: Channel | null = null
  #isAwaited: ((channel: Channel) => void) | null = null

  /** Asks for a port and resolves with it as a channel, however long the engine takes to start. */
  next(): Promise<Channel> {
    return new Promise((resolve) => {
      this.#isAwaited = resolve
      post({ type: 'parity:connect' })
    })
  }

  arrive(port: MessagePort): void {
    const take = this.#isAwaited
    // Asked for twice, since the engine ended in between.
    if (take === null) {
      port.close()
      return
    }
    this.#isAwaited = null
    this.#channel = eventPortChannel(port)
    take(this.#channel)
  }

  lose(): void {
    this.#channel?.close()
    this.#channel = null
    if (this.#isAwaited !== null) post({ type: 'parity:connect' })
  }
}

/** Files that preload hands to the desktop by itself as they are dropped or chosen; the page knows each by what it sees of it. */
class HandedFiles {
  readonly #granted = new Map<string, GrantedHandedFile[]>()
  readonly #waiting = new Map<string, ((file: GrantedHandedFile) => void)[]>()

  receive(files: readonly GrantedHandedFile[]): void {
    for (const file of files) {
      const key = keyOf(file.name, file.size, file.modified)
      const waiting = this.#waiting.get(key)?.shift()
      if (waiting !== undefined) waiting(file)
      else this.#granted.set(key, [...(this.#granted.get(key) ?? []), file])
    }
  }

  async take(file: File, signal: AbortSignal): Promise<PickedFile> {
    const key = keyOf(file.name, file.size, file.lastModified)
    const known = this.#granted.get(key)?.shift()
    const arrives = new Promise<GrantedHandedFile>((resolve, reject) => {
      if (known !== undefined) resolve(known)
      else this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), resolve])
      signal.addEventListener('abort', () => reject(new CancelledError(`Reading ${file.name}`)), { once: true })
    })
    return valueOf(await arrives)
  }
}

function keyOf(name: string, size: number, modified: number): string {
  return `${size} ${modified} ${name}`
}

/** What the page asks of the desktop, each answered once. */
class Asks {
  readonly #waiting = new Map<number, (answer: DesktopAnswer) => void>()
  #lastId = 0

  async ask<A extends DesktopAsk>(ask: A): Promise<DesktopAnswers[A['kind']]> {
    const id = ++this.#lastId
    const answer = await new Promise<DesktopAnswer>((resolve) => {
      this.#waiting.set(id, resolve)
      post({ type: 'parity:ask', id, ask })
    })
    return valueOf(answer as DesktopAnswer<DesktopAnswers[A['kind']]>)
  }

  answer(id: number, answer: DesktopAnswer): void {
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }
}

function valueOf<T>(answer: DesktopAnswer<T>): T {
  if ('error' in answer) throw fromWireError(answer.error)
  return answer.value
}
