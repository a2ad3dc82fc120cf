import type { Shape } from '#shared/canonical.ts'
import type { Format } from '#engine/ports.ts'
import type { DelimitedSource } from './delimited-relation.ts'

/** How one file will be read: a canonical table straight by DuckDB, or a foreign format row by row. */
export type LoadPlan =
  | { readonly kind: 'delimited'; readonly shape: Shape; readonly source: DelimitedSource }
  | { readonly kind: 'parquet'; readonly realPath: string; readonly zone: string | null }
  | { readonly kind: 'format'; readonly format: Format }

/** The name a plan is recorded and reported under. */
export function formatName(plan: LoadPlan): string {
  if (plan.kind === 'format') return plan.format.id
  if (plan.kind === 'parquet') return 'canonical-parquet'
  return plan.source.delimiter === '\t' ? 'canonical-tsv' : 'canonical-csv'
}
