import { z } from 'zod'
import { FrameInvalid, wireMessageSchema, type Frame, type WireMessage } from './wire.ts'

const ARRAYS = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const
type ArrayKind = keyof typeof ARRAYS
type Column = InstanceType<(typeof ARRAYS)[ArrayKind]>
type Path = readonly (string | number)[]

const KINDS = Object.keys(ARRAYS) as [ArrayKind, ...ArrayKind[]]
const ALIGNMENT = 8
const LENGTH_BYTES = 4

const headerSchema = z.object({
  message: z.unknown(),
  arrays: z.array(
    z.object({
      path: z.array(z.union([z.string(), z.int().nonnegative()])).min(1),
      kind: z.enum(KINDS),
      length: z.int().nonnegative(),
    }),
  ),
})

/**
 * Returns a message as a frame: JSON text when no typed array is in it, else bytes: the header's length (u32, little
 * endian), the header (JSON: the message with null in the arrays' places, and their paths, kinds and lengths), then each
 * array's elements, little endian, every part padded to 8 bytes. A view is copied element by element, never its whole buffer.
 */
export function encodeMessage(message: WireMessage): Frame {
  const arrays: { path: Path; kind: ArrayKind; array: Column }[] = []
  const plain = withoutArrays(message, [], arrays)
  if (arrays.length === 0) return JSON.stringify(plain)
  const described = arrays.map(({ path, kind, array }) => ({ path, kind, length: array.length }))
  const header = new TextEncoder().encode(JSON.stringify({ message: plain, arrays: described }))
  const start = padded(LENGTH_BYTES + header.length)
  const bytes = new Uint8Array(start + arrays.reduce((total, { array }) => total + padded(array.byteLength), 0))
  new DataView(bytes.buffer).setUint32(0, header.length, true)
  bytes.set(header, LENGTH_BYTES)
  let offset = start
  for (const { array } of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset)
    offset += padded(array.byteLength)
  }
  return bytes
}

/** Returns the message of a frame; each typed array owns a buffer of exactly its length. Throws {@link FrameInvalid}. */
export function decodeMessage(frame: Frame): WireMessage {
  const parsed = wireMessageSchema.safeParse(typeof frame === 'string' ? parseJson(frame) : decodeBytes(frame))
  if (!parsed.success) throw new FrameInvalid(parsed.error.issues[0]?.message ?? 'unknown', { cause: parsed.error })
  return parsed.data
}

function withoutArrays(value: unknown, path: Path, found: { path: Path; kind: ArrayKind; array: Column }[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const kind = KINDS.find((name) => value instanceof ARRAYS[name])
  if (kind !== undefined) {
    found.push({ path, kind, array: value as Column })
    return null
  }
  if (Array.isArray(value)) return value.map((item, index) => withoutArrays(item, [...path, index], found))
  const entries = Object.entries(value).map(([key, item]) => [key, withoutArrays(item, [...path, key], found)] as const)
  return Object.fromEntries(entries)
}

function decodeBytes(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < LENGTH_BYTES) throw new FrameInvalid('it is shorter than its own length')
  const headerLength = view.getUint32(0, true)
  if (LENGTH_BYTES + headerLength > bytes.byteLength) throw new FrameInvalid('its header is cut')
  const header = headerSchema.safeParse(
    parseJson(decodeText(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headerLength))),
  )
  if (!header.success) throw new FrameInvalid('its header is of another kind', { cause: header.error })
  const { message, arrays } = header.data
  let offset = padded(LENGTH_BYTES + headerLength)
  for (const { path, kind, length } of arrays) {
    const size = length * ARRAYS[kind].BYTES_PER_ELEMENT
    if (offset + size > bytes.byteLength) throw new FrameInvalid('its columns are cut')
    const start = bytes.byteOffset + offset
    place(message, path, new ARRAYS[kind](bytes.buffer.slice(start, start + size) as ArrayBuffer))
    offset += padded(size)
  }
  return message
}

/** Puts an array where the header says null stands; a path through anything that is not an own property is refused. */
function place(message: unknown, path: Path, array: Column): void {
  let parent = message
  for (const [depth, key] of path.entries()) {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key))
      throw new FrameInvalid('a column has no place')
    const holder = parent as Record<string | number, unknown>
    if (depth < path.length - 1) parent = holder[key]
    else if (holder[key] !== null) throw new FrameInvalid('a column would replace a value')
    else Object.defineProperty(holder, key, { value: array, enumerable: true, configurable: true, writable: true })
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FrameInvalid('it is not JSON', { cause })
  }
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new FrameInvalid('its header is not UTF-8', { cause })
  }
}
