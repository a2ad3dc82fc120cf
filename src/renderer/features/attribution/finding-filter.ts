import { sliceFilterSchema, type SliceFilter } from '#shared/contract.ts'
import type { Finding } from '#shared/review.ts'

/** Returns a filter with one dimension's values replaced; no values take it away. */
export function replaced(
  filter: SliceFilter,
  by: keyof SliceFilter,
  values: readonly (string | number)[],
): SliceFilter {
  const others = Object.entries(filter).filter(([name]) => name !== by)
  return sliceFilterSchema.parse(Object.fromEntries(values.length === 0 ? others : [...others, [by, values]]))
}

/** Returns the row filter of a finding: its day, else the days shown now, and its slice. Dimensions rows do not have are left out. */
export function findingFilter({ day, slice }: Finding, now: SliceFilter): SliceFilter {
  const days = day === null ? { from: now.from, to: now.to } : { from: day, to: day }
  const dimensions = Object.entries(slice).flatMap(([name, value]) => {
    const wanted = name === 'hour' ? [Number(value)] : [value]
    return sliceFilterSchema.safeParse({ [name]: wanted }).success ? [[name, wanted] as const] : []
  })
  const given = Object.entries(days).filter(([, value]) => value !== undefined)
  return sliceFilterSchema.parse(Object.fromEntries([...given, ...dimensions]))
}
