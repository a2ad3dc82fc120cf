import { expect, it } from 'vitest'
import { setRates } from '#engine/set-conversions.ts'
import type { Workbench } from '#main/compose.ts'
import { importPaths, openProject, review } from '../support/project.ts'
import { realData } from '../support/real-data.ts'

const file = realData('freqtrade_oldschema_live', 'tradesv3.sqlite')

interface FeeRow {
  readonly trip_id: string
  readonly side: number
  readonly fee_money: number | null
  readonly fee_base: number
}

async function feesOfTrips(workbench: Workbench, trips: readonly number[]): Promise<FeeRow[]> {
  return (await workbench.store.runText(
    `SELECT trip_id, side, fee_money, fee_base FROM review_fill WHERE origin = 'live' AND trip_id IN (${trips.map((trip) => `'${trip}'`).join(', ')})
     ORDER BY trip_id, side DESC`,
  )) as unknown as FeeRow[]
}

it.skipIf(file === null)(
  'turns the sixteen entry-fee currencies of one bot into money, or says which it cannot',
  async () => {
    const workbench = await openProject()
    await importPaths(workbench, 'live', [file!])
    await importPaths(workbench, 'backtest', [file!])
    const unrated = await review(workbench)
    const [bnb] = unrated.flags.filter((flag) => flag.code === 'fee-currency')
    expect(bnb?.field).toBe('BNB')
    await setRates(workbench.store, workbench.clock, { BNB: 400 })
    const rated = await review(workbench)
    expect(rated.flags.filter((flag) => flag.code === 'fee-currency')).toEqual([])
    const fees = await feesOfTrips(workbench, [1, 7, 8])
    // Trade 1: 5.653e-5 BNB at 400 = 0.022612 USDT in, 6.436e-5 BNB = 0.025744 out.
    expect(fees[0]?.fee_money).toBeCloseTo(0.022612, 9)
    expect(fees[1]?.fee_money).toBeCloseTo(0.025744, 9)
    // Trade 7: 0.2369 XRP of the XRP bought at 1.24911 = 0.295914159 USDT, and 0.2369 XRP less to hold.
    expect(fees[2]?.fee_money).toBeCloseTo(0.2369 * 1.24911, 9)
    expect(fees[2]?.fee_base).toBeCloseTo(0.2369, 12)
    // Trade 8: 2.444e-5 BTC at 60,683.39 = 1.4831020516 USDT.
    expect(fees[4]?.fee_money).toBeCloseTo(1.4831020516, 9)
    // A side compared with itself differs by nothing, base-currency fees included.
    expect(rated.total.active_pnl).toBeCloseTo(0, 9)
    expect(Math.abs(rated.total.attribution.residual)).toBeLessThan(rated.total.residual_limit)
  },
)
