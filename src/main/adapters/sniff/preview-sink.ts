import type { FileSample, FillRow, Format, ReadOptions, RowSink } from '#engine/ports.ts'

/** Rows shown of a file before it is loaded. */
export const PREVIEW_ROWS = 5
/** Larger files are not read for a preview, since some formats must be read whole. */
const PREVIEW_BYTES = 64 * 2 ** 20

/** Ends a reading that has shown enough. */
class EnoughRows extends Error {}

/** Returns the first fills a foreign format reads from a file, as text under the canonical columns that have values. */
export async function previewFormat(
  format: Format,
  sample: FileSample,
  options: ReadOptions,
): Promise<{ header: string[]; rows: string[][] }> {
  if (sample.bytes > PREVIEW_BYTES) return { header: [], rows: [] }
  const fills: FillRow[] = []
  try {
    await format.read(sample, options, sinkOf(fills))
  } catch (error) {
    if (!(error instanceof EnoughRows)) throw error
  }
  const header = [
    ...new Set(fills.flatMap((fill) => Object.entries(fill).flatMap(([name, value]) => (value == null ? [] : [name])))),
  ]
  return { header, rows: fills.map((fill) => header.map((name) => cellText(name, fill[name as keyof FillRow]))) }
}

function cellText(name: string, value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  return name.startsWith('t_') ? new Date(Number(value) / 1000).toISOString() : String(value)
}

function sinkOf(fills: FillRow[]): RowSink {
  const ignore = () => undefined
  return {
    fill: (_record, row) => {
      fills.push(row)
      if (fills.length >= PREVIEW_ROWS) throw new EnoughRows('enough rows were read')
    },
    order: ignore,
    cash: ignore,
    quote: ignore,
    bar: ignore,
    equity: ignore,
    reject: ignore,
    counted: ignore,
    note: ignore,
    place: { name: null },
    timeframe: { micros: null },
    drained: () => Promise.resolve(),
  }
}
