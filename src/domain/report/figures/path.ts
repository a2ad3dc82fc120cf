import { coordinate } from '../markup.ts'

/** A point of a drawing. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Returns a path through points. */
export function openPath(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${coordinate(x)} ${coordinate(y)}`).join('')
}

/** Returns a closed path through points. */
export function closedPath(points: readonly Point[]): string {
  return points.length === 0 ? '' : `${openPath(points)}Z`
}

/** Returns the outline of a rectangle as a path. */
export function rectanglePath(x: number, y: number, width: number, height: number): string {
  return `M${coordinate(x)} ${coordinate(y)}h${coordinate(width)}v${coordinate(height)}h${coordinate(-width)}Z`
}

/** Returns the runs of consecutive items that `of` has a value for, with their indices. */
export function runs<Item, Value>(
  items: readonly Item[],
  of: (item: Item) => Value | null,
): { index: number; value: Value }[][] {
  const found: { index: number; value: Value }[][] = []
  let open: { index: number; value: Value }[] | null = null
  for (const [index, item] of items.entries()) {
    const value = of(item)
    if (value === null) open = null
    else if (open === null) found.push((open = [{ index, value }]))
    else open.push({ index, value })
  }
  return found
}
