import type { Finding, Review } from '#shared/review.ts'

/** The findings about one day, or with day null about the whole period. */
export interface FindingGroup {
  readonly day: string | null
  readonly findings: readonly Finding[]
}

/** Returns the findings by what they are about, in the order of their first mention, the whole period before any day. */
export function findingGroups({ explain }: Review): FindingGroup[] {
  const days = [...new Set(explain.map(({ day }) => day))]
  const whole = days.filter((day) => day === null)
  return [...whole, ...days.filter((day) => day !== null)].map((about) => ({
    day: about,
    findings: explain.filter(({ day }) => day === about),
  }))
}
