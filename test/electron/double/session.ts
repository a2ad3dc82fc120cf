import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { afterReady, beforeReady } from './runtime.ts'
import type { PageRequest, PageResponse } from './window-messages.ts'

type Answer = Parameters<Electron.Protocol['handle']>[1]
type RequestHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>
type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  answer: (response: Electron.CallbackResponse) => void,
) => void

/** What Electron calls each permission, and what Chromium's protocol calls it. */
const PERMISSIONS = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
  media: 'camera',
} as const

/** A session: its protocol handlers, its requests, its permissions. */
export class SessionDouble extends EventEmitter {
  readonly name: string
  readonly #handlers = new Map<string, Answer>()
  #mayAsk: RequestHandler | null = null
  #isPermitted: CheckHandler | null = null
  #beforeRequest: BeforeRequest | null = null

  readonly protocol = {
    handle: (scheme, answer) => {
      if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      this.#handlers.set(scheme, answer)
    },
  } satisfies Pick<Electron.Protocol, 'handle'>

  readonly webRequest = {
    onBeforeRequest: (...args: [unknown, unknown?]) => {
      const listener = args.at(-1)
      if (typeof listener !== 'function') throw new TypeError('onBeforeRequest takes a listener')
      this.#beforeRequest = listener as BeforeRequest
    },
  } satisfies { onBeforeRequest: (...args: never[]) => void }

  constructor(name: string) {
    super()
    this.name = name
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#mayAsk = handler
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#isPermitted = handler
  }

  setDevicePermissionHandler(handler: Parameters<Electron.Session['setDevicePermissionHandler']>[0]): void {
    if (handler !== null && typeof handler !== 'function') throw new TypeError('a handler is a function')
  }

  setDisplayMediaRequestHandler(handler: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0]): void {
    if (handler !== null && typeof handler !== 'function') throw new TypeError('a handler is a function')
  }

  /** Asks both handlers about each permission; without handlers Electron grants everything, and so does this. */
  permissions(contents: Electron.WebContents): Record<string, 'granted' | 'denied'> {
    const decided = Object.entries(PERMISSIONS).map(([electron, chromium]) => {
      const permission = electron as keyof typeof PERMISSIONS
      const isPermitted = this.#isPermitted?.(contents, permission, 'app://parity/', {} as never) ?? true
      let isGranted = this.#mayAsk === null
      this.#mayAsk?.(contents, permission, (answer) => (isGranted = answer), {} as never)
      return [chromium, isPermitted && isGranted ? 'granted' : 'denied'] as const
    })
    return Object.fromEntries(decided)
  }

  /** Answers a page's request by the host's own listener and handler. */
  async answer({ url, method }: PageRequest): Promise<PageResponse> {
    if (await this.#isCancelled(url, method)) return { kind: 'refuse' }
    const answer = this.#handlers.get(new URL(url).protocol.slice(0, -1))
    if (answer === undefined) return { kind: 'network' }
    const response = await answer(new Request(url, { method }))
    if (!(response instanceof Response)) throw new TypeError('A protocol handler answers with a Response.')
    const body = new Uint8Array(await response.arrayBuffer())
    return { kind: 'serve', status: response.status, headers: Object.fromEntries(response.headers), body }
  }

  async #isCancelled(url: string, method: string): Promise<boolean> {
    const listener = this.#beforeRequest
    if (listener === null) return false
    const { promise, resolve } = Promise.withResolvers<Electron.CallbackResponse>()
    listener({ url, method } as Electron.OnBeforeRequestListenerDetails, resolve)
    return (await promise).cancel ?? false
  }
}

const sessions = new Map<string, SessionDouble>()

export const session = {
  fromPartition(name: string): SessionDouble {
    afterReady('Session can only be received when app is ready')
    const known = sessions.get(name) ?? new SessionDouble(name)
    sessions.set(name, known)
    return known
  },
} satisfies { fromPartition: (...args: Parameters<typeof Electron.session.fromPartition>) => unknown }

let schemes: readonly Electron.CustomScheme[] | null = null

export const protocol = {
  registerSchemesAsPrivileged(given) {
    beforeReady('protocol.registerSchemesAsPrivileged should be called before app is ready')
    if (schemes !== null) throw new Error('protocol.registerSchemesAsPrivileged should only be called once')
    schemes = given
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>
