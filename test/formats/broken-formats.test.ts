import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openFile } from '#adapters/files/open-file.ts'
import { failureOf } from '../support/read-with-format.ts'
import { temporaryFile } from '../support/temporary-folder.ts'
import { readDetected, readText } from './read-text.ts'

/** A table of three rows whose second can be broken: the header, a row maker, and the column that gets a wrong value. */
interface Table {
  readonly name: string
  readonly header: string
  readonly row: (price: string, time: string) => string
  readonly priceColumn: string
  readonly timeColumn: string
  readonly good: string
}

const TABLES: readonly Table[] = [
  {
    name: 'fills.csv',
    header: 'trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit',
    row: (price, time) => `1,BTC-USD,BUY,${time},1,BTC,${price},0.1,-1,USD`,
    priceColumn: 'price',
    timeColumn: 'created at',
    good: '2024-01-02T00:00:00Z',
  },
  {
    name: 'trades.csv',
    header: 'txid,ordertxid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc,ledgers',
    row: (price, time) => `T,O,XXBTZEUR,${time},buy,limit,${price},1,0.1,1,0,,`,
    priceColumn: 'price',
    timeColumn: 'time',
    good: '2024-01-02 00:00:00',
  },
  {
    name: 'hb.csv',
    header:
      'exchange_trade_id,config_file_path,strategy,market,symbol,base_asset,quote_asset,timestamp,order_id,trade_type,order_type,price,amount,leverage,trade_fee,position,age',
    row: (price, time) => `1,c.yml,s,binance,BTC-USDT,BTC,USDT,${time},o,BUY,LIMIT,${price},1,1,,NIL,`,
    priceColumn: 'price',
    timeColumn: 'timestamp',
    good: '1704153600000',
  },
  {
    name: 'flex.csv',
    header: '"Buy/Sell","DateTime","Symbol","Quantity","TradePrice","IBCommission"',
    row: (price, time) => `BUY,${time},AAPL,1,${price},-1`,
    priceColumn: 'TradePrice',
    timeColumn: 'DateTime',
    good: '20240102;093000',
  },
  {
    name: 'BTCUSDT_1m.csv',
    header: 'timestamp,open,high,low,close,volume',
    row: (price, time) => `${time},${price},2,1,1,1`,
    priceColumn: 'open',
    timeColumn: 'timestamp',
    good: '1704153600000',
  },
]

const text = ({ header, row, good }: Table, price: string, time: string) =>
  [header, row('1', good), row(price, time), row('1', good)].join('\n')

describe('a bad row in the middle', () => {
  it.each(TABLES)('of $name is rejected at its line, the rest is read', async (table) => {
    const zone = { zone: 'UTC' }
    const wrongPrice = await readText(table.name, text(table, 'abc', table.good), zone)
    expect(wrongPrice.sink.rejects).toMatchObject([
      { record: 3, reason: 'bad-number', column: table.priceColumn, raw: 'abc' },
    ])
    const wrongTime = await readText(table.name, text(table, '1', '2024-13-45'), zone)
    expect(wrongTime.sink.rejects).toMatchObject([{ record: 3, reason: 'bad-time', column: table.timeColumn }])
    for (const { sink } of [wrongPrice, wrongTime]) {
      expect(sink.read).toBe(3)
      expect(sink.fills.length + sink.bars.length).toBe(2)
    }
  })

  it.each(TABLES)('of $name that ends early is ragged', async (table) => {
    const rows = [table.header, table.row('1', table.good), table.row('1', table.good).split(',').slice(0, 3).join(',')]
    const { sink } = await readText(table.name, rows.join('\n'), { zone: 'UTC' })
    expect(sink.rejects).toMatchObject([{ record: 3, reason: 'ragged-row' }])
    expect(sink.read).toBe(2)
  })

  it('of a dump of lines, and of a list in JSON', async () => {
    const lines = ['34200.5,4,1,18,5853300,1', '34200.5,4,1,18,xx,1', '34201.5,4,1,18', '34202.5,4,1,18,5853300,1']
    const dump = await readText('AAPL_2012-06-21_1_2_message_1.csv', lines.join('\n'))
    expect(dump.sink.rejects.map(({ record, reason }) => [record, reason])).toEqual([
      [2, 'bad-number'],
      [3, 'ragged-row'],
    ])
    expect([dump.sink.read, dump.sink.notes.get('trades-as-bars')]).toEqual([4, 2])
    const fill = {
      coin: 'BTC',
      px: '1',
      sz: '1',
      side: 'B',
      time: 1700000000001,
      oid: 5,
      crossed: false,
      fee: '0',
      tid: 6,
    }
    const json = await readText('fills.json', JSON.stringify([fill, { ...fill, px: 'abc' }, 7, fill]))
    expect(json.sink.rejects).toMatchObject([
      { record: 2, reason: 'bad-number', column: 'px', place: '$' },
      { record: 3, reason: 'ragged-row', place: '$' },
    ])
    expect(json.sink.fills).toHaveLength(2)
  })

  it('of raw messages', async () => {
    const good =
      '1700000000000000001 {"stream":"a@bookTicker","data":{"e":"bookTicker","s":"A","b":"1","B":"1","a":"2","A":"1","T":1700000000001}}'
    const { sink } = await readText('usdm.txt', [good, good, good, '1700000000000000001 {"stream":', good].join('\n'))
    expect(sink.rejects).toMatchObject([{ record: 4, reason: 'ragged-row' }])
    expect(sink.quotes).toHaveLength(4)
  })
})

describe('a file that is cut', () => {
  it('says so', async () => {
    const fill =
      '{"coin":"BTC","px":"1","sz":"1","side":"B","time":1700000000001,"oid":5,"crossed":false,"fee":"0","tid":6}'
    expect(await failureOf(() => readText('fills.json', `[${fill},{"coin`))).toMatchObject({ code: 'FILE_TRUNCATED' })
    const quote = `${TABLES[0]!.header}\n"1,BTC-USD`
    expect(await failureOf(() => readText('fills.csv', quote))).toMatchObject({ code: 'FILE_TRUNCATED' })
    expect(await failureOf(() => readText('a.feather', 'ARROW1\0\0cut off'))).toMatchObject({ code: 'FILE_TRUNCATED' })
    const packed = gzipSync(text(TABLES[0]!, '1', '2024-01-02T00:00:00Z')).subarray(0, 40)
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
