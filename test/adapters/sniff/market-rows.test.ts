import { describe, expect, it } from 'vitest'
import type { SniffedFile } from '#shared/contract.ts'
import { openTestSession } from '../../engine/open-test-session.ts'
import { silentTask } from '../../support/recording-sink.ts'

async function look(name: string, text: string): Promise<SniffedFile> {
  const session = await openTestSession()
  const { files } = await session.methods['import.sniff']({ files: [session.give(name, text)] }, silentTask())
  return files[0]!
}

/** 1 March 2020, 00:00:00 UTC, in microseconds. */
const T0 = 1_583_020_800_000_000
const TARDIS = (header: string, rows: readonly string[]) => [header, ...rows, ''].join('\n')

describe('market data before it is loaded', () => {
  it('shows a trades tape as the bars it is read as', async () => {
    const rows = [
      `bitmex,XBTUSD,${T0},${T0},a,buy,100,1`,
      `bitmex,XBTUSD,${T0 + 30e6},${T0},b,sell,103,2`,
      `bitmex,XBTUSD,${T0 + 60e6},${T0},c,sell,102,4`,
    ]
    const file = await look(
      'trades.csv',
      TARDIS('exchange,symbol,timestamp,local_timestamp,id,side,price,amount', rows),
    )
    expect(file).toMatchObject({ role: 'market', shape: 'bars', holds: 'trades tape, read as 1-minute bars' })
    expect(file.preview_header).toEqual(['symbol', 't', 'open', 'high', 'low', 'close', 'volume'])
    // The first minute: 100 then 103, 1 + 2 = 3 traded.
    expect(file.preview).toEqual([
      ['XBTUSD', '2020-03-01T00:00:00.000Z', '100', '103', '100', '103', '3'],
      ['XBTUSD', '2020-03-01T00:01:00.000Z', '102', '102', '102', '102', '4'],
    ])
  })

  it('shows quotes as quotes, their times to the microsecond', async () => {
    const rows = [`huobi,BTC-USD,${T0 + 7},${T0},2,101,100,5`]
    const header = 'exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount'
    const file = await look('quotes.csv', TARDIS(header, rows))
    expect(file).toMatchObject({ role: 'market', shape: 'quotes', holds: 'quotes' })
    const row = Object.fromEntries(file.preview_header.map((name, at) => [name, file.preview[0]?.[at]]))
    expect(row).toMatchObject({ symbol: 'BTC-USD', t: '2020-03-01T00:00:00.000007Z', bid: '100', ask: '101' })
  })

  it('shows an order book as the best quotes it is read as', async () => {
    const level = (side: string, price: number, amount: number, t: number) =>
      `deribit,BTC-PERP,${t},${t},false,${side},${price},${amount}`
    const rows = [
      level('bid', 100, 1, T0),
      level('ask', 101, 1, T0),
      level('bid', 99, 1, T0 + 1),
      level('bid', 100.5, 2, T0 + 2),
    ]
    const header = 'exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount'
    const file = await look('book.csv', TARDIS(header, rows))
    expect(file).toMatchObject({ role: 'market', shape: 'quotes', holds: 'order book, read as best quotes' })
    expect(file.preview.at(-1)?.slice(2, 4)).toEqual(['100.5', '101'])
  })

  it('keeps the format of a file of it that cannot be read, and says what is wrong', async () => {
    const rows = [`deribit,BTC-PERP,${T0},${T0},false,bid,100,1`]
    const header = 'exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount'
    const file = await look('book.csv', TARDIS(header, rows))
    expect([file.format, file.problem?.code]).toEqual(['tardis-book', 'NOTHING_ACCEPTED'])
  })
})
