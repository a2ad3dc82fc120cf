/** Returns what this browser kept under `name`, or null where it kept nothing or keeps nothing at all. */
export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(`parity.${name}`)
  } catch {
    return null
  }
}

/** Keeps a small preference; a browser that refuses storage only forgets it. */
export function writeStored(name: string, value: string): void {
  try {
    localStorage.setItem(`parity.${name}`, value)
  } catch {
    return
  }
}
