import type { Shape } from '#shared/canonical.ts'
import type { Format } from '#engine/ports.ts'
import type { ServiceFormat } from '../../service-formats/service-read.ts'
import type { DelimitedSource } from './delimited-relation.ts'

/** How one file will be read: a canonical table straight by DuckDB, a foreign format row by row, or a service-level file from its whole text. */
export type LoadPlan =
  | { readonly kind: 'delimited'; readonly shape: Shape; readonly source: DelimitedSource }
  | { readonly kind: 'parquet'; readonly realPath: string; readonly zone: string | null }
  | { readonly kind: 'format'; readonly format: Format }
  | { readonly kind: 'service'; readonly format: ServiceFormat }

/** The name a plan is recorded and reported under. */
export function formatName(plan: LoadPlan): string {
  if (plan.kind === 'format' || plan.kind === 'service') return plan.format.id
  if (plan.kind === 'parquet') return 'canonical-parquet'
  return plan.source.delimiter === '\t' ? 'canonical-tsv' : 'canonical-csv'
}
