import { describe, expect, it } from 'vitest'
import { CONTRACT, type SniffedFile } from '#shared/contract.ts'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { csv } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'
import { openTestSession, type TestSession } from './open-test-session.ts'

const task = silentTask()
const HEADER = 'signal_id,symbol,side,qty,price,fee,t_fill'

async function sniffOne(session: TestSession, name: string, content: string): Promise<SniffedFile> {
  const { files } = await session.methods['import.sniff']({ files: [session.give(name, content)] }, task)
  return files[0]!
}

function fillsAt(price: number): string {
  return csv([
    { signal_id: 's1', symbol: 'A-USDT', side: 'buy', qty: 10, price, fee: 1, t_fill: '2026-03-03T10:00:01Z' },
  ])
}

describe('looking at files', () => {
  it('recognises every table of the sample by its header, and both sides by their names', async () => {
    const session = await openTestSession()
    const given = generateSample(SAMPLE_SEED).filter(({ name }) => name.endsWith('.csv'))
    const { files, duplicates } = await session.methods['import.sniff'](
      { files: given.map(({ name, text }) => session.give(name, text)) },
      task,
    )
    expect(Object.fromEntries(files.map((file) => [file.name, [file.role, file.shape]]))).toEqual({
      'live.csv': ['live', 'fills'],
      'backtest.csv': ['backtest', 'fills'],
      'quotes.csv': ['market', 'quotes'],
      'orders.csv': ['orders', 'orders'],
      'cash.csv': ['cash', 'cash'],
      'equity.csv': ['equity', 'equity'],
      'uptime.csv': ['uptime', null],
      'incidents.csv': ['incidents', null],
      'deployment.csv': ['deployment', null],
      'risk.csv': ['risk', null],
      'health.csv': ['health', null],
    })
    expect(CONTRACT['import.sniff'].result.safeParse({ files, duplicates }).success).toBe(true)
  })

  it('takes the file of fills without a telling name for the other side', async () => {
    const session = await openTestSession()
    const given = [session.give('backtest-2026.csv', fillsAt(100)), session.give('trades.csv', fillsAt(101))]
    const { files } = await session.methods['import.sniff']({ files: given }, task)
    expect(files.map((file) => file.role)).toEqual(['backtest', 'live'])
  })

  it("proposes what others call a column, and loads by the user's choice", async () => {
    const session = await openTestSession()
    const text = 'Pair,Direction,Size,Avg Price,Commission,Executed At\nA-USDT,buy,2,100.5,0.1,2026-03-03T10:00:00Z\n'
    const picked = session.give('broker live.csv', text)
    const { files } = await session.methods['import.sniff']({ files: [picked] }, task)
    const columns = Object.fromEntries(
      files[0]!.columns.flatMap(({ field, source }) => (source === null ? [] : [[field, source]])),
    )
    expect(columns).toEqual({
      symbol: 'Pair',
      side: 'Direction',
      qty: 'Size',
      price: 'Avg Price',
      fee: 'Commission',
      t_fill: 'Executed At',
    })
    const report = await session.methods['import.run'](
      { files: [{ token: picked.token, role: 'live', answers: {}, columns }] },
      task,
    )
    expect(report.inputs[0]?.rows).toEqual({ read: 1, accepted: 1, rejected: 0 })
  })

  it('lists a required column nobody supplies first, with what is wrong', async () => {
    const session = await openTestSession()
    const file = await sniffOne(session, 'live.csv', 'symbol,side,price,t_fill\nA,buy,1.5,2026-03-03T10:00:00Z\n')
    expect(file.columns[0]).toMatchObject({
      field: 'qty',
      source: null,
      issue: 'required, and no column is mapped to it',
    })
  })

  it('asks for the zone of times without an offset, and the answer loads the file', async () => {
    const session = await openTestSession()
    const picked = session.give('live.csv', `${HEADER}\ns1,A,buy,1,10.5,0.1,2026-03-03 10:00:00\n`)
    const { files } = await session.methods['import.sniff']({ files: [picked] }, task)
    const [question] = files[0]!.questions
    expect(question).toMatchObject({ kind: 'zone', column: 't_fill' })
    const answers = question!.choices.find(({ answers: { zone } }) => zone === 'Asia/Tokyo')!.answers
    await session.methods['import.run']({ files: [{ token: picked.token, role: 'live', answers }] }, task)
    const [row] = await session.session.tools.store.runText('SELECT epoch_us(t_fill)::DOUBLE AS t FROM fill')
    // 10:00 in Tokyo is 01:00 UTC; reading it as UTC would give 10:00.
    expect(row?.['t']).toBe(Date.UTC(2026, 2, 3, 1) * 1000)
  })

  it('asks whether 03/04/2026 is March or April, and reads it as answered', async () => {
    const session = await openTestSession()
    const picked = session.give('live.csv', `${HEADER}\ns1,A,buy,1,10.5,0.1,03/04/2026 10:00:00Z\n`)
    const { files } = await session.methods['import.sniff']({ files: [picked] }, task)
    const question = files[0]!.questions.find(({ kind }) => kind === 'date-order')!
    expect(question.example).toBe('03/04/2026 10:00:00Z')
    expect(question.choices.map(({ reads }) => reads)).toEqual(['3 April 2026', '4 March 2026'])
    await session.methods['import.run'](
      { files: [{ token: picked.token, role: 'live', answers: { dateOrder: 'mdy' } }] },
      task,
    )
    const [row] = await session.session.tools.store.runText('SELECT t_fill::VARCHAR AS t FROM fill')
    expect(row?.['t']).toBe('2026-03-04 10:00:00')
  })

  it('asks what fees with a minus mean, and takes them as charged when told so', async () => {
    const session = await openTestSession()
    const picked = session.give('live.csv', `${HEADER}\ns1,A,buy,1,10.5,-0.25,2026-03-03T10:00:00Z\n`)
    const { files } = await session.methods['import.sniff']({ files: [picked] }, task)
    const question = files[0]!.questions.find(({ kind }) => kind === 'fee-sign')!
    expect(question.choices[0]).toEqual({
      label: 'charged',
      reads: '-0.25 is a cost',
      answers: { feeSign: 'negative-charged' },
    })
    await session.methods['import.run'](
      { files: [{ token: picked.token, role: 'live', answers: question.choices[0]!.answers }] },
      task,
    )
    const [row] = await session.session.tools.store.runText('SELECT fee FROM fill')
    expect(row?.['fee']).toBe(0.25)
  })

  it('says of a file it cannot read what is wrong, by its name and never by its path', async () => {
    const session = await openTestSession()
    const { files } = await session.methods['import.sniff'](
      {
        files: [
          session.give('empty.csv', ''),
          session.give('twice.csv', 'a,a\n1,2\n'),
          session.give('noise.bin', Buffer.from([0, 1, 2, 0xff])),
        ],
      },
      task,
    )
    expect(files.map((file) => file.problem?.code)).toEqual(['FILE_EMPTY', 'HEADER_INVALID', 'FORMAT_UNKNOWN'])
    expect(files.map((file) => file.problem?.message).join(' ')).toContain('empty.csv')
    expect(JSON.stringify(files)).not.toMatch(/parity-test-/)
  })

  it('refuses a token nobody granted', async () => {
    const session = await openTestSession()
    await expect(
      session.methods['import.sniff']({ files: [{ token: 'stolen', name: 'a.csv', bytes: 1 }] }, task),
    ).rejects.toMatchObject({ code: 'FILE_MISSING' })
  })
})
