import { describe, expect, it } from 'vitest'
import type { FileSample, Format } from '#engine/ports.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { detectFormat, FORMATS, rankFormats } from '#adapters/formats/registry.ts'
import { realData } from '../support/real-data.ts'
import { failureOf } from '../support/read-with-format.ts'
import { temporaryFile } from '../support/temporary-folder.ts'

const sample: FileSample = { path: 'x', realPath: '/x', bytes: 3, head: new Uint8Array(3), text: 'a,b' }
const format = (id: string, score: number | null): Format => ({
  id,
  title: id,
  detect: () => (score === null ? null : { score, reason: id }),
  read: () => Promise.resolve(),
})

describe('detectFormat', () => {
  it('takes the best score, of equals the first, and none without one', () => {
    const formats = [format('none', null), format('low', 0.4), format('first', 0.9), format('second', 0.9)]
    expect(detectFormat(sample, formats).id).toBe('first')
    expect(rankFormats(sample, formats).map((ranked) => ranked.format.id)).toEqual(['first', 'second', 'low'])
  })

  it('says what was seen and how to map it', async () => {
    const csv = await openFile(temporaryFile('f.csv', 'Datum;Kurs\n1;2\n'))
    const failure = await failureOf(() => detectFormat(csv))
    expect(failure).toMatchObject({ code: 'FORMAT_UNKNOWN' })
    expect(failure.message).toContain('Datum, Kurs')
    expect((await failureOf(() => detectFormat({ ...sample, text: null }))).message).toContain('binary')
    expect((await failureOf(() => detectFormat({ ...sample, text: '[1,2]' }))).message).toContain('JSON')
    expect((await failureOf(() => detectFormat({ ...sample, text: '1,2\n3,4\n' }))).message).toContain(
      'looks like data',
    )
  })

  it.for([
    ['freqtrade-sqlite', ['pairA_freqtrade_ichiV1', 'live_tradesv3.sqlite']],
    ['freqtrade-sqlite', ['freqtrade_oldschema_live', 'tradesv3.sqlite']],
    ['freqtrade-backtest', ['freqtrade_testdata', 'backtest-result_multistrat.json']],
    ['freqtrade-backtest', ['pairA_freqtrade_ichiV1', 'backtest-result-2024-05-06_09-49-32.json']],
    [null, ['pairA_freqtrade_ichiV1', 'backtest-result-2024-05-06_09-49-32.meta.json']],
    ['freqtrade-public-trades-csv', ['freqtrade_testdata', 'XRP_ETH-trades.parquet']],
    [null, ['lean_data', 'equity_usa_minute_spy_20131007_trade.zip']],
  ] as const)('finds %s for a real file', async ([id, segments], context) => {
    const path = realData(...segments)
    if (path === null) return context.skip('the real file is not on this machine')
    const [best] = rankFormats(await openFile(path))
    expect(best?.format.id ?? null).toBe(id)
  })

  it('has formats with different names', () => {
    expect(new Set(FORMATS.map(({ id }) => id)).size).toBe(FORMATS.length)
  })
})
