import type { EventEmitter } from 'node:events'

/** Emits an event that listeners may prevent, and returns whether one did. */
export function emitPreventable(emitter: EventEmitter, name: string, details: object = {}): boolean {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  emitter.emit(name, event)
  return event.defaultPrevented
}
