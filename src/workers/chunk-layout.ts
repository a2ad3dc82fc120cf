import { NORMAL_TABLE_LENGTH, TABLE_LENGTH } from '#domain/simulate/quantile-table.ts'
import { SUM_COUNT } from '#domain/simulate/draw-sums.ts'
import { WORD_CHUNK } from '#domain/simulate/threefry.ts'

/** Names of the columns of doubles, in their order in memory. */
export const FLOATS = [
  ...['notional', 'signedQuantity', 'edge', 'halfSpread', 'impact', 'excessVolatility', 'depth', 'sigma'],
  ...['waitMs', 'scale', 'closing', 'held'],
  ...['noise', 'drift', 'latencyMs', 'share', 'cap', 'maker'],
] as const
/** Names of the columns of integers. */
export const INTS = ['counter', 'threshold', 'table', 'symbol', 'passive'] as const

/** Columns of a chunk and of what it draws, doubles. */
export type FloatColumn = (typeof FLOATS)[number]
/** Columns of a chunk, 32-bit integers. */
export type IntColumn = (typeof INTS)[number]

const INTS_AT = 8 * (NORMAL_TABLE_LENGTH + 2 * TABLE_LENGTH + SUM_COUNT + 1 + FLOATS.length * WORD_CHUNK)

/**
 * Byte addresses in the memory of the chunk module. What has a length of its own (tables of filled shares, positions, what
 * exits close) follows at `rest`.
 */
export const AT = {
  normalTable: 0,
  latencyTable: 8 * NORMAL_TABLE_LENGTH,
  queueTable: 8 * (NORMAL_TABLE_LENGTH + TABLE_LENGTH),
  sums: 8 * (NORMAL_TABLE_LENGTH + 2 * TABLE_LENGTH),
  rest: INTS_AT + 4 * INTS.length * WORD_CHUNK,
} as const

/** Returns the byte address of a column of doubles. */
export function floatsAt(name: FloatColumn): number {
  return AT.sums + 8 * (SUM_COUNT + 1 + FLOATS.indexOf(name) * WORD_CHUNK)
}

/** Returns the byte address of a column of integers. */
export function intsAt(name: IntColumn): number {
  return INTS_AT + 4 * INTS.indexOf(name) * WORD_CHUNK
}
