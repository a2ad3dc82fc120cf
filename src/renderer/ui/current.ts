/** A figure or table that can be copied and exported. */
export interface Exportable {
  readonly copy: () => void
  readonly save: () => void
}

let current: Exportable | null = null

/** The figure or table the pointer or focus was in last: what Ctrl+Shift+C and Ctrl+S act on. */
export function currentExportable(): Exportable | null {
  return current
}

/** Makes something the current exportable, for as long as nothing else is touched. */
export function touch(exportable: Exportable): void {
  current = exportable
}

/** Forgets one that left the screen. */
export function leave(exportable: Exportable): void {
  if (current === exportable) current = null
}
