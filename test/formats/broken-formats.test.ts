import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openFile } from '#adapters/files/open-file.ts'
import { failureOf } from '../support/read-with-format.ts'
import { temporaryFile } from '../support/temporary-folder.ts'
import { readDetected, readText } from './read-text.ts'

const HEADER = 'trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit'
const ROW = '1,BTC-USD,BUY,2024-01-02T00:00:00Z,1,BTC,1,0.1,-1,USD'

describe('a file that is cut', () => {
  it('says so', async () => {
    const fill =
      '{"coin":"BTC","px":"1","sz":"1","side":"B","time":1700000000001,"oid":5,"crossed":false,"fee":"0","tid":6}'
    expect(await failureOf(() => readText('fills.json', `[${fill},{"coin`))).toMatchObject({ code: 'FILE_TRUNCATED' })
    const quote = `${HEADER}\n"1,BTC-USD`
    expect(await failureOf(() => readText('fills.csv', quote))).toMatchObject({ code: 'FILE_TRUNCATED' })
    expect(await failureOf(() => readText('a.feather', 'ARROW1\0\0cut off'))).toMatchObject({ code: 'FILE_TRUNCATED' })
    const packed = gzipSync(`${HEADER}\n${ROW}\n`).subarray(0, 40)
    expect(await failureOf(() => openFile(temporaryFile('f.csv.gz', packed)))).toMatchObject({ code: 'FILE_TRUNCATED' })
    const xml =
      '<FlexQueryResponse>\n<Trade symbol="A" quantity="1" tradePrice="1" dateTime="20240702;093000" buySell="BUY" /><Trade symbol="A" qu'
    expect(await failureOf(() => readText('f.xml', xml, { zone: 'UTC' }))).toMatchObject({ code: 'FILE_TRUNCATED' })
  })

  it('of a kind nobody knows is not claimed', async () => {
    const file = await openFile(temporaryFile('x.csv', 'a,b,c\n1,2,3\n'))
    expect(await failureOf(() => readDetected(file))).toMatchObject({ code: 'FORMAT_UNKNOWN' })
  })
})
