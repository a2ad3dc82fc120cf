const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUE_OF = new Uint8Array(128)
for (let value = 0; value < 64; value++) VALUE_OF[LETTERS.charCodeAt(value)] = value

/** Returns the bytes of a typed array as base64 (RFC 4648); the domain has neither Buffer nor btoa. Bytes are little-endian, as on every platform the program runs on. */
export function encodeBytes(array: Float64Array | Int32Array): string {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  const parts: string[] = []
  for (let begin = 0; begin < bytes.length; begin += 3 * 8192)
    parts.push(encodePart(bytes, begin, Math.min(bytes.length, begin + 3 * 8192)))
  return parts.join('')
}

function encodePart(bytes: Uint8Array, begin: number, end: number): string {
  let text = ''
  for (let k = begin; k < end; k += 3) {
    const word = (bytes[k]! << 16) | ((bytes[k + 1] ?? 0) << 8) | (bytes[k + 2] ?? 0)
    text += LETTERS[word >> 18]! + LETTERS[(word >> 12) & 63]!
    text += (k + 1 < end ? LETTERS[(word >> 6) & 63]! : '=') + (k + 2 < end ? LETTERS[word & 63]! : '=')
  }
  return text
}

/** Returns the doubles that {@link encodeBytes} wrote. */
export function decodeFloats(text: string): Float64Array {
  return new Float64Array(decodeBytes(text))
}

/** Returns the integers that {@link encodeBytes} wrote. */
export function decodeInts(text: string): Int32Array {
  return new Int32Array(decodeBytes(text))
}

function decodeBytes(text: string): ArrayBuffer {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let k = 0, at = 0; k < text.length; k += 4) {
    const value = (offset: number) => VALUE_OF[text.charCodeAt(k + offset) & 127]!
    const word = (value(0) << 18) | (value(1) << 12) | (value(2) << 6) | value(3)
    bytes[at++] = word >> 16
    if (at < bytes.length) bytes[at++] = (word >> 8) & 255
    if (at < bytes.length) bytes[at++] = word & 255
  }
  return bytes.buffer
}
