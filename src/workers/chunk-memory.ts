import { writeCosts } from '#domain/simulate/chunk-costs.ts'
import type { CompiledScenario } from '#domain/simulate/compile.ts'
import { SUM_COUNT } from '#domain/simulate/draw-sums.ts'
import type { Scratch } from '#domain/simulate/scratch.ts'
import { WORD_CHUNK } from '#domain/simulate/threefry.ts'
import { AT, FLOATS, floatsAt, INTS, intsAt, type FloatColumn, type IntColumn } from './chunk-layout.ts'
import { writeLots, lotBytes, type ChunkLots } from './chunk-lots.ts'
import type { WasmMemory } from './web-assembly.ts'

const PAGE = 65_536

/** The chunk module's memory and what it holds now. */
export interface ChunkMemory {
  /** Detached, and made anew, where memory grows: in the two calls below. */
  readonly views: ChunkViews
  /** Byte address of the positions. */
  readonly positionsAt: number
  /** What the chunk's orders close; null for orders that close nothing. */
  readonly lots: ChunkLots | null
  takeScenario(scenario: CompiledScenario, draws: number): void
  takeOrders(first: number, count: number): void
}

/** Arrays over the memory. */
export interface ChunkViews {
  /** The whole memory, as doubles and as integers. */
  readonly doubles: Float64Array
  readonly words: Int32Array
  readonly scratch: Scratch
  readonly sums: Float64Array
  readonly positions: Float64Array
  readonly floats: Readonly<Record<FloatColumn, Float64Array>>
  readonly ints: Readonly<Record<IntColumn, Int32Array>>
}

/** Makes the memory's keeper. */
export function createChunkMemory(memory: WasmMemory): ChunkMemory {
  let scenario: CompiledScenario
  let [positionsAt, lotsAt] = [AT.rest, AT.rest]
  let views = createViews(memory.buffer, positionsAt, lotsAt)
  let lots: ChunkLots | null = null
  const reserve = (bytes: number) => {
    const missing = bytes - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
    if (
      missing > 0 ||
      views.positions.byteOffset !== positionsAt ||
      views.positions.byteLength !== lotsAt - positionsAt
    )
      views = createViews(memory.buffer, positionsAt, lotsAt)
  }
  return {
    get views() {
      return views
    },
    get positionsAt() {
      return positionsAt
    },
    get lots() {
      return lots
    },
    takeScenario(taken, draws) {
      scenario = taken
      positionsAt = AT.rest + 8 * taken.fills.tables.length
      lotsAt = positionsAt + 8 * draws * taken.symbols
      reserve(lotsAt)
      writeTables(views, taken)
      views.positions.fill(0)
      if (taken.liveWaitMs === null) views.floats.waitMs.fill(NaN)
    },
    takeOrders(first, count) {
      const { lotStart } = scenario.fills
      const held = lotStart[first + count]! - lotStart[first]!
      reserve(lotsAt + lotBytes(held))
      writeColumns(views, scenario, first, count)
      lots = held > 0 ? writeLots(scenario, first, count, { ...views, held: views.floats.held }, lotsAt) : null
    },
  }
}

function createViews(buffer: ArrayBuffer, positionsAt: number, lotsAt: number): ChunkViews {
  const floats = byName(FLOATS, (name) => new Float64Array(buffer, floatsAt(name), WORD_CHUNK))
  return {
    doubles: new Float64Array(buffer),
    words: new Int32Array(buffer),
    scratch: floats,
    sums: new Float64Array(buffer, AT.sums, SUM_COUNT),
    positions: new Float64Array(buffer, positionsAt, (lotsAt - positionsAt) / 8),
    floats,
    ints: byName(INTS, (name) => new Int32Array(buffer, intsAt(name), WORD_CHUNK)),
  }
}

function byName<Name extends string, T>(names: readonly Name[], make: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>
}

function writeTables({ doubles }: ChunkViews, { normalTable, latencyTables, fills }: CompiledScenario): void {
  doubles.set(normalTable, AT.normalTable / 8)
  doubles.set(latencyTables, AT.latencyTable / 8)
  doubles.set(fills.tables, AT.rest / 8)
}

function writeColumns(
  { floats, ints }: ChunkViews,
  { columns, fills, latency, liveWaitMs }: CompiledScenario,
  first: number,
  count: number,
): void {
  const end = first + count
  ints.counter.set(columns.counter.subarray(first, end))
  ints.symbol.set(columns.symbol.subarray(first, end))
  ints.threshold.set(columns.makerThreshold.subarray(first, end))
  ints.table.set(fills.offset.subarray(first, end))
  ints.passive.set(fills.passive.subarray(first, end))
  floats.closing.set(fills.closing.subarray(first, end))
  floats.scale.set(fills.scale.subarray(first, end))
  floats.notional.set(columns.notional.subarray(first, end))
  floats.signedQuantity.set(columns.signedQuantity.subarray(first, end))
  floats.edge.set(columns.edge.subarray(first, end))
  writeCosts(columns, first, count, floats)
  if (liveWaitMs !== null) for (let j = 0; j < count; j++) floats.waitMs[j] = liveWaitMs[first + j]! + latency.extraMs
}
