const MAGIC = 0x184d2204
const STORED = 0x80000000

/**
 * Unpacks an LZ4 frame (Arrow's LZ4_FRAME): frame descriptor, blocks, end mark; what follows is padding. Checksums are
 * skipped over. Throws RangeError for what is no such frame or ends early. Source: LZ4 frame and block format
 * descriptions, version 1.6.
 */
export function unpackLz4Frame(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('not an LZ4 frame')
  const flags = view.getUint8(4)
  const checksumBytes = (flags & 0x10) === 0 ? 0 : 4
  const output = new Output()
  let at = 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4)
  for (let size = view.getUint32(at, true); size !== 0; size = view.getUint32(at, true)) {
    const bytes = (size & ~STORED) >>> 0
    const block = frame.subarray(at + 4, at + 4 + bytes)
    if (block.length < bytes) throw new RangeError('an LZ4 block ends early')
    if ((size & STORED) === 0) unpackBlock(block, output)
    else output.append(block)
    at += 4 + bytes + checksumBytes
  }
  return output.bytes()
}

/** Bytes that grow; a match copies from those before. */
class Output {
  #buffer = new Uint8Array(1 << 16)
  #length = 0

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Repeats `count` bytes that begin `distance` before the end; they may overlap what they write. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.#length) throw new RangeError('an LZ4 match before the start')
    this.#reserve(count)
    for (let left = count; left > 0; left -= 1, this.#length += 1)
      this.#buffer[this.#length] = this.#buffer[this.#length - distance]!
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length)
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + count))
    larger.set(this.bytes())
    this.#buffer = larger
  }
}

function unpackBlock(block: Uint8Array, output: Output): void {
  let at = 0
  const readLength = (nibble: number): number => {
    let total = nibble
    if (nibble < 15) return total
    for (let byte = 255; byte === 255; total += byte) byte = block[at++] ?? 0
    return total
  }
  while (at < block.length) {
    const token = block[at++]!
    const literals = readLength(token >> 4)
    output.append(block.subarray(at, at + literals))
    at += literals
    if (at >= block.length) return
    const distance = block[at]! | (block[at + 1]! << 8)
    at += 2
    output.repeat(distance, readLength(token & 15) + 4)
  }
}
