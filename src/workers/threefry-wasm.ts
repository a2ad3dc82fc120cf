import {
  createWordSource,
  THREEFRY_KEY,
  THREEFRY_PARITY,
  THREEFRY_ROTATIONS,
  WORD_CHUNK,
  type WordSource,
} from '#domain/simulate/threefry.ts'

/** The part of the WebAssembly API used here; Node's own types leave it to the DOM library. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer }
      readonly generate: WordSource['generate']
    }
  }
}

const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: WebAssemblyApi
}
const ROUNDS = 12
/** Opcodes of the WebAssembly instructions used, SIMD ones with their prefix byte. */
const OP = {
  loop: [0x03, 0x40],
  branchIf: [0x0d, 0x00],
  end: [0x0b],
  i32Add: [0x6a],
  i32Xor: [0x73],
  i32Shl: [0x74],
  i32LessUnsigned: [0x49],
  load: [0xfd, 0x00, 0x04, 0x00],
  splat: [0xfd, 0x11],
  add: [0xfd, 0xae, 0x01],
  xor: [0xfd, 0x51],
  or: [0xfd, 0x50],
  shl: [0xfd, 0xab, 0x01],
  shrUnsigned: [0xfd, 0xad, 0x01],
} as const

/** Parameters and locals of the function: k0, draw, count; the byte offset; four state vectors; five key vectors. */
const LOCAL = {
  seed: 0,
  draw: 1,
  count: 2,
  offset: 3,
  state: [4, 5, 6, 7] as const,
  key: 8,
}

/**
 * Returns a word source in WebAssembly SIMD, four orders at a time, two to three times as fast as the JavaScript one and
 * giving the same words (integers only, so bit for bit); the JavaScript one where the engine has no SIMD.
 */
export function createFastWordSource(): WordSource {
  const bytes = moduleBytes()
  if (!WebAssembly.validate(bytes)) return createWordSource()
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  const array = (index: number) => new Int32Array(exports.memory.buffer, 4 * WORD_CHUNK * index, WORD_CHUNK)
  return {
    counters: array(0),
    words: [array(1), array(2), array(3), array(4)],
    generate: exports.generate,
  }
}

function moduleBytes(): Uint8Array {
  const pages = Math.ceil((5 * 4 * WORD_CHUNK) / 65536)
  const code = [...unsigned(2), 1, 0x7f, 9, 0x7b, ...body()]
  const name = (text: string) => [text.length, ...Array.from(text, (letter) => letter.charCodeAt(0))]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 3, 0x7f, 0x7f, 0x7f, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, [2, ...name('generate'), 0, 0, ...name('memory'), 2, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ])
}

function body(): number[] {
  const [a, b, c, d] = LOCAL.state
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const [first, second] = THREEFRY_ROTATIONS[round % THREEFRY_ROTATIONS.length]!
    const mixed =
      round % 2 === 0 ? [...mix(a, b, first), ...mix(c, d, second)] : [...mix(a, d, first), ...mix(c, b, second)]
    return round % 4 === 3 ? [...mixed, ...injectKey((round + 1) / 4)] : mixed
  })
  return [
    ...keyVectors(),
    ...OP.loop,
    ...[...get(LOCAL.offset), ...OP.load, ...set(a)],
    ...[...get(LOCAL.draw), ...OP.splat, ...set(b)],
    ...[c, d].flatMap((state) => [...constant(0), ...OP.splat, ...set(state)]),
    ...injectKey(0),
    ...rounds.flat(),
    ...LOCAL.state.flatMap((state, index) => store(state, 4 * WORD_CHUNK * (index + 1))),
    ...[...get(LOCAL.offset), ...constant(16), ...OP.i32Add, ...set(LOCAL.offset)],
    ...[...get(LOCAL.offset), ...get(LOCAL.count), ...constant(2), ...OP.i32Shl, ...OP.i32LessUnsigned],
    ...[...OP.branchIf, ...OP.end, ...OP.end],
  ]
}

function keyVectors(): number[] {
  const [k1, k2, k3] = THREEFRY_KEY
  const parity = [...get(LOCAL.seed), ...constant(k1 ^ k2 ^ k3 ^ THREEFRY_PARITY), ...OP.i32Xor]
  const words = [get(LOCAL.seed), constant(k1), constant(k2), constant(k3), parity]
  return words.flatMap((word, index) => [...word, ...OP.splat, ...set(LOCAL.key + index)])
}

function injectKey(count: number): number[] {
  return LOCAL.state.flatMap((state, index) => [
    ...[...get(state), ...get(LOCAL.key + ((count + index) % 5)), ...OP.add],
    ...(index === 3 ? [...constant(count), ...OP.splat, ...OP.add] : []),
    ...set(state),
  ])
}

/** x += y; y = rotl(y, bits) ^ x. */
function mix(x: number, y: number, bits: number): number[] {
  return [
    ...[...get(x), ...get(y), ...OP.add, ...set(x)],
    ...[...get(y), ...constant(bits), ...OP.shl, ...get(y), ...constant(32 - bits), ...OP.shrUnsigned, ...OP.or],
    ...[...get(x), ...OP.xor, ...set(y)],
  ]
}

function store(local: number, byteOffset: number): number[] {
  return [...get(LOCAL.offset), ...get(local), 0xfd, 0x0b, 0x04, ...unsigned(byteOffset)]
}

const get = (local: number) => [0x20, local]
const set = (local: number) => [0x21, local]
const constant = (value: number) => [0x41, ...signed(value)]
const section = (id: number, content: readonly number[]) => [id, ...unsigned(content.length), ...content]

/** LEB128 of a non-negative integer. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

/** LEB128 of a signed 32-bit integer. */
function signed(value: number): number[] {
  const low = value & 127
  const rest = value >> 7
  const isLast = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)
  return isLast ? [low] : [low | 128, ...signed(rest)]
}
