import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate, MIGRATIONS } from '#adapters/duckdb/migrate.ts'
import { machineLimits, Store, type StoreLimits } from '#adapters/duckdb/store.ts'
import { CancelledError } from '#shared/errors.ts'
import { holdProject } from '../support/hold-project.ts'
import { contentsOf, importText, openProject } from '../support/project.ts'
import { failureOf } from '../support/read-with-format.ts'
import { silentTask } from '../support/recording-sink.ts'
import { runParity } from '../support/run-parity.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const LIMITS = machineLimits(2)
const FILLS = 'symbol,side,qty,price,t_fill\nBTC/USDT,buy,1,100,2025-01-01T00:00:00Z\n'

async function openStore(
  path = join(temporaryFolder(), 'project.duckdb'),
  limits: StoreLimits = LIMITS,
): Promise<Store> {
  const store = await Store.open(path, limits)
  onTestFinished(() => store.close())
  return store
}

describe('a project file', () => {
  it('keeps its schema and rows when it is opened and migrated again', async () => {
    const path = join(temporaryFolder(), 'project.duckdb')
    const first = await openProject(path)
    await importText(first, FILLS)
    const before = await contentsOf(first)
    await migrate(first.store)
    expect(await contentsOf(first)).toEqual(before)
    await first.close()
    expect(await contentsOf(await openProject(path))).toEqual(before)
  })

  it('knows each migration by name and checksum', async () => {
    const store = await openStore()
    const applied = await store.runText('SELECT name, checksum FROM schema_migration ORDER BY name')
    expect(applied).toEqual(MIGRATIONS.map(({ name, checksum }) => ({ name, checksum })))
  })

  it('is refused with PROJECT_NEWER when it holds a migration this program does not know', async () => {
    const path = join(temporaryFolder(), 'project.duckdb')
    const store = await openStore(path)
    await store.runText("INSERT INTO schema_migration VALUES ('9999-later.sql', 'abc')")
    await store.close()
    const failure = await failureOf(() => Store.open(path, LIMITS))
    expect(failure).toMatchObject({ code: 'PROJECT_NEWER', message: expect.stringContaining('9999-later.sql') })
  })

  it('is refused with PROJECT_NEWER when a migration it holds had another text', async () => {
    const path = join(temporaryFolder(), 'project.duckdb')
    const store = await openStore(path)
    await store.runText("UPDATE schema_migration SET checksum = 'changed'")
    await store.close()
    expect((await failureOf(() => Store.open(path, LIMITS))).code).toBe('PROJECT_NEWER')
  })

  it.each([
    ['text', 'symbol,side,qty\nBTC/USDT,buy,1\n'.repeat(500)],
    ['an SQLite database', `SQLite format 3\0${'\0'.repeat(8000)}`],
    ['random bytes', Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 251))],
  ])('is refused with PROJECT_INVALID when it is %s', async (_, content) => {
    const path = temporaryFile('project.duckdb', content)
    expect(await failureOf(() => Store.open(path, LIMITS))).toMatchObject({ code: 'PROJECT_INVALID' })
  })

  it('is refused with PROJECT_INVALID when it was cut short', async () => {
    // The header is whole, the blocks it points to are not.
    const whole = await openProject()
    await importText(whole, FILLS)
    await whole.close()
    const path = temporaryFile('project.duckdb', readFileSync(whole.store.path).subarray(0, 10_000))
    expect((await failureOf(() => Store.open(path, LIMITS))).code).toBe('PROJECT_INVALID')
  })

  it('is refused with PROJECT_INVALID when it is a directory, or stands below a file', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'directory'))
    writeFileSync(join(folder, 'file'), 'x')
    expect((await failureOf(() => Store.open(join(folder, 'directory'), LIMITS))).code).toBe('PROJECT_INVALID')
    expect((await failureOf(() => Store.open(join(folder, 'file', 'project.duckdb'), LIMITS))).code).toBe(
      'PROJECT_INVALID',
    )
  })
})

describe('a project held by another process', () => {
  it('is refused with PROJECT_BUSY, naming the process', async () => {
    const path = join(temporaryFolder(), 'project.duckdb')
    const pid = await holdProject(path)
    const failure = await failureOf(() => Store.open(path, LIMITS))
    expect(failure).toMatchObject({ code: 'PROJECT_BUSY', message: expect.stringContaining(`PID ${pid}`) })
  })

  it('ends the batch command with 5 and an error document that names the process', async () => {
    const path = join(temporaryFolder(), 'project.duckdb')
    const pid = await holdProject(path)
    const fills = temporaryFile('fills.csv', FILLS)
    const { code, stdout, stderr } = await runParity(['import', fills, '--role', 'live', '--project', path, '--json'])
    expect(code).toBe(5)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'parity.error/1',
      code: 'PROJECT_BUSY',
      message: expect.stringContaining(`PID ${pid}`),
    })
    expect(stderr).toContain(`PID ${pid}`)
  })

  it('can be opened once it was let go', async () => {
    const path = join(temporaryFolder(), 'project.duckdb')
    const first = await openStore(path)
    await first.close()
    await first.close()
    expect((await (await openStore(path)).runText('SELECT 1 AS one'))[0]).toEqual({ one: 1 })
  })
})

describe('the database between imports', () => {
  it.each([
    ['a file of the system', "SELECT * FROM read_text('/etc/passwd')"],
    ['a file by its bare name', "SELECT * FROM '/etc/passwd.csv'"],
    ['a folder listing', "SELECT * FROM glob('/etc/*')"],
  ])('cannot read %s', async (_, sql) => {
    const store = await openStore()
    expect((await failureOf(() => store.runText(sql))).message).toMatch(/disabled|Permission/)
  })

  it('cannot write a file, attach another database or load an extension', async () => {
    const store = await openStore()
    const target = join(temporaryFolder(), 'copied.csv')
    for (const sql of [
      `COPY (SELECT 1) TO '${target}'`,
      `ATTACH '${target}'`,
      `EXPORT DATABASE '${target}'`,
      'INSTALL httpfs',
      `LOAD '${target}'`,
    ])
      expect((await failureOf(() => store.runText(sql))).message).toMatch(/disabled|Permission/)
  })

  it('cannot be configured any more', async () => {
    const store = await openStore()
    for (const sql of [
      'SET enable_external_access = true',
      "SET memory_limit = '1TB'",
      'SET threads = 1',
      "SET allowed_paths = ['/etc/passwd']",
      'RESET lock_configuration',
    ])
      expect((await failureOf(() => store.runText(sql))).message).toContain('locked')
  })

  it('reads the files of an import while it lasts, no others, and none afterwards', async () => {
    const store = await openStore()
    const allowed = temporaryFile('allowed.txt', 'allowed')
    const other = temporaryFile('other.txt', 'other')
    const read = (path: string) => store.runText(`SELECT content FROM read_text('${path}')`)
    await store.withFiles([allowed], async () => {
      expect(await read(allowed)).toEqual([{ content: 'allowed' }])
      expect((await failureOf(() => read(other))).message).toMatch(/disabled|Permission/)
    })
    expect((await failureOf(() => read(allowed))).message).toMatch(/disabled|Permission/)
  })

  it('allows a path with quotes as it is', async () => {
    const store = await openStore()
    const path = temporaryFile('it\'s "quoted".txt', 'quoted')
    await store.withFiles([path], async () => {
      const rows = await store.runText(`SELECT content FROM read_text('${path.replaceAll("'", "''")}')`)
      expect(rows).toEqual([{ content: 'quoted' }])
    })
  })
})

describe('a transaction', () => {
  it('leaves nothing behind when its work throws', async () => {
    const workbench = await openProject()
    const before = await contentsOf(workbench)
    const work = () =>
      workbench.store.transaction(async () => {
        await workbench.store.runText("INSERT INTO project_setting VALUES ('a', 'b')")
        throw new Error('stop')
      })
    expect((await failureOf(work)).message).toBe('stop')
    expect(await contentsOf(workbench)).toEqual(before)
  })
})

const ENDLESS = 'SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE hash(a.range, b.range) = 42'

describe('a long query', () => {
  it('stops with CancelledError whenever its task is cancelled, and the project works on', async () => {
    // The query runs for days. While it is being planned a single interrupt is forgotten, and the test would time out.
    const store = await openStore()
    for (const delayMs of [0, 0, 1, 1, 2, 3, 5, 8, 20, 100]) {
      const controller = new AbortController()
      setTimeout(() => controller.abort(), delayMs)
      await expect(store.runText(ENDLESS, {}, silentTask(controller.signal))).rejects.toBeInstanceOf(CancelledError)
      expect(await store.runText('SELECT 1 AS one')).toEqual([{ one: 1 }])
    }
  })

  it('never starts when its task was cancelled before', async () => {
    const store = await openStore()
    const task = silentTask(AbortSignal.abort())
    await expect(store.runText('CREATE TABLE never (i INTEGER)', {}, task)).rejects.toBeInstanceOf(CancelledError)
    expect(await store.runText("SELECT 1 FROM duckdb_tables() WHERE table_name = 'never'")).toEqual([])
  })

  it('reports its progress in percent', async () => {
    // With one thread the one that reports is the one that works.
    const store = await openStore(undefined, { ...LIMITS, threads: 1 })
    const controller = new AbortController()
    const seen: number[] = []
    const task = {
      signal: controller.signal,
      report: ({ done, total }: { done: number; total: number | null }) => {
        expect(total).toBe(100)
        seen.push(done)
        controller.abort()
      },
    }
    await expect(store.runText(ENDLESS, {}, task)).rejects.toBeInstanceOf(CancelledError)
    expect(seen.length).toBeGreaterThan(0)
  })
})

describe('a limit that is reached', () => {
  const SPILLING =
    'CREATE TEMP TABLE spilled AS SELECT hash(range)::VARCHAR || hash(range + 1) AS text FROM range(3000000)'
  const ROWS = 'SELECT count(*)::DOUBLE AS n FROM spilled'
  const limited = (temporaryMiB: number) =>
    openStore(undefined, { memoryBytes: 64 * 2 ** 20, threads: 1, temporaryBytes: temporaryMiB * 2 ** 20 })

  it('is a sentence about memory when the rows cannot be spilled, and the project works on', async () => {
    // A list is held whole: 30 million numbers are 240 MB.
    const store = await limited(1000)
    const failure = await failureOf(() => store.runText('SELECT len(list(range)) FROM range(30000000)'))
    expect(failure).toMatchObject({ code: 'OUT_OF_MEMORY', message: expect.stringContaining('PARITY_MEMORY_MB') })
    expect(await store.runText('SELECT count(*)::DOUBLE AS n FROM fill')).toEqual([{ n: 0 }])
  })

  it('is a sentence about temporary space when too much is spilled', async () => {
    // As an option at opening, DuckDB shows this limit and ignores it.
    const store = await limited(1)
    const failure = await failureOf(() => store.runText(SPILLING))
    expect(failure).toMatchObject({ code: 'OUT_OF_MEMORY', message: expect.stringContaining('temporary') })
  })

  it('is not reached while what does not fit may be spilled', async () => {
    const store = await limited(1000)
    await store.runText(SPILLING)
    expect(await store.runText(ROWS)).toEqual([{ n: 3_000_000 }])
  })
})
