import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type Electron from 'electron'
import { cloneMessage, portsOf, type PortDouble } from './message-port.ts'
import { afterReady } from './runtime.ts'
import type { ToMain, ToUtility } from './utility-messages.ts'

const CHILD = fileURLToPath(new URL('./utility-child.ts', import.meta.url))

type Used = Pick<Electron.UtilityProcess, 'pid' | 'stdout' | 'stderr' | 'kill' | 'postMessage'>

/** A utility process: a child of Node with `process.parentPort`. */
export class UtilityProcessDouble extends EventEmitter implements Used {
  readonly name: string
  readonly #child: ChildProcess
  readonly #ports = new Map<number, PortDouble>()
  #lastPort = 0

  constructor(entry: string, args: string[], options: Electron.ForkOptions) {
    super()
    this.name = options.serviceName ?? 'Node Utility Process'
    const output = options.stdio === 'pipe' ? 'pipe' : 'inherit'
    this.#child = fork(entry, args, {
      execArgv: ['--disable-warning=ExperimentalWarning', '--import', CHILD],
      env: (options.env ?? process.env) as NodeJS.ProcessEnv,
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
    })
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('message', (message: ToMain) => this.#receive(message))
    this.#child.on('exit', (code, signal) => {
      for (const port of this.#ports.values()) port.close()
      this.emit('exit', signal === null ? (code ?? 0) : 1)
    })
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined
  }

  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout
  }

  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr
  }

  kill(): boolean {
    return this.#child.kill()
  }

  postMessage(message: unknown, transfer?: readonly unknown[]): void {
    const ports = portsOf(transfer).map((port) => {
      const id = ++this.#lastPort
      this.#ports.set(id, port)
      port.handOver({
        send: (sent) => this.#send({ kind: 'port', id, message: sent }),
        close: () => this.#closePort(id),
      })
      return id
    })
    this.#send({ kind: 'message', message: cloneMessage(message), ports })
  }

  #receive(message: ToMain): void {
    if (message.kind === 'message') this.emit('message', message.message)
    else if (message.kind === 'port') this.#ports.get(message.id)?.fromAway(message.message)
    else this.#ports.get(message.id)?.close()
  }

  #closePort(id: number): void {
    this.#ports.delete(id)
    this.#send({ kind: 'close', id })
  }

  #send(message: ToUtility): void {
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }
}

export const utilities = new Set<UtilityProcessDouble>()

export const utilityProcess = {
  fork(entry: string, args: string[] = [], options: Electron.ForkOptions = {}): UtilityProcessDouble {
    afterReady('utilityProcess cannot be created before app is ready.')
    if (!existsSync(entry)) throw new Error(`The utility process has no entry ${entry}.`)
    if (Array.isArray(options.stdio) && options.stdio[0] !== 'ignore')
      throw new Error("Unsupported stdin configuration: only 'ignore' is.")
    const child = new UtilityProcessDouble(entry, args, options)
    utilities.add(child)
    child.on('exit', () => utilities.delete(child))
    return child
  },
} satisfies { fork: (...args: Parameters<typeof Electron.utilityProcess.fork>) => Used }
