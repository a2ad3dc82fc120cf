/** What of a long table is drawn: rows `first` up to `end`, with empty room of `before` and `after` pixels around them. */
export interface RowWindow {
  readonly first: number
  readonly end: number
  readonly before: number
  readonly after: number
}

/** Where a table is scrolled to: pixels from the top, pixels that show, pixels of one row, and how many rows there are. */
export interface RowView {
  readonly top: number
  readonly height: number
  readonly rowHeight: number
  readonly count: number
}

/** Rows drawn above and below those that show, so that a turn of the wheel finds them there. */
const SPARE = 12
/** Browsers draw nothing beyond some 33 million pixels; a taller table scrolls by shares of its rows. */
export const TALLEST = 16_000_000

/** Returns the rows to draw. Every row has the same height, so this takes the same time for ten rows and ten million. */
export function rowWindow(view: RowView): RowWindow {
  const { height, rowHeight, count } = view
  const at = firstShown(view)
  const first = Math.max(0, Math.floor(at) - SPARE)
  const end = Math.min(count, Math.ceil(at + height / rowHeight) + SPARE)
  // Where shares are scrolled, the rows that show stand still relative to the frame, not to the room above them.
  const before = Math.max(0, clamped(view) - (at - first) * rowHeight)
  return { first, end, before, after: Math.max(0, tableHeight(view) - before - (end - first) * rowHeight) }
}

/** Returns the scroll position nearest to the present one at which a row shows whole. */
export function topToShow(view: RowView, row: number): number {
  const { height, rowHeight } = view
  const at = firstShown(view)
  const shown = height / rowHeight
  if (row >= at && row + 1 <= at + shown) return clamped(view)
  return topOf(view, row < at ? row : row + 1 - shown)
}

/** Returns how tall all rows are together, pixels, at most {@link TALLEST}. */
export function tableHeight({ rowHeight, count }: Pick<RowView, 'rowHeight' | 'count'>): number {
  return Math.min(TALLEST, count * rowHeight)
}

/** The row at the top of what shows, with the part of it that is scrolled away. */
function firstShown(view: RowView): number {
  const room = tableHeight(view) - view.height
  return room <= 0 ? 0 : (clamped(view) / room) * scrollableRows(view)
}

function topOf(view: RowView, at: number): number {
  const rows = scrollableRows(view)
  return rows <= 0 ? 0 : (Math.min(rows, Math.max(0, at)) / rows) * (tableHeight(view) - view.height)
}

function scrollableRows({ height, rowHeight, count }: RowView): number {
  return Math.max(0, count - height / rowHeight)
}

function clamped(view: RowView): number {
  return Math.min(Math.max(0, view.top), Math.max(0, tableHeight(view) - view.height))
}
