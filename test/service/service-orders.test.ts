import { describe, expect, it } from 'vitest'
import { readServiceData } from '#engine/service-data.ts'
import { importTables, importText, openProject } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'

const order = (id: string, rest: object = {}) => ({
  order_id: id,
  version: 'v1',
  symbol: 'BTC/USDT',
  side: 'buy',
  qty: 3,
  status: 'filled',
  filled_qty: 3,
  t_sent: '2025-01-01T10:00:00Z',
  t_ack: '2025-01-01T10:00:00.250Z',
  t_final: '2025-01-01T10:00:01Z',
  ...rest,
})
const fill = (id: string, orderId: string, rest: object = {}) => ({
  fill_id: id,
  order_id: orderId,
  symbol: 'BTC/USDT',
  side: 'buy',
  qty: 1,
  price: 101,
  fill_mid: 100,
  fee: 0.101,
  fee_currency: 'USDT',
  t_fill: '2025-01-01T10:00:01Z',
  ...rest,
})

describe('live orders as the service levels see them', () => {
  it('cost what their fills cost, weighted by notional at the mid', async () => {
    const project = await openProject()
    await importTables(project, {
      orders: [
        order('o1'),
        order('o2', { side: 'sell' }),
        order('o3', { status: 'rejected', filled_qty: 0, t_ack: '' }),
      ],
      // o1: 1 at 101 over a mid of 100 and 2 at 102 over 100: cost 1 + 4 = 5 over 300 = 166.67 bps (an average by fill gives 150).
      // Fees 0.101 + 0.305 = 0.406 over 101 + 204 = 305: 13.31 bps.
      live: [
        fill('1', 'o1'),
        fill('2', 'o1', { qty: 2, price: 102, fee: 0.305 }),
        // Sold 1 above the mid: better, so negative; its fee is 0.001 BTC = 0.101 USDT, 10 bps.
        fill('3', 'o2', { side: 'sell', fee: 0.001, fee_currency: 'BTC' }),
      ],
    })
    const { data, flags } = await readServiceData(project.store, null, silentTask())
    const [o1, o2, o3] = data.orders ?? []
    expect(o1?.slippage_bps).toBeCloseTo(166.6667, 3)
    expect(o1?.fee_bps).toBeCloseTo((0.406 / 305) * 1e4, 9)
    expect(o2).toMatchObject({ slippage_bps: -100, fee_bps: expect.closeTo(10, 9) })
    expect(o3).toMatchObject({ status: 'rejected', slippage_bps: null, fee_bps: null, t_ack: null })
    expect((o1?.t_ack ?? 0) - (o1?.t_sent ?? 0)).toBe(250_000)
    expect(flags).toEqual([])
  })

  it('take the mid from quotes up to a minute old where fills carry none, and have none beyond', async () => {
    const project = await openProject()
    await importTables(project, {
      orders: [order('fresh'), order('stale')],
      live: [
        fill('1', 'fresh', { fill_mid: '', t_fill: '2025-01-01T10:00:30Z' }),
        fill('2', 'stale', { fill_mid: '', t_fill: '2025-01-01T10:05:00Z', fee: '' }),
      ],
      market: [{ symbol: 'BTC/USDT', t: '2025-01-01T10:00:00Z', bid: 99, ask: 103 }],
    })
    const { data } = await readServiceData(project.store, null, silentTask())
    // Quoted mid 101, bought at 101.
    expect(data.orders?.map((row) => [row.slippage_bps, row.fee_bps === null])).toEqual([
      [0, false],
      [null, true],
    ])
  })

  it('are left out and counted where it is not known when they were sent or how they ended', async () => {
    const project = await openProject()
    await importTables(project, { orders: [order('a'), order('b', { t_sent: '' }), order('c', { status: '' })] })
    const { data, flags } = await readServiceData(project.store, null, silentTask())
    expect(data.orders).toHaveLength(1)
    expect(flags).toEqual([
      { code: 'no-sent-time', field: 'orders', count: 1 },
      { code: 'open-order', field: 'orders', count: 1 },
    ])
  })

  it('count once when two exports hold them, as the newer has it', async () => {
    const project = await openProject()
    const text = (status: string) =>
      `order_id,symbol,side,qty,status,t_sent\no1,BTC/USDT,buy,1,${status},2025-01-01T10:00:00Z\n`
    await importText(project, text('partial'), { role: 'orders', name: 'one.csv' })
    await importText(project, text('filled'), { role: 'orders', name: 'two.csv' })
    const { data } = await readServiceData(project.store, null, silentTask())
    expect(data.orders?.map(({ status }) => status)).toEqual(['filled'])
  })
})
