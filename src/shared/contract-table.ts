import { z } from 'zod'

const cellSchema = z.union([z.string(), z.number(), z.null()])
const columnSchema = z.object({ name: z.string().min(1).max(200), kind: z.enum(['number', 'text']) })

export type TableCell = z.infer<typeof cellSchema>
/** A column of an exported table. */
export type TableColumn = z.infer<typeof columnSchema>

/** A file the engine made for the page, which reads it in blocks; it is kept until the next is made. */
export const madeFileSchema = z.object({ token: z.string(), bytes: z.int().nonnegative() })
export type MadeFile = z.infer<typeof madeFileSchema>

/** The most bytes one block of a made file has. */
export const MADE_BLOCK_BYTES = 4 * 2 ** 20

/** Methods of tables as Parquet files; the pairs of a review are written by `export.pairs`. */
export const TABLE_CONTRACT = {
  /** Makes a Parquet file of a table the page holds. */
  'export.table': {
    params: z.object({
      columns: z.array(columnSchema).min(1).max(500),
      rows: z.array(z.array(cellSchema)).max(1_000_000),
    }),
    result: madeFileSchema,
  },
  /** Reads part of the file made last. */
  'export.block': {
    params: z.object({ token: z.string().max(100), offset: z.int().nonnegative() }),
    result: z.object({ bytes: z.instanceof(Uint8Array) }),
  },
} as const
