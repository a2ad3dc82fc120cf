import { REPORT_SECTIONS } from '#domain/report/report-sections.ts'

/** One section in the user's order, shown or not. */
export interface OutlineItem {
  readonly id: string
  readonly title: string
  readonly shown: boolean
}

/** Returns every section, all shown, in the report's own order. */
export function fullOutline(): OutlineItem[] {
  return REPORT_SECTIONS.map(({ id, title }) => ({ id, title, shown: true }))
}

/** Returns a stored outline; sections it does not know are added at the end, those gone are dropped. Anything unreadable is the full outline. */
export function readOutline(text: string | null): OutlineItem[] {
  const known = fullOutline()
  const stored = parse(text)
  if (stored === null) return known
  const kept = stored.flatMap(({ id, shown }) =>
    known.filter((item) => item.id === id).map((item) => ({ ...item, shown })),
  )
  return [...kept, ...known.filter((item) => !kept.some(({ id }) => id === item.id))]
}

/** Returns an outline with one section moved a step up or down. */
export function moved(outline: readonly OutlineItem[], id: string, step: -1 | 1): OutlineItem[] {
  const from = outline.findIndex((item) => item.id === id)
  const to = from + step
  const [item, other] = [outline[from], outline[to]]
  if (item === undefined || other === undefined) return [...outline]
  return outline.with(to, item).with(from, other)
}

/** Returns the ids to show, in order. */
export function shownSections(outline: readonly OutlineItem[]): string[] {
  return outline.filter(({ shown }) => shown).map(({ id }) => id)
}

function parse(text: string | null): { id: string; shown: boolean }[] | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return Array.isArray(value) && value.every(isItem) ? value : null
  } catch {
    return null
  }
}

function isItem(value: unknown): value is { id: string; shown: boolean } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'shown' in value &&
    typeof value.shown === 'boolean'
  )
}
