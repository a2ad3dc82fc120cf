import { describe, expect, it } from 'vitest'
import { failureOf } from '../support/read-with-format.ts'
import { at } from './made-up-sample.ts'
import { readText } from './read-text.ts'

const LOG = `2024-01-02 00:00:00,100 | INFO | Fetching past data to prefill memory
2024-01-02 00:00:01,200 | INFO | Market Data | Symbol=ETHUSDT | Timeframe=1h | Timestamp=2024-01-02T00:00:00 | O=1 H=2 L=1 C=2 V=3
2024-01-02 00:00:01,793 | INFO | Signal Generation | Bar=2024-01-02T00:00:00 | Symbol=ETHUSDT | Signals=1 | Signal: BUY 0.0 @ MARKET
2024-01-02 00:00:02,283 | INFO | ORDER PLACED | OrderID=7 | Symbol=ETHUSDT | Side=BUY | Size=0.5 | Price=2000.5 | Status=FILLED
2024-01-02 00:00:02,283 | INFO | ORDER FILLED | OrderID=7 | Symbol=ETHUSDT | Side=BUY | FilledSize=0.5 | FillPrice=2000.5 | Status=FILLED | Timestamp=2024-01-02T00:00:02.283281
2024-01-02 00:00:02,284 | INFO | Order Logged | OrderID=7 | Side=BUY | Symbol=ETHUSDT | Price=2000.5 | Size=0.5 | Status=FILLED | Timestamp=2024-01-02T00:00:02.283281
2024-01-02 00:01:00,000 | INFO | ORDER PLACED | OrderID=8 | Symbol=ETHUSDT | Side=SELL | Size=0.5 | Price=2001 | Status=NEW
Traceback (most recent call last):
`

describe("a bot's log of signals, orders and fills", () => {
  it('gives orders and fills with the time from signal to answer; every other line is counted', async () => {
    const { format, sink } = await readText('live.log', LOG, { zone: 'UTC' })
    expect(format.id).toBe('stratix-log')
    // From signal to fill: 02.283281 - 01.793 = 0.490281 s.
    const [fill] = sink.fills
    expect(fill).toMatchObject({
      record: 5,
      order_id: '7',
      symbol: 'ETHUSDT',
      side: 'buy',
      qty: 0.5,
      price: 2000.5,
      order_type: 'market',
      t_signal: at('2024-01-02T00:00:01.793Z'),
      t_ack: at('2024-01-02T00:00:02.283Z'),
    })
    expect((fill?.t_fill ?? 0) - (fill?.t_signal ?? 0)).toBe(490_281)
    expect(sink.orders).toMatchObject([
      { record: 4, order_id: '7', status: 'filled', t_signal: at('2024-01-02T00:00:01.793Z') },
      // The signal was used up by the order before, and is of the other side.
      { record: 7, order_id: '8', side: 'sell', status: null, t_signal: null, t_final: null },
    ])
    expect([sink.read, sink.rejects, sink.notes]).toEqual([8, [], new Map([['log-line', 5]])])
  })

  it('asks for the zone of its times', async () => {
    expect(await failureOf(() => readText('live.log', LOG))).toMatchObject({ code: 'AMBIGUOUS' })
  })
})
