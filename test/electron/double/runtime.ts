import { Link, type LinkMessage } from './link.ts'

const sendToSpec = process.send?.bind(process)
if (sendToSpec === undefined) throw new Error('The double of Electron runs as a child of its spec.')

/** The way to the spec, which owns Chromium. */
export const link = new Link((message) => {
  if (process.connected) sendToSpec(message, undefined, undefined, () => undefined)
})
process.on('message', (message: LinkMessage) => link.receive(message))
process.on('disconnect', () => process.exit(1))
// Electron's main process has no such channel.
Object.defineProperty(process, 'send', { value: undefined })

let isReady = false

/** Says that Electron is ready from now on. */
export function becomeReady(): void {
  isReady = true
}

/** Throws as Electron does for what may only be called before ready. */
export function beforeReady(message: string): void {
  if (isReady) throw new Error(message)
}

/** Throws as Electron does for what may only be called after ready. */
export function afterReady(message: string): void {
  if (!isReady) throw new Error(message)
}
