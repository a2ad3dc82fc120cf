import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest'
import { contentsOf, importPaths, openProject } from '../support/project.ts'
import { failureOf } from '../support/read-with-format.ts'
import { runParity } from '../support/run-parity.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const MEGABYTES = 8

/** Mounts a file system of 8 MB for the length of the test; skips it where the system does not let us. */
function smallDisk(context: TestContext): string {
  const folder = temporaryFolder()
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', folder], {
    stdio: 'ignore',
  })
  if (status !== 0) context.skip('a small disk can only be mounted by root on Linux')
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]))
  return folder
}

/** Fills whose ids and prices do not compress, so that `count` rows need about 50 bytes each. */
function fills(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const noise = (index * 2654435761) % 4294967296
    return `${noise.toString(36)}-${index},BTC/USDT,${index % 2 === 0 ? 'buy' : 'sell'},${1 + noise / 1e9},${100 + noise / 1e8},2025-01-01T00:00:0${index % 10}Z`
  })
  return `fill_id,symbol,side,qty,price,t_fill\n${rows.join('\n')}\n`
}

const fewFills = () => temporaryFile('few.csv', fills(10))
const manyFills = () => temporaryFile('many.csv', fills(400_000))

/** What a person does who is told that the disk is full. */
function freeSpace(folder: string): void {
  spawnSync('mount', ['-o', 'remount,size=400m', folder])
}

describe('an import that fills the disk', () => {
  it('ends with DISK_FULL, leaves the project as it was, and succeeds once there is space', async (context) => {
    const disk = smallDisk(context)
    const path = join(disk, 'project.duckdb')
    const workbench = await openProject(path)
    await importPaths(workbench, 'live', [fewFills()])
    const before = await contentsOf(workbench)
    expect(await failureOf(() => importPaths(workbench, 'backtest', [manyFills()]))).toMatchObject({
      code: 'DISK_FULL',
    })
    expect(await contentsOf(workbench)).toEqual(before)
    await workbench.close()
    const reopened = await openProject(path)
    expect(await contentsOf(reopened)).toEqual(before)
    freeSpace(disk)
    const { inputs } = await importPaths(reopened, 'backtest', [manyFills()])
    expect(inputs[0]?.rows).toEqual({ read: 400_000, accepted: 400_000, rejected: 0 })
  })

  it('ends the batch command with 4 and one sentence', async (context) => {
    const path = join(smallDisk(context), 'project.duckdb')
    const { code, stdout, stderr } = await runParity([
      'import',
      manyFills(),
      '--role',
      'live',
      '--project',
      path,
      '--json',
    ])
    expect(code).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'parity.error/1', code: 'DISK_FULL' })
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
