import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { verifyCompressed } from '#adapters/files/compression.ts'
import { unpack } from '#adapters/files/containers.ts'
import { UNPACK_LIMITS } from '#adapters/files/limits.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { failureOf } from '../support/read-with-format.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const TEXT = 'symbol,price\n' + 'BTC,1.5\n'.repeat(10_000)
/** Bytes that do not compress, so that cutting the file cuts the data. */
const NOISE = noise(100_000, 1)

function noise(length: number, seed: number): Buffer {
  let state = seed
  return Buffer.from(
    Buffer.alloc(length).map(() => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) >>> 16),
  )
}

async function zipOf(members: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(members)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const path = join(temporaryFolder(), 'f.zip')
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

describe('unpack', () => {
  it.each([
    ['gz', gzipSync(TEXT)],
    ['zst', zstdCompressSync(Buffer.from(TEXT))],
    ['two gz members one after the other', Buffer.concat([gzipSync(TEXT.slice(0, 50)), gzipSync(TEXT.slice(50))])],
  ])('unpacks %s into the private folder', async (_kind, bytes) => {
    const folder = temporaryFolder()
    const [member, ...rest] = await unpack(await openFile(temporaryFile('fills.csv.gz', bytes)), folder, silentTask())
    expect(rest).toEqual([])
    expect(member).toMatchObject({ name: 'fills.csv', bytes: TEXT.length })
    expect(member!.path.startsWith(folder + sep)).toBe(true)
    expect(readFileSync(member!.path, 'utf8')).toBe(TEXT)
  })

  it('unpacks several members of a zip, leaving out folders and what macOS adds', async () => {
    const path = await zipOf({ 'a/fills.csv': 'x', 'b/fills.csv': 'yy', '__MACOSX/a/._fills.csv': 'z' })
    const members = await unpack(await openFile(path), temporaryFolder(), silentTask())
    expect(members.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['a/fills.csv', 1],
      ['b/fills.csv', 2],
    ])
    expect(members.map((member) => readFileSync(member.path, 'utf8'))).toEqual(['x', 'yy'])
  })

  it('takes only the members wanted', async () => {
    const path = await zipOf({ 'a.json': '{}', 'a_config.json': '{}' })
    const members = await unpack(await openFile(path), temporaryFolder(), silentTask(), {
      wanted: (name) => name === 'a.json',
    })
    expect(members.map(({ name }) => name)).toEqual(['a.json'])
  })

  it('refuses a member that climbs out of the folder', async () => {
    const path = await zipOf({ 'aa/aa/evil.txt': 'x' })
    writeFileSync(path, readFileSync(path).toString('latin1').replaceAll('aa/aa/evil.txt', '../../evil.txt'), 'latin1')
    const folder = temporaryFolder()
    const failure = await failureOf(async () => unpack(await openFile(path), folder, silentTask()))
    expect(failure).toMatchObject({ code: 'FILE_UNREADABLE' })
    expect(() => readFileSync(resolve(folder, '../evil.txt'))).toThrow()
  })

  it('says that a zip is cut off', async () => {
    const path = await zipOf({ 'a.bin': NOISE })
    writeFileSync(path, readFileSync(path).subarray(0, 3000))
    expect(await failureOf(async () => unpack(await openFile(path), temporaryFolder(), silentTask()))).toMatchObject({
      code: 'FILE_TRUNCATED',
    })
  })

  it('says that a zip without files is empty', async () => {
    const path = await zipOf({ 'only-a-folder/': '' }).catch(() => null)
    const empty = path ?? (await zipOf({ '__MACOSX/x': 'y' }))
    expect(await failureOf(async () => unpack(await openFile(empty), temporaryFolder(), silentTask()))).toMatchObject({
      code: 'FILE_EMPTY',
    })
  })

  it('stops at a bomb, in a gz and in a zip, by ratio and by size', async () => {
    const zeros = Buffer.alloc(8 << 20)
    const gz = await openFile(temporaryFile('bomb.gz', gzipSync(zeros)))
    const zip = await openFile(await zipOf({ 'bomb.csv': zeros }))
    const byRatio = { ...UNPACK_LIMITS, ratioJudgedFromBytes: 1 << 20 }
    const bySize = { ...UNPACK_LIMITS, unpackedBytes: 1 << 20 }
    for (const file of [gz, zip]) {
      for (const limits of [byRatio, bySize]) {
        const failure = await failureOf(() => unpack(file, temporaryFolder(), silentTask(), { limits }))
        expect(failure).toMatchObject({ code: 'FILE_TOO_LARGE' })
      }
    }
  })

  it('counts the members of a zip together against the size limit', async () => {
    const path = await zipOf({ a: NOISE, b: NOISE })
    const limits = { ...UNPACK_LIMITS, unpackedBytes: 150_000 }
    expect(
      await failureOf(async () => unpack(await openFile(path), temporaryFolder(), silentTask(), { limits })),
    ).toMatchObject({
      code: 'FILE_TOO_LARGE',
    })
  })

  it('refuses a zip with too many members', async () => {
    const path = await zipOf({ a: '1', b: '2', c: '3' })
    const limits = { ...UNPACK_LIMITS, members: 2 }
    expect(
      await failureOf(async () => unpack(await openFile(path), temporaryFolder(), silentTask(), { limits })),
    ).toMatchObject({
      code: 'FILE_TOO_LARGE',
    })
  })

  it('stops when cancelled', async () => {
    const file = await openFile(temporaryFile('f.gz', gzipSync(TEXT)))
    const cancelled = () => unpack(file, temporaryFolder(), silentTask(AbortSignal.abort()))
    expect(await failureOf(cancelled)).toMatchObject({ code: 'CancelledError' })
  })
})

describe('verifyCompressed', () => {
  it('returns the plain size of a whole file', async () => {
    const file = await openFile(temporaryFile('f.gz', gzipSync(NOISE)))
    expect(await verifyCompressed(file, 'gz', silentTask())).toBe(NOISE.length)
  })

  it.each([
    ['gz', gzipSync(noise(2_000_000, 2))],
    ['zst', zstdCompressSync(noise(2_000_000, 2))],
  ] as const)('finds a %s file cut off after its head', async (kind, whole) => {
    const file = await openFile(temporaryFile(`f.${kind}`, whole.subarray(0, whole.length - 10)))
    expect(await failureOf(() => verifyCompressed(file, kind, silentTask()))).toMatchObject({ code: 'FILE_TRUNCATED' })
  })

  it('finds a damaged file', async () => {
    const bytes = gzipSync(noise(2_000_000, 2))
    bytes[bytes.length - 6] = bytes[bytes.length - 6]! ^ 0xff
    const file = await openFile(temporaryFile('f.gz', bytes))
    expect(await failureOf(() => verifyCompressed(file, 'gz', silentTask()))).toMatchObject({ code: 'FILE_UNREADABLE' })
  })
})
