import type { Rectangle } from 'electron'

/** The window as first opened, and the least a screen of the program needs. */
export const FIRST_SIZE = { width: 1440, height: 900 } as const
export const LEAST_SIZE = { width: 1024, height: 700 } as const
/** So much of the title bar must be reachable for a window to be moved by. */
const REACHABLE_PX = 100

/**
 * Returns where to open the window, in screen pixels: where it was, as long as its top edge can be reached on one of the
 * work areas (a monitor may be gone); else in the middle of the first, no larger than it.
 */
export function placeWindow(saved: Rectangle | null, workAreas: readonly Rectangle[]): Rectangle {
  if (saved !== null && workAreas.some((area) => isReachable(saved, area))) return saved
  const area = workAreas[0] ?? { x: 0, y: 0, ...FIRST_SIZE }
  const width = Math.min(saved?.width ?? FIRST_SIZE.width, area.width)
  const height = Math.min(saved?.height ?? FIRST_SIZE.height, area.height)
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  }
}

function isReachable(window: Rectangle, area: Rectangle): boolean {
  const shared = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  return shared >= REACHABLE_PX && window.y >= area.y && window.y <= area.y + area.height - REACHABLE_PX
}
