import { describe, expect, it } from 'vitest'
import { appendAudit, verifyAudit } from '#engine/audit-log.ts'
import type { Workbench } from '#main/compose.ts'
import { importTables, openProject, review } from '../support/project.ts'

const fill = { symbol: 'BTC-USDT', side: 'buy', qty: 1, price: 100, t_fill: '2025-01-02T00:00:00Z' }

async function projectWithEntries(entries: number): Promise<Workbench> {
  const workbench = await openProject()
  for (let n = 1; n <= entries; n++) await appendAudit(workbench.store, workbench.clock, 'settings', { n })
  return workbench
}

describe('the audit log', () => {
  it('is intact after an import and a review, with one entry a file and one a run', async () => {
    const workbench = await openProject()
    await importTables(workbench, { live: [fill], backtest: [fill] })
    await review(workbench)
    expect((await verifyAudit(workbench.store)).entries).toBe(3)
  })

  it('is intact when empty', async () => {
    const { store } = await openProject()
    expect(await verifyAudit(store)).toEqual({ entries: 0, head: '0'.repeat(64) })
  })

  it.each([
    ['a changed body', `UPDATE audit SET body = '{"n":99}' WHERE seq = 3`, 3],
    ['a changed time', 'UPDATE audit SET at_us = at_us + 1 WHERE seq = 2', 2],
    ['a removed entry', 'DELETE FROM audit WHERE seq = 2', 2],
    ['a removed last entry', 'DELETE FROM audit WHERE seq = 5', 5],
    ['everything removed', 'DELETE FROM audit', 1],
    ['an entry from outside', `INSERT INTO audit SELECT 6, at_us, kind, body, hash, hash FROM audit WHERE seq = 5`, 6],
  ])('names the first entry that is wrong after %s', async (_what, sql, seq) => {
    const { store } = await projectWithEntries(5)
    await store.runText(sql)
    await expect(verifyAudit(store)).rejects.toMatchObject({ code: 'AUDIT_BROKEN', details: { seq } })
  })

  it('finds an entry whose hash was made to fit its new body, because the next hash no longer does', async () => {
    const { store } = await projectWithEntries(3)
    await store.runText(`UPDATE audit SET hash = repeat('a', 64) WHERE seq = 2`)
    await expect(verifyAudit(store)).rejects.toMatchObject({ details: { seq: 2 } })
  })
})
