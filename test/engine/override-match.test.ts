import { describe, expect, it } from 'vitest'
import { clearOverride, overrideMatch } from '#engine/override-match.ts'
import { verifyAudit } from '#engine/audit-log.ts'
import type { Workbench } from '#main/compose.ts'
import { importTables, openProject, review } from '../support/project.ts'

const base = { symbol: 'BTC-USDT', side: 'buy', qty: 1 }
const at = (seconds: number) => new Date(Date.UTC(2025, 0, 2, 10) + seconds * 1000).toISOString()

/** Two live and two backtest orders of one instrument: by time l1 goes with b1 and l2 with b2. */
async function twoByTwo(): Promise<Workbench> {
  const workbench = await openProject()
  await importTables(workbench, {
    live: [
      { ...base, order_id: 'l1', price: 100, t_fill: at(0) },
      { ...base, order_id: 'l2', price: 101, t_fill: at(60) },
    ],
    backtest: [
      { ...base, order_id: 'b1', price: 100, t_fill: at(5) },
      { ...base, order_id: 'b2', price: 101, t_fill: at(65) },
    ],
  })
  return workbench
}

async function pairs({ store }: Workbench): Promise<string[]> {
  const rows = await store.runText(
    `SELECT string_agg(c.intent, '+' ORDER BY c.origin, c.intent) || ' ' || min(p.method) AS pair
     FROM pairing p JOIN composite c USING (composite_id) GROUP BY p.pair_id ORDER BY 1`,
  )
  return rows.map((row) => String(row['pair']))
}

const crossed = { instrument: 'BTC-USDT', liveIntent: 'o:l1', backtestIntent: 'o:b2' }

describe('the user’s word on matching', () => {
  it('pairs what was pinned and lets the rest be matched around it', async () => {
    const workbench = await twoByTwo()
    await review(workbench)
    expect(await pairs(workbench)).toEqual(['o:l1+o:b1 time', 'o:l2+o:b2 time'])
    await overrideMatch(workbench.store, workbench.clock, { action: 'pin', ...crossed })
    await review(workbench)
    expect(await pairs(workbench)).toEqual(['o:l1+o:b2 pinned', 'o:l2+o:b1 time'])
  })

  it('never pairs what was parted, but leaves both free for others', async () => {
    const workbench = await twoByTwo()
    const natural = { instrument: 'BTC-USDT', liveIntent: 'o:l1', backtestIntent: 'o:b1' }
    await overrideMatch(workbench.store, workbench.clock, { action: 'unpin', ...natural })
    await review(workbench)
    expect(await pairs(workbench)).toEqual(['o:l1+o:b2 time', 'o:l2+o:b1 time'])
  })

  it('parts a pair that shares its signal id', async () => {
    const workbench = await openProject()
    const shared = { ...base, signal_id: 's1', price: 100 }
    await importTables(workbench, { live: [{ ...shared, t_fill: at(0) }], backtest: [{ ...shared, t_fill: at(1) }] })
    const words = { instrument: 'BTC-USDT', liveIntent: 's:s1', backtestIntent: 's:s1' }
    await overrideMatch(workbench.store, workbench.clock, { action: 'unpin', ...words })
    expect((await review(workbench)).matching.matched).toBe(0)
    await clearOverride(workbench.store, workbench.clock, words)
    expect((await review(workbench)).matching.matched).toBe(1)
  })

  it('moves a pin: pinning an order elsewhere takes its earlier pin away', async () => {
    const workbench = await twoByTwo()
    await overrideMatch(workbench.store, workbench.clock, { action: 'pin', ...crossed })
    await overrideMatch(workbench.store, workbench.clock, { action: 'pin', ...crossed, backtestIntent: 'o:b1' })
    await review(workbench)
    expect(await pairs(workbench)).toEqual(['o:l1+o:b1 pinned', 'o:l2+o:b2 time'])
  })

  it('survives a later import and is in the audit log', async () => {
    const workbench = await twoByTwo()
    await overrideMatch(workbench.store, workbench.clock, { action: 'pin', ...crossed })
    await importTables(workbench, { live: [{ ...base, order_id: 'l3', price: 99, t_fill: at(900) }] })
    await review(workbench)
    expect(await pairs(workbench)).toContain('o:l1+o:b2 pinned')
    expect((await verifyAudit(workbench.store)).entries).toBe(5)
  })

  it('refuses a word that names no order', async () => {
    const workbench = await twoByTwo()
    const nobody = { action: 'pin' as const, ...crossed, liveIntent: '' }
    await expect(overrideMatch(workbench.store, workbench.clock, nobody)).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
    })
  })
})
