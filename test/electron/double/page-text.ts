/** Returns a value as text for world.js, bytes as base64. */
export function toPageText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    const bytes = bytesOf(item)
    return bytes === null ? item : { $bytes: bytes.toString('base64') }
  })
}

/** Returns what world.js wrote as text. */
export function fromPageText(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && '$bytes' in item
      ? new Uint8Array(Buffer.from(String(item.$bytes), 'base64'))
      : item,
  )
}

/** Buffers turn themselves into objects before a replacer sees them. */
function bytesOf(item: unknown): Buffer | null {
  if (ArrayBuffer.isView(item)) return Buffer.from(item.buffer, item.byteOffset, item.byteLength)
  if (typeof item === 'object' && item !== null && 'type' in item && item.type === 'Buffer' && 'data' in item)
    return Buffer.from(item.data as number[])
  return null
}
