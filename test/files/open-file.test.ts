import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { hashFile, openFile } from '#adapters/files/open-file.ts'
import { failureOf } from '../support/read-with-format.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const POSIX = process.platform !== 'win32'

describe('openFile', () => {
  it('gives the head of a text file, its byte-order mark left out', async () => {
    const path = temporaryFile('fills.csv', '\uFEFFsymbol,price\nA,1\n')
    const file = await openFile(path)
    expect(file.text).toBe('symbol,price\nA,1\n')
    expect(file.container).toBeNull()
  })

  it('gives at most 256 kB and cuts no character in two', async () => {
    const file = await openFile(temporaryFile('long.csv', 'é'.repeat(200_000)))
    expect(file.bytes).toBe(400_000)
    expect(file.head.length).toBe(262_144)
    expect(file.text).toBe('é'.repeat(131_072))
  })

  it('resolves a symbolic link and keeps the path as given', async () => {
    const target = temporaryFile('a.csv', 'x,y\n')
    const link = join(temporaryFolder(), 'link.csv')
    symlinkSync(target, link)
    const file = await openFile(link)
    expect(file).toMatchObject({ path: link, realPath: target })
  })

  it('says that a missing file is missing', async () => {
    expect(await failureOf(() => openFile(join(temporaryFolder(), 'no.csv')))).toMatchObject({ code: 'FILE_MISSING' })
  })

  it('refuses a path with a NUL in it as missing', async () => {
    expect(await failureOf(() => openFile('a\0b'))).toMatchObject({ code: 'FILE_MISSING' })
  })

  it('refuses an empty file', async () => {
    expect(await failureOf(() => openFile(temporaryFile('e.csv', '')))).toMatchObject({ code: 'FILE_EMPTY' })
  })

  it('refuses a directory', async () => {
    const failure = await failureOf(() => openFile(temporaryFolder()))
    expect(failure).toMatchObject({ code: 'FILE_UNREADABLE' })
    expect(failure.message).toContain('a directory')
  })

  it.skipIf(!POSIX)('refuses a named pipe without waiting for its writer', async () => {
    const path = join(temporaryFolder(), 'pipe')
    execFileSync('mkfifo', [path])
    expect((await failureOf(() => openFile(path))).message).toContain('a named pipe')
  })

  it.skipIf(!POSIX)('refuses a socket and a device', async () => {
    const path = join(temporaryFolder(), 'socket')
    const server = createServer().listen(path)
    onTestFinished(() => void server.close())
    await new Promise((done) => server.once('listening', done))
    expect((await failureOf(() => openFile(path))).message).toContain('a socket')
    expect((await failureOf(() => openFile('/dev/null'))).message).toContain('a device')
  })

  it.skipIf(!POSIX)('refuses links that lead in a circle', async () => {
    const folder = temporaryFolder()
    symlinkSync(join(folder, 'b'), join(folder, 'a'))
    symlinkSync(join(folder, 'a'), join(folder, 'b'))
    expect((await failureOf(() => openFile(join(folder, 'a')))).message).toContain('in a circle')
  })

  it.skipIf(!POSIX)('says that permission was denied, as a user who has none', () => {
    const path = temporaryFile('secret.csv', 'a,b\n')
    const module = resolve(import.meta.dirname, '../../src/main/adapters/files/open-file.ts')
    // Root may read anything, so root asks as "nobody", who may still pass through the folder.
    chmodSync(join(path, '..'), 0o755)
    chmodSync(path, 0o000)
    const script = `import(${JSON.stringify(module)}).then((m) => m.openFile(${JSON.stringify(path)})).catch((e) => console.log(e.message))`
    const identity = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', ...identity })
    expect(run.stdout + run.stderr).toContain('permission was denied')
  })

  it.each([
    ['UTF-16LE with a mark', Buffer.from('\uFEFFsymbol,price\n', 'utf16le'), 'UTF-16LE'],
    ['UTF-16LE without one', Buffer.from('symbol,price\nBTC,1\n', 'utf16le'), 'UTF-16LE'],
    ['UTF-16BE', Buffer.from('\uFEFFsymbol,price\n', 'utf16le').swap16(), 'UTF-16BE'],
    ['Windows-1252', Buffer.from('symbol,café\n', 'latin1'), 'WINDOWS-1252'],
  ])('refuses %s and says how to convert it', async (_name, bytes, encoding) => {
    const failure = await failureOf(() => openFile(temporaryFile('x.csv', bytes)))
    expect(failure).toMatchObject({ code: 'FILE_UNREADABLE' })
    expect(failure.message).toContain(encoding)
  })

  it.each([
    ['SQLite', 'SQLite format 3\0'],
    ['any content with NULs', 'ab\0\0\0c'],
    ['control bytes that are not UTF-8', '\x01\x02\xff\xfe\x03'],
  ])('takes %s for binary', async (_name, content) => {
    expect((await openFile(temporaryFile('b.bin', Buffer.from(content, 'latin1')))).text).toBeNull()
  })

  it.each([
    ['gz', gzipSync('a,b\n1,2\n')],
    ['zst', zstdCompressSync('a,b\n1,2\n')],
  ])('shows the text inside a %s file', async (container, bytes) => {
    expect(await openFile(temporaryFile(`f.csv.${container}`, bytes))).toMatchObject({ text: 'a,b\n1,2\n', container })
  })

  it.each([
    ['gz', gzipSync('a,b\n1,2\n'.repeat(100)).subarray(0, 20)],
    ['zst', zstdCompressSync(Buffer.from('a,b\n1,2\n'.repeat(100))).subarray(0, 12)],
  ])('says that a %s file is cut off', async (container, bytes) => {
    expect(await failureOf(() => openFile(temporaryFile(`f.${container}`, bytes)))).toMatchObject({
      code: 'FILE_TRUNCATED',
    })
  })

  it('opens a bomb of 200 MB of zeros quickly, unpacking only the head', async () => {
    const file = await openFile(temporaryFile('bomb.gz', gzipSync(Buffer.alloc(200 << 20, 0x30))))
    expect(file.text?.length).toBe(262_144)
  })
})

describe('hashFile', () => {
  it('is the SHA-256 of the bytes', async () => {
    const content = Buffer.alloc(3 << 20, 7)
    const file = await openFile(temporaryFile('x.bin', content))
    expect(await hashFile(file, silentTask())).toBe(createHash('sha256').update(content).digest('hex'))
  })

  it('stops when cancelled', async () => {
    const file = await openFile(temporaryFile('x.bin', Buffer.alloc(3 << 20, 7)))
    expect(await failureOf(() => hashFile(file, silentTask(AbortSignal.abort())))).toMatchObject({
      code: 'CancelledError',
    })
  })

  it('says that a file vanished', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'd'))
    writeFileSync(join(folder, 'a'), 'x')
    const file = { ...(await openFile(join(folder, 'a'))), realPath: join(folder, 'gone') }
    expect(await failureOf(() => hashFile(file, silentTask()))).toMatchObject({ code: 'FILE_MISSING' })
  })
})
