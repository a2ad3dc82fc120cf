import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runParity } from '../support/run-parity.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const FILLS = 'symbol,side,qty,price,t_fill\nA-USDT,buy,1,100,2026-03-02T10:00:00Z\n'
const NO_PRICE = 'symbol,side,qty,t_fill\nA-USDT,buy,1,2026-03-02T10:00:00Z\n'

describe('a project that the command would make', () => {
  it.each([
    ['import', ['import', 'FILE', '--role', 'live']],
    ['review', ['review', '--live', 'FILE', '--backtest', 'FILE']],
    ['simulate', ['simulate', '--backtest', 'FILE', '--scenario', 'baseline']],
  ])('is not left behind empty when %s rejects its input', async (_name, args) => {
    const project = join(temporaryFolder(), 'new.parity')
    const file = temporaryFile('fills.csv', NO_PRICE)
    const given = args.map((arg) => (arg === 'FILE' ? file : arg))
    const { code, stderr } = await runParity([...given, '--project', project])
    expect(stderr).toContain('price')
    expect(code).toBe(4)
    expect([existsSync(project), existsSync(`${project}.wal`)]).toEqual([false, false])
  })

  it('stays when something was committed to it before the failure', async () => {
    // The files load, then a review of live alone finds nothing to compare: what was loaded must not go with it.
    const project = join(temporaryFolder(), 'new.parity')
    const live = temporaryFile('live.csv', FILLS)
    const backtest = temporaryFile('backtest.csv', FILLS.replace('A-USDT', 'B-USDT'))
    const { code } = await runParity(['review', '--live', live, '--backtest', backtest, '--project', project])
    expect(code).toBe(4)
    expect(existsSync(project)).toBe(true)
  })

  it('stays as it was when it was there before', async () => {
    const project = join(temporaryFolder(), 'old.parity')
    expect(
      (await runParity(['import', temporaryFile('a.csv', FILLS), '--role', 'live', '--project', project])).code,
    ).toBe(0)
    const failed = await runParity(['import', temporaryFile('b.csv', NO_PRICE), '--role', 'live', '--project', project])
    expect(failed.code).toBe(4)
    expect(existsSync(project)).toBe(true)
  })

  it('is not made by asking whether its audit log is intact', async () => {
    const project = join(temporaryFolder(), 'typo.parity')
    const { code, stderr } = await runParity(['audit', 'verify', '--project', project])
    expect(code).toBe(4)
    expect(stderr).toContain('there is no such project')
    expect(existsSync(project)).toBe(false)
  })
})
