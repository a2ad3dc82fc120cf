import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameInvalid, type Frame, type WireMessage } from '#shared/wire.ts'
import { decodeMessage, encodeMessage } from '#shared/wire-codec.ts'

const COLUMN = fc.oneof(
  fc.float64Array({ noNaN: true }),
  fc.float32Array({ noNaN: true }),
  fc.int32Array(),
  fc.uint32Array(),
  fc.uint16Array(),
  fc.uint8Array(),
)
const JSON_LEAF = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
/** JSON with typed arrays anywhere in it, under any key, `__proto__` and numbers included. */
const VALUE = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    JSON_LEAF,
    COLUMN,
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), tie('value'), { noNullPrototype: true }),
  ),
})).value

function reply(result: unknown): WireMessage {
  return { type: 'reply', id: 7, result }
}

function bytesOf(frame: Frame): Uint8Array<ArrayBuffer> {
  if (typeof frame === 'string') throw new Error('expected bytes')
  return frame
}

describe('the wire codec', () => {
  it('gives back whatever was sent', () => {
    fc.assert(
      fc.property(VALUE, (value) => {
        expect(decodeMessage(encodeMessage(reply(value)))).toStrictEqual(reply(value))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps what a typed array within a larger buffer shows, and only that', () => {
    const at = fc.tuple(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), fc.nat(20), fc.nat(20))
    fc.assert(
      fc.property(at, fc.boolean(), ([values, before, after], isShared) => {
        const bytes = 8 * (before + values.length + after)
        const view = new Float64Array(
          isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes),
          8 * before,
          values.length,
        )
        view.set(values)
        const decoded = decodeMessage(encodeMessage(reply({ view }))) as { result: { view: Float64Array } }
        expect([...decoded.result.view]).toEqual(values)
        expect(decoded.result.view.buffer).toBeInstanceOf(ArrayBuffer)
        expect(decoded.result.view.buffer.byteLength).toBe(8 * values.length)
      }),
    )
  })

  it('sends text when there is no column, bytes aligned to eight when there is', () => {
    expect(typeof encodeMessage(reply({ a: 1 }))).toBe('string')
    expect(bytesOf(encodeMessage(reply({ a: new Uint16Array(3) }))).length % 8).toBe(0)
  })

  it('refuses any other bytes with FrameInvalid, never with another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string()), (noise) => {
        try {
          decodeMessage(noise)
        } catch (error) {
          expect(error).toBeInstanceOf(FrameInvalid)
        }
      }),
    )
  })

  it('refuses a frame cut anywhere', () => {
    const whole = bytesOf(encodeMessage(reply({ a: Float64Array.of(1, 2, 3), b: 'x' })))
    for (let length = 0; length < whole.length; length += 1)
      expect(() => decodeMessage(whole.slice(0, length))).toThrow(FrameInvalid)
  })

  it('reaches no prototype through the path of a column', () => {
    const header = JSON.stringify({
      message: { type: 'reply', id: 1, result: {} },
      arrays: [{ path: ['result', '__proto__', 'polluted'], kind: 'u8', length: 8 }],
    })
    const text = new TextEncoder().encode(header)
    const bytes = new Uint8Array(Math.ceil((4 + text.length) / 8) * 8 + 8)
    new DataView(bytes.buffer).setUint32(0, text.length, true)
    bytes.set(text, 4)
    expect(() => decodeMessage(bytes)).toThrow(FrameInvalid)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
