import { quoteText } from '../sql-text.ts'

/** Text that ends with an offset from UTC, as `+02:00`. */
const OFFSET = String.raw`:\d{2}(\.\d+)? ?[+-]\d{2}(:?\d{2})?$`

/**
 * Returns the SQL of the UTC time of a civil TIMESTAMP in a zone. A time the clock repeats in autumn is the first of the two, one
 * it skips in spring is moved forward by the length of the gap: as foreign formats are read (`zonedToUtcMs`), or the two
 * sides would stand an hour apart. DuckDB by itself takes the second; the first has the offset of a day before.
 */
export function civilToUtc(civil: string, zone: string): string {
  if (zone === 'UTC') return civil
  const name = quoteText(zone)
  const instant = `timezone(${name}, ${civil})`
  const dayBefore = `(${instant} - INTERVAL 24 HOURS)`
  const first = `(${civil} - (timezone(${name}, ${dayBefore}) - timezone('UTC', ${dayBefore})))`
  return `CASE WHEN timezone(${name}, ${dayBefore}) <> ${civil} - INTERVAL 24 HOURS
      AND timezone(${name}, timezone('UTC', ${first})) = ${civil} THEN ${first}
    ELSE timezone('UTC', ${instant}) END`
}

/** Returns the SQL of the UTC time that text says, ISO 8601: with `Z`, with an offset, or civil in `zone` (NULL where that is null); NULL where it is none. */
export function textToUtc(text: string, zone: string | null): string {
  const naive = zone === null ? 'NULL' : civilToUtc(`TRY_CAST(${text} AS TIMESTAMP)`, zone)
  return `CASE WHEN ${text}[-1] IN ('Z', 'z') THEN TRY_CAST(${text} AS TIMESTAMP)
    WHEN regexp_matches(${text}, ${quoteText(OFFSET)}) THEN timezone('UTC', TRY_CAST(${text} AS TIMESTAMPTZ)) ELSE ${naive} END`
}
