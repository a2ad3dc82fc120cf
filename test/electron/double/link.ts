/** One message of a {@link Link}. */
export type LinkMessage =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }

type Handler = (...args: never[]) => unknown

/** Two processes calling one another's named functions over Node's own channel between parent and child. */
export class Link {
  readonly #send: (message: LinkMessage) => void
  readonly #handlers = new Map<string, Handler>()
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #nextId = 1

  constructor(send: (message: LinkMessage) => void) {
    this.#send = send
  }

  /** Answers calls of `name`. */
  handle(name: string, handler: Handler): void {
    this.#handlers.set(name, handler)
  }

  /** Calls the other side's `name`; rejects when it throws, and when the other side goes away. */
  async call(name: string, ...args: readonly unknown[]): Promise<unknown> {
    const id = this.#nextId++
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    this.#send({ kind: 'call', id, name, args })
    return await answer
  }

  /** Takes one message of the other side. */
  receive(message: LinkMessage): void {
    if (message.kind === 'call') return void this.#answer(message)
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.kind === 'value') waiting?.resolve(message.value)
    else waiting?.reject(new Error(message.message))
  }

  /** Fails every call that waits, since the other side is gone. */
  end(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('the other process ended'))
    this.#waiting.clear()
  }

  async #answer({ id, name, args }: Extract<LinkMessage, { kind: 'call' }>): Promise<void> {
    try {
      const handler = this.#handlers.get(name)
      if (handler === undefined) throw new Error(`nobody answers ${name}`)
      this.#send({ kind: 'value', id, value: await handler(...(args as never[])) })
    } catch (error) {
      this.#send({ kind: 'error', id, message: error instanceof Error ? error.message : String(error) })
    }
  }
}
