/** Makes typed arrays, in private or in shared memory. */
export interface Allocate {
  floats(length: number): Float64Array
  ints(length: number): Int32Array
  copyFloats(values: Float64Array): Float64Array
  copyInts(values: Int32Array): Int32Array
}

function allocateFrom(buffer: (bytes: number) => ArrayBufferLike): Allocate {
  const floats = (length: number) => new Float64Array(buffer(8 * length))
  const ints = (length: number) => new Int32Array(buffer(4 * length))
  return {
    floats,
    ints,
    copyFloats: (values) => copy(floats(values.length), values),
    copyInts: (values) => copy(ints(values.length), values),
  }
}

function copy<T extends Float64Array | Int32Array>(target: T, values: T): T {
  target.set(values)
  return target
}

/** Arrays of this thread. */
export const allocateArrays: Allocate = allocateFrom((bytes) => new ArrayBuffer(bytes))

/** Arrays every worker sees without a copy. */
export const allocateShared: Allocate = allocateFrom((bytes) => new SharedArrayBuffer(bytes))
