/** WebAssembly instructions as bytes. An expression is code that leaves one value; a statement leaves none. */
export type Code = readonly number[]

const TYPES = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const

/** The value types used. */
export type Type = keyof typeof TYPES

/** A parameter or variable of a function. */
export interface Local {
  readonly get: Code
  readonly set: (value: Code) => Code
}

/** Makes the variables of a function. */
export interface Declare {
  /** A new variable, zero at first. */
  (type: Type): Local
  /** A vector of four times one integer, made once at the function's start: the engine does not lift it out of a loop. */
  readonly constant: (value: number) => Code
}

/** What a function takes and leaves. */
export interface Signature {
  readonly name: string
  readonly params: readonly Type[]
  readonly result?: Type
}

/** A function ready for a module. */
export interface FunctionCode extends Signature {
  readonly locals: readonly Type[]
  readonly body: Code
}

/** Writes a function: `write` gets its parameters and may declare variables. */
export function defineFunction(signature: Signature, write: (params: Local[], declare: Declare) => Code): FunctionCode {
  const locals: Type[] = []
  const constants = new Map<number, Local>()
  const { params } = signature
  const variable = (type: Type) => createLocal(params.length + locals.push(type) - 1)
  const constant = (value: number) => {
    const local = constants.get(value) ?? variable('v128')
    constants.set(value, local)
    return local.get
  }
  const body = write(
    params.map((_, index) => createLocal(index)),
    Object.assign(variable, { constant }),
  )
  const start = Array.from(constants, ([value, local]) => local.set(i32x4.splat(i32.constant(value)))).flat()
  return { ...signature, locals, body: [...start, ...body] }
}

function createLocal(index: number): Local {
  const number = unsigned(index)
  return { get: [0x20, ...number], set: (value) => [...value, 0x21, ...number] }
}

/**
 * Returns the bytes of a module that imports `imports` from `env`, in call order before its own functions, and exports
 * every function by its name and its memory, of at least `bytes`, as `memory`.
 */
export function buildModule(
  imports: readonly Signature[],
  functions: readonly FunctionCode[],
  bytes: number,
): Uint8Array {
  const pages = unsigned(Math.ceil(bytes / 65536))
  const exported = functions.map(({ name }, index) => [...text(name), 0, ...unsigned(imports.length + index)])
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [...imports, ...functions].map(signatureBytes)),
    ...section(
      2,
      imports.map(({ name }, index) => [...text('env'), ...text(name), 0, ...unsigned(index)]),
    ),
    ...section(
      3,
      functions.map((_, index) => unsigned(imports.length + index)),
    ),
    ...section(5, [[0, ...pages]]),
    ...section(7, [...exported, [...text('memory'), 2, 0]]),
    ...section(10, functions.map(functionBytes)),
  ])
}

function signatureBytes({ params, result }: Signature): Code {
  const results = result === undefined ? [0] : [1, TYPES[result]]
  return [0x60, ...unsigned(params.length), ...params.map((type) => TYPES[type]), ...results]
}

function functionBytes({ locals, body }: FunctionCode): Code {
  const code = [...unsigned(locals.length), ...locals.flatMap((type) => [1, TYPES[type]]), ...body, 0x0b]
  return [...unsigned(code.length), ...code]
}

function section(id: number, entries: readonly Code[]): Code {
  const content = [...unsigned(entries.length), ...entries.flat()]
  return [id, ...unsigned(content.length), ...content]
}

function text(name: string): Code {
  return [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))]
}

/** LEB128 of a non-negative integer. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

/** LEB128 of a signed 32-bit integer. */
function signed(value: number): Code {
  const low = value & 127
  const rest = value >> 7
  const isLast = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)
  return isLast ? [low] : [low | 128, ...signed(rest)]
}

/** Returns code that runs `body` with `counter` 0, step, 2 step and so on while it is below `limit`; at least once. */
export function repeat(counter: Local, step: number, limit: Code, body: Code): Code {
  const onward = [...counter.set(i32.add(counter.get, i32.constant(step))), ...i32.lessUnsigned(counter.get, limit)]
  return [...counter.set(i32.constant(0)), 0x03, 0x40, ...body, ...onward, 0x0d, 0, 0x0b]
}

/** Returns code that runs `body` where `condition` is not 0. */
export function when(condition: Code, body: Code): Code {
  return [...condition, 0x04, 0x40, ...body, 0x0b]
}

/** Returns a call of the module's function of that number, imports first. */
export function call(index: number, ...values: readonly Code[]): Code {
  return [...values.flat(), 0x10, ...unsigned(index)]
}

type Unary = (value: Code) => Code
type Binary = (left: Code, right: Code) => Code
type Load = (address: Code, offset?: number) => Code
type Store = (address: Code, value: Code, offset?: number) => Code

const one =
  (...operation: Code): Unary =>
  (value) => [...value, ...operation]
const two =
  (...operation: Code): Binary =>
  (left, right) => [...left, ...right, ...operation]
const simd = (operation: number): Code => [0xfd, ...unsigned(operation)]
const load =
  (...operation: Code): Load =>
  (address, offset = 0) => [...address, ...operation, 0, ...unsigned(offset)]
const store =
  (...operation: Code): Store =>
  (address, value, offset = 0) => [...address, ...value, ...operation, 0, ...unsigned(offset)]

/** 32-bit integers. */
export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  load: load(0x28),
  add: two(0x6a),
  subtract: two(0x6b),
  and: two(0x71),
  xor: two(0x73),
  shiftLeft: two(0x74),
  shiftRightUnsigned: two(0x76),
  lessUnsigned: two(0x49),
  notLess: two(0x4e),
  notLessUnsigned: two(0x4f),
}

/** Double-precision numbers. */
export const f64 = {
  load: load(0x2b),
  store: store(0x39),
  add: two(0xa0),
  multiply: two(0xa2),
  /** Whether left > right, as an i32. */
  greater: two(0x64),
  constant: (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
}

/** Vectors of 128 bits as a whole. */
export const v128 = {
  load: load(...simd(0x00)),
  store: store(...simd(0x0b)),
  /** Two 32-bit integers as 64-bit ones. */
  loadTwoInts: load(...simd(0x05)),
  and: two(...simd(0x4e)),
  or: two(...simd(0x50)),
  xor: two(...simd(0x51)),
  anyTrue: one(...simd(0x53)),
  /** `left` where the mask's bits are set, `right` elsewhere. */
  select: (left: Code, right: Code, mask: Code): Code => [...left, ...right, ...mask, ...simd(0x52)],
}

/** Vectors of four 32-bit integers. */
export const i32x4 = {
  splat: one(...simd(0x11)),
  lane: (value: Code, lane: number): Code => [...value, ...simd(0x1b), lane],
  notLessUnsigned: two(...simd(0x40)),
  add: two(...simd(0xae)),
  subtract: two(...simd(0xb1)),
  shiftLeft: (value: Code, bits: number): Code => [...value, ...i32.constant(bits), ...simd(0xab)],
  shiftRightUnsigned: (value: Code, bits: number): Code => [...value, ...i32.constant(bits), ...simd(0xad)],
}

/** Vectors of two 64-bit integers. */
export const i64x2 = { negate: one(...simd(0xc1)) }

/** Vectors of two double-precision numbers. */
export const f64x2 = {
  splat: one(...simd(0x14)),
  lane: (value: Code, lane: number): Code => [...value, ...simd(0x21), lane],
  withLane: (value: Code, lane: number, replacement: Code): Code => [...value, ...replacement, ...simd(0x22), lane],
  /** The first (half 0) or last (half 1) two of four signed integers as numbers. */
  fromInts: (value: Code, half: number): Code => [
    ...(half === 0 ? value : shuffle(value, value, [1, 1])),
    ...simd(0xfe),
  ],
  /** (left[0], right[0]). */
  lower: (left: Code, right: Code): Code => shuffle(left, right, [0, 2]),
  /** (left[1], right[1]). */
  upper: (left: Code, right: Code): Code => shuffle(left, right, [1, 3]),
  equal: two(...simd(0x47)),
  sqrt: one(...simd(0xef)),
  add: two(...simd(0xf0)),
  subtract: two(...simd(0xf1)),
  multiply: two(...simd(0xf2)),
  /** The lesser of numbers that are neither NaN nor zeros of two signs. */
  least: two(...simd(0xf6)),
  /** The greater of such numbers. */
  greatest: two(...simd(0xf7)),
}

/** Returns a vector of two of the four doubles of `left` and `right`. */
function shuffle(left: Code, right: Code, [first, second]: readonly [number, number]): Code {
  const bytes = [first, second].flatMap((half) => Array.from({ length: 8 }, (_, byte) => 8 * half + byte))
  return [...left, ...right, ...simd(0x0d), ...bytes]
}
