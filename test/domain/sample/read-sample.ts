import { generateSample, type SampleFile } from '#domain/sample/generate.ts'

/** A file's rows, by header; a test reads the sample as any importer would, not through the generator's records. */
export type Row = Readonly<Record<string, string>>

export interface ReadSample {
  readonly files: readonly SampleFile[]
  rows(name: string): readonly Row[]
  columns(name: string): readonly string[]
  readonly truth: Truth
}

export interface Truth {
  readonly seed: number
  readonly capital: number
  readonly days: readonly {
    day: string
    cause: Cause
    event: string
    symbol?: string
    hour?: number
    pnl: number
    sentence: string
  }[]
  readonly slo: {
    readonly as_of: string
    readonly incidents: { count: number; unacked: string[]; mean_acked_min: number; mean_lower_bound_min: number }
    readonly uptime: { down_minutes: number; unknown_minutes: number; maintenance_minutes: number }
    readonly execution: { sent: number; succeeded: number; share: number }
    readonly latency: { day: string; p95_above_ms: number }
  }
  readonly canary: {
    readonly staging_started: string
    readonly production_started: string
    readonly decided_after: string
    readonly decided_before: string
    readonly margin_bps: number
    readonly planted_pnl: readonly { day: string; pnl: number }[]
  }
}

export const CAUSES = ['alpha', 'sizing', 'timing', 'slippage', 'fees'] as const
export type Cause = (typeof CAUSES)[number]

/** Generates and parses the sample of a seed. */
export function readSample(seed: number): ReadSample {
  const files = generateSample(seed)
  const textOf = (name: string) => files.find((file) => file.name === name)?.text ?? ''
  const parsed = new Map<string, readonly Row[]>()
  return {
    files,
    rows(name) {
      const rows = parsed.get(name) ?? parseRows(textOf(name))
      parsed.set(name, rows)
      return rows
    },
    columns: (name) => textOf(name).slice(0, textOf(name).indexOf('\n')).split(','),
    truth: JSON.parse(textOf('truth.json')) as Truth,
  }
}

function parseRows(text: string): Row[] {
  const [header = '', ...lines] = text.trimEnd().split('\n')
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    if (cells.length !== names.length) throw new Error(`ragged line: ${line}`)
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))
  })
}

/** Returns a numeric cell; throws on a blank or non-numeric one. */
export function numberIn(row: Row, column: string): number {
  const text = row[column] ?? ''
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) throw new Error(`no number in ${column}: "${text}"`)
  return value
}

export const sideOf = (row: Row) => (row['side'] === 'buy' ? 1 : -1)
export const dayOf = (row: Row, column = 't_fill') => (row[column] ?? '').slice(0, 10)
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
