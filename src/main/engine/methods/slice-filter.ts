import type { SliceFilter } from '#shared/contract.ts'

/** Returns a filter as the slice queries bind it: days as text, lists as JSON of text, NULL where nothing is filtered. */
export function filterParameters(filter: SliceFilter) {
  return {
    from: filter.from ?? null,
    to: filter.to ?? null,
    symbol: listOf(filter.symbol),
    hour: listOf(filter.hour?.map((hour) => String(hour).padStart(2, '0'))),
    side: listOf(filter.side),
    order_type: listOf(filter.order_type),
    liquidity: listOf(filter.liquidity),
    version: listOf(filter.version),
  }
}

function listOf(values: readonly string[] | undefined): string | null {
  return values === undefined ? null : JSON.stringify(values)
}
