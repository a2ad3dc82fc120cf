import { AppError } from '#shared/errors.ts'

const BINARY_MAGIC: readonly string[] = [
  'PK\x03\x04',
  'PK\x05\x06',
  'SQLite format 3\0',
  'PAR1',
  'ARROW1',
  '\x89HDF',
  '%PDF',
]

/**
 * Returns the head of a file as text without its byte-order mark, or null when it is binary. A character cut by the end
 * of the head is left out. Throws FILE_UNREADABLE for text in another encoding than UTF-8, with how to convert it.
 */
export function decodeHead(path: string, head: Uint8Array): string | null {
  const start = Buffer.from(head.subarray(0, 16)).toString('latin1')
  if (BINARY_MAGIC.some((magic) => start.startsWith(magic))) return null
  const utf16 = utf16Flavour(head)
  if (utf16 !== null) throw wrongEncoding(path, utf16)
  if (head.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
  } catch {
    if (hasControlBytes(head)) return null
    throw wrongEncoding(path, 'WINDOWS-1252')
  }
}

/** Says that a file is not UTF-8 and how to convert it. */
export function wrongEncoding(path: string, encoding: string): AppError {
  return new AppError(
    'FILE_UNREADABLE',
    `Cannot read ${path}: the text is not UTF-8 but looks like ${encoding}; convert it first.`,
    {
      file: path,
      hint: `iconv -f ${encoding} -t UTF-8 in.csv > out.csv, or save it as "CSV UTF-8".`,
    },
  )
}

function utf16Flavour(head: Uint8Array): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16LE'
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16BE'
  if (head.length < 4) return null
  const pairs = Math.min(64, Math.floor(head.length / 2))
  const zeros = [0, 0]
  for (let i = 0; i < 2 * pairs; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  if (zeros[0] === 0 && zeros[1] === pairs) return 'UTF-16LE'
  return zeros[1] === 0 && zeros[0] === pairs ? 'UTF-16BE' : null
}

function hasControlBytes(head: Uint8Array): boolean {
  return head.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c)
}
