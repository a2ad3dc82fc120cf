import { describe, expect, it } from 'vitest'
import type { Question, SniffedFile } from '#shared/contract.ts'
import type { Answers } from '#engine/ports.ts'
import { openTestSession } from '../../engine/open-test-session.ts'
import { silentTask } from '../../support/recording-sink.ts'

const task = silentTask()

async function look(name: string, text: string | Uint8Array, answers: Answers = {}): Promise<SniffedFile> {
  const session = await openTestSession()
  const { files } = await session.methods['import.sniff']({ files: [{ ...session.give(name, text), answers }] }, task)
  return files[0]!
}

const kinds = ({ questions }: SniffedFile) => questions.map(({ kind }) => kind)
const reads = ({ choices }: Question, label: string) => choices.find((choice) => choice.label === label)?.reads

/** Tradovate's own columns; its times are those of the account's screen, month first. */
const TRADOVATE = `symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration
MESH5,-2,0,0.25,1,2,1,6117.75,6130.25,$62.50,03/04/2025 23:02:03,03/05/2025 00:30:16,1h 28min
`

describe('a foreign format that cannot read a file without an answer', () => {
  it('asks with the cell that reads two ways, and shows the cell under each answer', async () => {
    const file = await look('Performance.csv', TRADOVATE)
    expect(file.format).toBe('tradovate-performance')
    expect(kinds(file)).toEqual(['zone'])
    const [question] = file.questions
    expect(question).toMatchObject({ column: 'boughtTimestamp', example: '03/04/2025 23:02:03' })
    // 4 March, 23:02 in Chicago (UTC-6 before 9 March) is 5 March, 05:02 UTC; day first would say 3 April, UTC-5: 04:02.
    expect(reads(question!, 'America/Chicago')).toBe('5 Mar 2025, 05:02:03 UTC')
  })

  it('shows the cells as they stand until it is answered, and then the rows as they will be read', async () => {
    const open = await look('Performance.csv', TRADOVATE)
    expect([open.preview_is, open.preview_header[0], open.preview[0]?.[10]]).toEqual([
      'raw',
      'symbol',
      '03/04/2025 23:02:03',
    ])
    const answered = await look('Performance.csv', TRADOVATE, { zone: 'America/Chicago' })
    expect(answered.preview_is).toBe('read')
    const at = answered.preview_header.indexOf('t_fill')
    expect(answered.preview.map((cells) => cells[at])).toEqual(['2025-03-05T05:02:03.000Z', '2025-03-05T06:30:16.000Z'])
    // The question stays, so that the answer can be changed.
    expect(kinds(answered)).toEqual(['zone'])
  })

  it('asks everything at once, one question after the other found', async () => {
    // Slashed, naive, and saved again by a spreadsheet with `;`: date order, zone and decimal mark are all open.
    const text = 'symbol;date;open;high;low;close;volume\nBTCUSDT;03/04/2025 10:00:00;1.234;1.234;1.234;1.234;1.000\n'
    const file = await look('candles.csv', text)
    expect(file.format).toBe('candles-csv')
    expect(kinds(file).toSorted()).toEqual(['date-order', 'decimal', 'zone'])
    expect(file.preview_is).toBe('raw')
    const half = await look('candles.csv', text, { dateOrder: 'dmy' })
    // What is answered already counts in how the zone's choices read: 3 April in Paris is UTC+2.
    expect(
      reads(
        half.questions.find(({ kind }) => kind === 'zone')!,
        'Europe/Paris',
      ),
    ).toBe('3 Apr 2025, 08:00:00 UTC')
    const whole = await look('candles.csv', text, { dateOrder: 'dmy', zone: 'UTC', decimal: ',' })
    expect(whole.preview[0]).toEqual(['BTCUSDT', '2025-04-03T10:00:00.000Z', '1234', '1234', '1234', '1234', '1000'])
  })

  it('asks what a contract holds, for each symbol of its own', async () => {
    const order = (instId: string) => ({
      ordId: instId,
      instId,
      instType: 'SWAP',
      side: 'buy',
      sz: '3',
      accFillSz: '3',
      avgPx: '10',
      fillPx: '10',
      fillSz: '3',
      fee: '-0.1',
      feeCcy: 'USDT',
      state: 'filled',
      ordType: 'market',
      cTime: '1746947317401',
      uTime: '1746947317402',
      fillTime: '1746947317402',
      clOrdId: '',
      tradeId: '1',
      px: '',
      rebate: '0',
      rebateCcy: 'USDT',
    })
    const text = JSON.stringify({ code: '0', data: [order('AAA-USDT-SWAP'), order('BBB-USDT-SWAP')] })
    const file = await look('orders.json', text)
    expect(file.format).toBe('okx-orders')
    expect(file.questions.map(({ kind, example }) => [kind, example])).toEqual([
      ['contract-size', 'AAA-USDT-SWAP'],
      ['contract-size', 'BBB-USDT-SWAP'],
    ])
    expect(reads(file.questions[0]!, '0.1')).toBe('1 contract of AAA-USDT-SWAP is 0.1 AAA')
    const sizes = { 'AAA-USDT-SWAP': 0.1, 'BBB-USDT-SWAP': 10 }
    const answered = await look('orders.json', text, { contractSizes: sizes })
    const at = answered.preview_header.indexOf('multiplier')
    expect(answered.preview.map((cells) => cells[at])).toEqual(['0.1', '10'])
  })

  it('asks for the symbol of market data that names none', async () => {
    const file = await look('1m.csv', 't,open,high,low,close,volume\n2026-03-03T10:00:00Z,1,2,1,2,5\n')
    expect(file.questions).toMatchObject([{ kind: 'symbol', entry: 'text', choices: [] }])
  })

  it('asks for the zone of a service-level table', async () => {
    const text = 't,status\n2025-01-01 00:00:00,up\n2025-01-01 00:05:00,down\n'
    expect(kinds(await look('uptime.csv', text))).toEqual(['zone'])
  })
})

describe('a log without a header', () => {
  it('is taken for the service-level file it is', async () => {
    const text = 'abc\t2026-08-21T23:23:53+00:00\t🟩 Search is up (200 in 314 ms) [skip ci] [upptime]\n'
    expect(await look('gitlog.tsv', text)).toMatchObject({ role: 'uptime', holds: 'uptime', problem: null })
  })
})

describe('the questions about a table of nobody’s', () => {
  it('say how a number reads with each mark', async () => {
    const text = 'symbol;side;qty;price;t_fill\nA;buy;1;1.234;2026-03-02T10:00:00Z\n'
    const [question] = (await look('live.csv', text)).questions
    expect([question?.kind, reads(question!, 'point'), reads(question!, 'comma')]).toEqual(['decimal', '1.234', '1234'])
  })

  it('follow the column the user chose for a field', async () => {
    const session = await openTestSession()
    const picked = session.give(
      'live.csv',
      'symbol,side,qty,price,when,seen\nA,buy,1,10,2026-03-02T10:00:00Z,2026-03-02 10:00:00\n',
    )
    const looked = async (columns: Record<string, string>) =>
      kinds((await session.methods['import.sniff']({ files: [{ ...picked, columns }] }, task)).files[0]!)
    expect(await looked({ t_fill: 'when' })).toEqual([])
    expect(await looked({ t_fill: 'seen' })).toEqual(['zone'])
  })
})
