import { describe, expect, it } from 'vitest'
import { FREQTRADE_API, PROGRAMS } from './made-up-programs.ts'
import { VENUES } from './made-up-venues.ts'
import { readText } from './read-text.ts'

describe('a made-up file of each format', () => {
  it.each([...PROGRAMS, ...VENUES])(
    '$format',
    async ({ format, name = 'export.csv', text, answers, fills, refused = {} }) => {
      const { format: found, sink } = await readText(name, text, answers)
      expect(found.id).toBe(format)
      expect(sink.fills.length).toBeGreaterThanOrEqual(fills.length)
      fills.forEach((fields, index) => expect(sink.fills[index]).toMatchObject(fields))
      expect(sink.refused).toEqual(refused)
      expect(sink.accountedFor).toBe(sink.read)
    },
  )
})

it('funding of a freqtrade trade is cash, received when positive', async () => {
  const { sink } = await readText('trades.json', JSON.stringify(FREQTRADE_API))
  expect(sink.cashRows).toMatchObject([{ kind: 'funding', amount: 0.25, t: 1714561202000000, symbol: 'ETH/USDT' }])
})
