/** Said on the window when a preference was kept, for a host that keeps them longer than its page. */
export const STORED_EVENT = 'parity-stored'
const PREFIX = 'parity.'

/** Returns what this browser kept under `name`, or null where it kept nothing or keeps nothing at all. */
export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(`${PREFIX}${name}`)
  } catch {
    return null
  }
}

/** Keeps a small preference; a browser that refuses storage only forgets it. */
export function writeStored(name: string, value: string): void {
  try {
    localStorage.setItem(`${PREFIX}${name}`, value)
    window.dispatchEvent(new Event(STORED_EVENT))
  } catch {
    return
  }
}

/** Returns every preference by name. */
export function allStored(): Record<string, string> {
  const names = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  return Object.fromEntries(names.map((key) => [key.slice(PREFIX.length), localStorage.getItem(key) ?? '']))
}
