import type { CompiledScenario } from '#domain/simulate/compile.ts'
import type { FillTables } from '#domain/simulate/fill-tables.ts'

/** Where a chunk's lots are in memory: arrays one after another, each of `bytes` for its integers and twice that for its doubles. */
export interface Lots {
  readonly at: number
  readonly bytes: number
}

/** Arrays of the lots of a chunk, in units of `bytes`: entry, exit (i32), share (f64). */
export const LOT = { entry: 0, exit: 1, share: 2, size: 4 } as const
/** Arrays of lots whose entries are in earlier chunks: the entry's counter and table offset, the exit's row in the chunk (i32), the entry's scale, share (f64). */
export const FAR_LOT = { counter: 0, table: 1, row: 2, scale: 3, share: 5, size: 7 } as const

/** What the orders of a chunk close. */
export interface ChunkLots {
  readonly all: Lots
  /** Empty for most chunks. */
  readonly far: Lots
}

/** Returns the bytes that `count` lots take at most. */
export function lotBytes(count: number): number {
  return (LOT.size + FAR_LOT.size) * 4 * padded(count)
}

/** Counts are multiples of four, for vectors; what is added closes nothing. */
function padded(count: number): number {
  return (count + 3) & ~3
}

/** The memory that lots are written to: the whole, as doubles and as integers, and what was held before the first order. */
interface LotViews {
  readonly doubles: Float64Array
  readonly words: Int32Array
  readonly held: Float64Array
}

/** Writes what the orders of a chunk close at byte `at`. */
export function writeLots(
  { columns, fills }: CompiledScenario,
  first: number,
  count: number,
  { doubles, words, held }: LotViews,
  at: number,
): ChunkLots {
  const { lotStart, lotEntry, lotExit, lotShare } = fills
  const [begin, end] = [lotStart[first]!, lotStart[first + count]!]
  const all = { at, bytes: 4 * padded(end - begin) }
  const far = { at: at + LOT.size * all.bytes, bytes: 4 * padded(countFar(lotEntry, begin, end, first)) }
  words.fill(0, at / 4, (far.at + FAR_LOT.size * far.bytes) / 4)
  words.fill(-1, at / 4, (at + all.bytes) / 4)
  words.set(lotEntry.subarray(begin, end), at / 4)
  words.set(lotExit.subarray(begin, end), (at + all.bytes) / 4)
  doubles.set(lotShare.subarray(begin, end), (at + LOT.share * all.bytes) / 8)
  held.fill(0)
  for (let lot = begin; lot < end; lot++) if (lotEntry[lot]! < 0) held[lotExit[lot]! - first]! += lotShare[lot]!
  if (far.bytes > 0) writeFarLots(columns.counter, fills, first, begin, end, words, doubles, far)
  return { all, far }
}

function writeFarLots(
  counters: Int32Array,
  { lotEntry, lotExit, lotShare, offset, scale }: FillTables,
  first: number,
  begin: number,
  end: number,
  words: Int32Array,
  doubles: Float64Array,
  { at, bytes }: Lots,
): void {
  let row = at / 4
  for (let lot = begin; lot < end; lot++) {
    const entry = lotEntry[lot]!
    if (entry < 0 || entry >= first) continue
    words[row + (FAR_LOT.counter * bytes) / 4] = counters[entry]!
    words[row + (FAR_LOT.table * bytes) / 4] = offset[entry]!
    words[row + (FAR_LOT.row * bytes) / 4] = lotExit[lot]! - first
    const double = row - at / 4 + at / 8
    doubles[double + (FAR_LOT.scale * bytes) / 8] = scale[entry]!
    doubles[double + (FAR_LOT.share * bytes) / 8] = lotShare[lot]!
    row++
  }
}

function countFar(lotEntry: Int32Array, begin: number, end: number, first: number): number {
  let far = 0
  for (let lot = begin; lot < end; lot++) if (lotEntry[lot]! >= 0 && lotEntry[lot]! < first) far++
  return far
}
