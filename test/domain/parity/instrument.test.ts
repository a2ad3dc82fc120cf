import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInstrument } from '#domain/parity/instrument.ts'

/** spelling, name, base, quote, kind, expiry */
const SPELLINGS: readonly (readonly [string, string, string, string | null, string, string | null])[] = [
  ['BTC/USDT', 'BTC-USDT', 'BTC', 'USDT', 'spot', null],
  ['BTCUSDT', 'BTC-USDT', 'BTC', 'USDT', 'spot', null],
  ['BTC-USDT', 'BTC-USDT', 'BTC', 'USDT', 'spot', null],
  [' btc_usdt ', 'BTC-USDT', 'BTC', 'USDT', 'spot', null],
  ['BTC-USDT-SPOT', 'BTC-USDT', 'BTC', 'USDT', 'spot', null],
  ['XXBTZEUR', 'BTC-EUR', 'BTC', 'EUR', 'spot', null],
  ['XETHXXBT', 'ETH-BTC', 'ETH', 'BTC', 'spot', null],
  ['XBTUSD', 'BTC-USD', 'BTC', 'USD', 'spot', null],
  ['AUD/USD.SIM', 'AUD-USD', 'AUD', 'USD', 'spot', null],
  ['EURUSD', 'EUR-USD', 'EUR', 'USD', 'spot', null],
  ['PERPUSDT', 'PERP-USDT', 'PERP', 'USDT', 'spot', null],
  ['1000SHIBUSDT', '1000SHIB-USDT', '1000SHIB', 'USDT', 'spot', null],
  ['BTC/USDT:USDT', 'BTC-USDT-PERP', 'BTC', 'USDT', 'perp', null],
  ['BTC-USDT-PERP', 'BTC-USDT-PERP', 'BTC', 'USDT', 'perp', null],
  ['BTC-USDT-SWAP', 'BTC-USDT-PERP', 'BTC', 'USDT', 'perp', null],
  ['BTCUSDT-PERP.BINANCE', 'BTC-USDT-PERP', 'BTC', 'USDT', 'perp', null],
  ['BINANCE:BTCUSDT.P', 'BTC-USDT-PERP', 'BTC', 'USDT', 'perp', null],
  ['BTC-PERPETUAL', 'BTC-PERP', 'BTC', null, 'perp', null],
  ['BTC_USDC-PERPETUAL', 'BTC-USDC-PERP', 'BTC', 'USDC', 'perp', null],
  ['ETHUSDT_240628', 'ETH-USDT-240628', 'ETH', 'USDT', 'future', '2024-06-28'],
  ['BTC/USDT:USDT-240628', 'BTC-USDT-240628', 'BTC', 'USDT', 'future', '2024-06-28'],
  ['BTC-5JUL24', 'BTC-240705', 'BTC', null, 'future', '2024-07-05'],
  ['BTC-28JUN24-60000-C', 'BTC-240628-60000-C', 'BTC', null, 'option', '2024-06-28'],
  ['AAPL240621C00190000', 'AAPL-240621-190-C', 'AAPL', null, 'option', '2024-06-21'],
  ['AAPL', 'AAPL', 'AAPL', null, 'unknown', null],
  ['BRK.B', 'BRK.B', 'BRK.B', null, 'unknown', null],
  ['BRK-B', 'BRK-B', 'BRK-B', null, 'unknown', null],
]

describe('an instrument’s spelling', () => {
  it.each(SPELLINGS)('%s reads as %s', (spelling, name, base, quote, kind, expiry) => {
    expect(parseInstrument(spelling)).toMatchObject({ name, base, quote, kind, expiry })
  })

  it('splits where the base is known when a short quote hides in a longer one', () => {
    // Longest suffix first would read BN in BUSD, DO in TUSD and USD in TUSD.
    expect(parseInstrument('BNBUSD').name).toBe('BNB-USD')
    expect(parseInstrument('DOTUSD').name).toBe('DOT-USD')
    expect(parseInstrument('USDTUSD').name).toBe('USDT-USD')
    expect(parseInstrument('BTCBUSD').name).toBe('BTC-BUSD')
  })

  it('does not cut a coin’s ticker out of a share’s', () => {
    expect(parseInstrument('GBTC')).toMatchObject({ name: 'GBTC', quote: null, kind: 'unknown' })
    expect(parseInstrument('METH')).toMatchObject({ name: 'METH', quote: null, kind: 'unknown' })
  })

  it('never gives spot and perpetual, or two expiries, one name', () => {
    const names = [
      'BTC/USDT',
      'BTC/USDT:USDT',
      'BTC/USDT:USDT-240628',
      'BTC/USDT:USDT-240927',
      'BTC/USDT:USDT-240628-60000-P',
    ]
    expect(new Set(names.map((spelling) => parseInstrument(spelling).name)).size).toBe(names.length)
  })

  it('says inverse where it is spelled, possible where the venue decides, and no elsewhere', () => {
    const markOf = (spelling: string) => parseInstrument(spelling).inverse
    expect(['BTC/USD:BTC', 'BTC/USD:BTC-240628', 'PI_XBTUSD'].map(markOf)).toEqual(['stated', 'stated', 'stated'])
    expect(['BTC-PERPETUAL', 'BTCUSD_PERP', 'BTC-USD-SWAP'].map(markOf)).toEqual(['possible', 'possible', 'possible'])
    expect(['XBTUSD', 'BTC/USDT:USDT', 'BTC/USD:USDC', 'PF_XBTUSD', 'AAPL'].map(markOf)).toEqual([
      'no',
      'no',
      'no',
      'no',
      'no',
    ])
  })

  it('reads a canonical name as itself', () => {
    for (const [, name, , , kind] of SPELLINGS) expect(parseInstrument(name)).toMatchObject({ name, kind })
  })

  it('never fails on a name it has not seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (spelling) => typeof parseInstrument(spelling).name === 'string'),
    )
  })
})
