import { describe, expect, it } from 'vitest'
import { join } from 'node:path'
import type { Review } from '#shared/review.ts'
import type { ReviewRequest } from '#engine/review-settings.ts'
import { ROOT } from '../support/planted-folder.ts'
import { importPaths, openProject, review } from '../support/project.ts'
import { realData } from '../support/real-data.ts'

const mapping = (name: string) => join(ROOT, 'test/fixtures/mappings', `${name}.toml`)

async function reviewReal(
  live: readonly [path: string | null, map?: string],
  backtest: readonly [path: string | null, map?: string],
  request: ReviewRequest = {},
): Promise<Review> {
  const workbench = await openProject()
  for (const [role, [path, map]] of [
    ['live', live],
    ['backtest', backtest],
  ] as const)
    await importPaths(workbench, role, [path!], map === undefined ? {} : { mapping: mapping(map) })
  return await review(workbench, request)
}

const B = ['live_trades.csv', 'backtest_trades.csv'].map((name) => realData('pairB_numatix_kumud', name))
const C = ['live_trades.csv', 'backtest_trades.csv'].map((name) => realData('pairC_stratix', name))
const G = ['live_trades.csv', 'backtest_trades.csv'].map((name) => realData('pairG_coldriver', name))
const O = ['meic-strategy-trade-log.csv', 'meic-tradelog.csv'].map((name) => realData('pair_optionomega_meic', name))
const A = realData('pairA_freqtrade_ichiV1', 'live_tradesv3.sqlite')
const OTHER = realData('pairA_freqtrade_ichiV1', 'backtest-result-2024-05-06_09-49-32.json')

describe('real live and backtest pairs through mapping files', () => {
  it.skipIf(B.includes(null))('six trades of a bot: one entry differs, and its cost is found to the cent', async () => {
    const result = await reviewReal([B[0]!, 'bot-round-trips'], [B[1]!, 'bot-round-trips'], { capital: 10_000 })
    // By hand, quantity 1: live entered the fourth trade at 12:29 at 91256.57, the backtest at 12:34 at 91300.00, five
    // minutes apart and so outside the 120 s gate; both left at 91277.11. 91300.00 - 91256.57 = 43.43, all alpha.
    expect(result.total.active_pnl).toBeCloseTo(43.43, 9)
    expect(result.total.attribution.alpha).toBeCloseTo(43.43, 9)
    expect(result.matching).toMatchObject({ matched: 11, live_only: 1, backtest_only: 1 })
    // Live's own P&L over six trades: -4.39 - 8.42 - 19.65 + 20.54 + 33.54 - 16.35 = 5.27.
    expect(result.total.live_pnl).toBeCloseTo(5.27, 9)
  })

  it.skipIf(O.includes(null))(
    'option spreads review over the days both logs cover, and the double size is said',
    async () => {
      const result = await reviewReal([O[0]!, 'option-omega-live'], [O[1]!, 'option-omega-backtest'], {
        capital: 100_000,
      })
      expect(result.status).toBe('OK')
      expect(result.days).toHaveLength(13)
      expect(result.suggestions).toMatchObject([{ code: 'scale', value: 2 }])
      expect(Math.abs(result.total.attribution.residual)).toBeLessThan(result.total.residual_limit)
    },
  )

  it.skipIf(C.includes(null))(
    'a backtest of other months is not comparable, and says what each side covers',
    async () => {
      const result = await reviewReal([C[0]!, 'bot-fills'], [C[1]!, 'bot-fills'])
      expect(result.status).toBe('NOT_COMPARABLE')
      expect(result.reason).toBe(
        'The two sides have no common trading day: live covers 2026-06-28 to 2026-06-28, the backtest 2025-12-22 to 2025-12-29.',
      )
      expect(result.inputs.map((input) => input.rows.accepted)).toEqual([43, 4])
    },
  )

  it.skipIf(G.includes(null))('a backtest of other years is not comparable', async () => {
    const result = await reviewReal([G[0]!, 'engine-live'], [G[1]!, 'engine-backtest'])
    expect(result.status).toBe('NOT_COMPARABLE')
    expect(result.inputs.map((input) => input.rows.accepted)).toEqual([7, 4500])
  })

  it.skipIf(A === null || OTHER === null)(
    'another user’s backtest beside a bot is not comparable: no instrument in common',
    async () => {
      const result = await reviewReal([A], [OTHER])
      expect(result.status).toBe('NOT_COMPARABLE')
      expect(result.reason).toContain('no instrument in common')
    },
  )
})
