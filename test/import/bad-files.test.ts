import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { contentsOf, importPaths, importText, openProject } from '../support/project.ts'
import { failureOf } from '../support/read-with-format.ts'
import { runParity } from '../support/run-parity.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const HEADER = 'fill_id,symbol,side,qty,price,t_fill\n'
const ROW = '1,BTC/USDT,buy,1,100,2025-01-01T00:00:00Z\n'
const rows = (count: number) => Array.from({ length: count }, (_, index) => ROW.replace('1', `id-${index}`)).join('')

/** A file nobody can load: how it is made in a folder, and what must be said of it. */
interface BadFile {
  readonly name: string
  readonly make: (path: string) => void | Promise<void>
  readonly code: string
  readonly says: RegExp
  readonly line?: number
  readonly column?: string
}

const text = (content: string | Uint8Array) => (path: string) => {
  writeFileSync(path, content)
}

async function makeParquet(path: string): Promise<Buffer> {
  const { readFileSync } = await import('node:fs')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `COPY (SELECT range AS fill_id, 'BTC/USDT' AS symbol, 'buy' AS side, 1.0 AS qty, 100.0 AS price, now() AS t_fill FROM range(1000)) TO '${path}' (FORMAT parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
  return readFileSync(path)
}

const BAD_FILES: readonly BadFile[] = [
  { name: 'empty.csv', make: text(''), code: 'FILE_EMPTY', says: /is empty/ },
  { name: 'header-only.csv', make: text(HEADER), code: 'NOTHING_ACCEPTED', says: /no rows below its header/, line: 1 },
  {
    name: 'utf16.csv',
    make: text(Buffer.from(`\uFEFF${HEADER}${ROW}`, 'utf16le')),
    code: 'FILE_UNREADABLE',
    says: /UTF-16/,
  },
  {
    name: 'latin1.csv',
    make: text(Buffer.from(`${HEADER}${ROW.replace('BTC', 'CAFÉ')}`, 'latin1')),
    code: 'FILE_UNREADABLE',
    says: /not UTF-8/,
  },
  {
    // Beyond the head that is sampled: found by the loader, with its line.
    name: 'latin1-late.csv',
    make: text(
      Buffer.concat([Buffer.from(`${HEADER}${rows(9000)}`), Buffer.from(ROW.replace('BTC', 'CAFÉ'), 'latin1')]),
    ),
    code: 'FILE_UNREADABLE',
    says: /line 9002 is not UTF-8/,
    line: 9002,
  },
  {
    name: 'ragged.csv',
    make: text(`${HEADER}1,BTC/USDT,buy\n2,BTC/USDT,buy,1\n`),
    code: 'NOTHING_ACCEPTED',
    says: /none of its 2 rows.*line 2/,
    line: 2,
  },
  {
    name: 'truncated.csv.gz',
    make: text(gzipSync(`${HEADER}${rows(5000)}`).subarray(0, 9000)),
    code: 'FILE_TRUNCATED',
    says: /ends early|truncated|incomplete|cut/,
  },
  {
    name: 'truncated.parquet',
    make: async (path) => {
      const whole = await makeParquet(path)
      writeFileSync(path, whole.subarray(0, whole.length / 2))
    },
    code: 'FILE_TRUNCATED',
    says: /whole Parquet/,
  },
  {
    name: 'duplicate-header.csv',
    make: text(`fill_id,symbol,side,qty,Price,price,t_fill\n`),
    code: 'HEADER_INVALID',
    says: /"price" stands twice/i,
    line: 1,
    column: 'price',
  },
  {
    name: 'missing-column.csv',
    make: text(`fill_id,symbol,side,qty,t_fill\n1,BTC/USDT,buy,1,2025-01-01T00:00:00Z\n`),
    code: 'COLUMN_MISSING',
    says: /"price" is missing/,
    line: 1,
    column: 'price',
  },
  {
    name: 'folder.csv',
    make: (path) => {
      mkdirSync(path)
    },
    code: 'FILE_UNREADABLE',
    says: /a directory/,
  },
  { name: 'missing.csv', make: () => undefined, code: 'FILE_MISSING', says: /no such file/ },
  { name: 'pipe.csv', make: (path) => void spawnSync('mkfifo', [path]), code: 'FILE_UNREADABLE', says: /a named pipe/ },
  {
    name: 'circle.csv',
    make: (path) => {
      symlinkSync(path, path)
    },
    code: 'FILE_UNREADABLE',
    says: /in a circle/,
  },
  {
    name: 'bomb.csv.gz',
    make: text(gzipSync(`${HEADER}${ROW.repeat(1_000_000)}`)),
    code: 'FILE_TOO_LARGE',
    says: /unpack/,
  },
  {
    name: 'long-line.csv',
    make: text(`${HEADER}${ROW}2,${'B'.repeat(10_000_000)}/USDT,buy,1,100,2025-01-01T00:00:00Z\n`),
    code: 'FILE_UNREADABLE',
    says: /line 3 is longer than/,
    line: 3,
  },
  {
    name: 'long-header.csv',
    make: text(`${'x'.repeat(10_000_000)},${HEADER}${ROW}`),
    code: 'FORMAT_UNKNOWN',
    says: /the header "x+\.\.\." fits no known format/,
  },
  {
    name: 'open-quote.csv',
    make: text(`${HEADER}${ROW}2,"BTC/USDT,buy,1,100,2025-01-01T00:00:00Z\n${rows(5)}`),
    code: 'FILE_UNREADABLE',
    says: /a quote that opens on line 3 is never closed/,
    line: 3,
  },
  {
    name: 'binary.csv',
    make: text(Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))),
    code: 'FORMAT_UNKNOWN',
    says: /binary content/,
  },
  { name: 'other.csv', make: text('alpha,beta,gamma\nx,y,z\n'), code: 'FORMAT_UNKNOWN', says: /alpha, beta, gamma/ },
  { name: 'other.json', make: text('{"weather": "fine"}'), code: 'FORMAT_UNKNOWN', says: /JSON/ },
  {
    name: 'no-zone.csv',
    make: text(`${HEADER}1,BTC/USDT,buy,1,100,2025-01-01 10:00:00\n`),
    code: 'AMBIGUOUS',
    says: /--zone/,
    column: 't_fill',
  },
]

describe('a file that cannot be loaded', () => {
  it.each(BAD_FILES)(
    '$name is one clear sentence and leaves the project as it was',
    async ({ name, make, code, says, line, column }) => {
      const path = join(temporaryFolder(), name)
      await make(path)
      const workbench = await openProject()
      await importText(workbench, `${HEADER}${rows(3)}`)
      const before = await contentsOf(workbench)
      const failure = await failureOf(() => importPaths(workbench, 'live', [path]))
      expect(failure).toMatchObject({ code, message: expect.stringMatching(says) })
      expect(failure.message).toContain(path)
      expect(failure.message.split(/[.?!]\s/).length).toBeLessThanOrEqual(2)
      expect(failure.line).toBe(line)
      expect(await contentsOf(workbench)).toEqual(before)

      await workbench.close()
      const {
        code: exit,
        stdout,
        stderr,
      } = await runParity(['import', path, '--role', 'live', '--project', workbench.store.path, '--json'])
      expect(exit).toBe(4)
      const document = JSON.parse(stdout) as Record<string, unknown>
      expect(document).toMatchObject({
        schema: 'parity.error/1',
        code,
        file: path,
        line: line ?? null,
        column: column ?? null,
        message: failure.message,
      })
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(await contentsOf(await openProject(workbench.store.path))).toEqual(before)
    },
    60_000,
  )

  it('takes the whole call with it: a good file beside a bad one is not loaded', async () => {
    const workbench = await openProject()
    const before = await contentsOf(workbench)
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'good.csv'), `${HEADER}${rows(3)}`)
    writeFileSync(join(folder, 'ragged.csv'), `${HEADER}1,BTC\n`)
    const paths = ['good.csv', 'ragged.csv'].map((name) => join(folder, name))
    expect((await failureOf(() => importPaths(workbench, 'live', paths))).code).toBe('NOTHING_ACCEPTED')
    expect(await contentsOf(workbench)).toEqual(before)
  })

  it('is refused by the command when its reader lacks the permission', async (context) => {
    if (process.platform === 'win32') context.skip('Windows has no such permission bits')
    const folder = temporaryFolder()
    chmodSync(folder, 0o777)
    const path = join(folder, 'secret.csv')
    writeFileSync(path, `${HEADER}${ROW}`)
    chmodSync(path, 0o000)
    // Root reads everything, so under root the command runs as nobody.
    const asNobody = process.getuid?.() === 0 ? { uid: 65534 } : {}
    const { code, stdout } = await runParity(
      ['import', path, '--role', 'live', '--project', join(folder, 'p.duckdb'), '--json'],
      asNobody,
    )
    expect(code).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('permission was denied'),
    })
  })
})

describe('a file whose name is a pattern', () => {
  it('is read itself, not the file the pattern would fit', async () => {
    // DuckDB takes a bound path for a glob: b[1].csv would read b1.csv.
    const folder = temporaryFolder()
    for (const [name, price] of [
      ['b[1].csv', 111],
      ['b1.csv', 222],
      ['c*.csv', 333],
      ['cd.csv', 444],
      ['e?.csv', 555],
      ['ef.csv', 666],
    ] as const)
      writeFileSync(join(folder, name), `${HEADER}${ROW.replace('100', String(price))}`)
    for (const [name, price] of [
      ['b[1].csv', 111],
      ['c*.csv', 333],
      ['e?.csv', 555],
    ] as const) {
      const workbench = await openProject()
      await importPaths(workbench, 'live', [join(folder, name)])
      expect(await workbench.store.runText('SELECT price FROM fill')).toEqual([{ price }])
      expect((await workbench.store.runText('SELECT path FROM source_file'))[0]).toEqual({ path: join(folder, name) })
    }
  })

  it('may be Parquet too', async () => {
    const folder = temporaryFolder()
    const whole = await makeParquet(join(folder, 'b1.parquet'))
    writeFileSync(join(folder, 'b[1].parquet'), whole)
    writeFileSync(join(folder, 'b1.parquet'), 'PAR1 not really')
    const workbench = await openProject()
    const report = await importPaths(workbench, 'live', [join(folder, 'b[1].parquet')])
    expect(report.inputs[0]?.rows).toEqual({ read: 1000, accepted: 1000, rejected: 0 })
  })
})
