import { describe, expect, it } from 'vitest'
import { verifyAudit } from '#engine/audit-log.ts'
import { openTestSession } from '../engine/open-test-session.ts'
import { silentTask } from '../support/recording-sink.ts'

const task = silentTask()
const HEADER = 'symbol,side,qty,price,fee,t_fill'
const side = (price: number) =>
  `${HEADER}\nA,buy,1,${price},0,2026-03-03T10:00:00Z\nA,sell,1,${price + 1},0,2026-03-03T11:00:00Z\nA,hold,1,1,0,2026-03-03T12:00:00Z\n`

describe('taking a loaded file out', () => {
  it('removes its rows and its refused rows only, makes the review stale, and the file can be loaded again', async () => {
    const opened = await openTestSession()
    const { methods, session } = opened
    const live = { token: opened.give('live.csv', side(10)).token, role: 'live', answers: {} } as const
    const backtest = { token: opened.give('backtest.csv', side(11)).token, role: 'backtest', answers: {} } as const
    await methods['import.run']({ files: [live, backtest] }, task)
    await methods['review.run']({}, task)
    const loaded = (await methods['project.info']({}, task)).sources
    const { source_id: id } = loaded.find(({ role }) => role === 'live')!
    expect(await methods['import.remove']({ source_id: id }, task)).toEqual({ path: 'live.csv' })

    const { store } = session.tools
    expect(await store.runText('SELECT origin::VARCHAR AS origin, count(*)::INT AS n FROM fill GROUP BY ALL')).toEqual([
      { origin: 'backtest', n: 2 },
    ])
    expect((await methods['import.rejects']({ after: 0, limit: 10 }, task)).rows.map(({ path }) => path)).toEqual([
      'backtest.csv',
    ])
    expect((await methods['review.latest']({}, task)).stale).toBe(true)
    // Two imports, a review and the removal: the log keeps what is gone.
    expect((await verifyAudit(store)).entries).toBe(4)

    // Swapped sides are mended so: the same content may come again as something else.
    const again = await methods['import.run']({ files: [{ ...live, role: 'backtest' }] }, task)
    expect(again.inputs[0]?.rows).toEqual({ read: 3, accepted: 2, rejected: 1 })
  })

  it('says so when the file is not there any more', async () => {
    const { methods } = await openTestSession()
    await expect(methods['import.remove']({ source_id: 7 }, task)).rejects.toMatchObject({ code: 'FILE_MISSING' })
  })
})
