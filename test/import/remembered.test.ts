import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { questionSchema } from '#shared/contract.ts'
import { openTestSession, type TestSession } from '../engine/open-test-session.ts'
import { silentTask } from '../support/recording-sink.ts'

const task = silentTask()
const HEADER = 'symbol,side,qty,price,fee,t_fill'

async function look(session: TestSession, name: string, text: string) {
  const picked = session.give(name, text)
  const { files } = await session.methods['import.sniff']({ files: [picked] }, task)
  return { picked, sniffed: files[0]! }
}

describe('what the user said of a header', () => {
  it('is offered as the answer for the next file with it, in the words it was given', async () => {
    const session = await openTestSession()
    const first = await look(session, 'live.csv', `${HEADER}\nA,buy,1,10,0,2026-03-03 10:00:00\n`)
    expect(first.sniffed.remembered).toEqual({})
    const answers = { zone: 'Asia/Tokyo' }
    await session.methods['import.run']({ files: [{ token: first.picked.token, role: 'live', answers }] }, task)
    const second = await look(session, 'live-2.csv', `${HEADER}\nB,buy,1,10,0,2026-03-04 10:00:00\n`)
    expect(second.sniffed.remembered).toEqual(answers)
    // The question stays, so that the answer can be seen and changed.
    expect(second.sniffed.questions.map(({ kind }) => kind)).toEqual(['zone'])
  })

  it('covers the columns that were chosen', async () => {
    const session = await openTestSession()
    const text = (symbol: string) => `coin,way,lots,paid,moment\n${symbol},buy,1,10,2026-03-03T10:00:00Z\n`
    const columns = { symbol: 'coin', side: 'way', qty: 'lots', price: 'paid', t_fill: 'moment' }
    const first = await look(session, 'live.csv', text('A'))
    expect(first.sniffed.columns.find(({ field }) => field === 'price')?.source).toBeNull()
    const file = { token: first.picked.token, role: 'live', answers: {}, columns } as const
    await session.methods['import.run']({ files: [file] }, task)
    const second = await look(session, 'live-2.csv', text('B'))
    const found = second.sniffed.columns.flatMap(({ field, source }) => (source === null ? [] : [[field, source]]))
    expect(Object.fromEntries(found)).toEqual(columns)
  })

  it('does not carry a symbol to another file: the next one may be of another', async () => {
    const session = await openTestSession()
    const text = (minute: number) =>
      `t,open,high,low,close,volume\n2026-03-03T10:0${minute}:00Z,1,2,1,2,5\n2026-03-03T10:1${minute}:00Z,1,2,1,2,5\n`
    const first = await look(session, '1m.csv', text(0))
    expect(first.sniffed.questions.map(({ kind }) => kind)).toEqual(['symbol'])
    const answers = { symbol: 'BTCUSDT', barMicros: 60_000_000 }
    await session.methods['import.run']({ files: [{ token: first.picked.token, role: 'market', answers }] }, task)
    const second = await look(session, '1m.csv', text(1))
    expect(second.sniffed.remembered).toEqual({})
  })
})

describe('an import that comes to a question', () => {
  it('loads nothing, hands over the question, and goes on with its answer', async () => {
    // Candle 25,001 is the first without an offset: beyond what is looked at beforehand.
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 3) + minute * 60_000).toISOString()
    const candle = (time: string) => `BTCUSDT,${time},1,2,1,2,5`
    const early = Array.from({ length: 25_000 }, (_, minute) => candle(at(minute)))
    const late = candle(at(25_000).replace('T', ' ').replace('.000Z', ''))
    const text = ['symbol,date,open,high,low,close,volume', ...early, late, ''].join('\n')
    const session = await openTestSession()
    const { picked, sniffed } = await look(session, 'candles.csv', text)
    expect([sniffed.format, sniffed.questions]).toEqual(['candles-csv', []])
    const run = (answers: object) =>
      session.methods['import.run']({ files: [{ token: picked.token, role: 'market', answers }] }, task)
    const { code, details } = (await run({}).catch((error: unknown) => error)) as AppError
    expect(code).toBe('AMBIGUOUS')
    const question = questionSchema.parse(details['question'])
    expect([details['token'], question.kind, question.example]).toEqual([picked.token, 'zone', '2026-03-20 08:40:00'])
    expect((await session.methods['project.info']({}, task)).sources).toEqual([])
    expect((await run({ zone: 'UTC' })).inputs[0]?.rows).toEqual({ read: 25_001, accepted: 25_001, rejected: 0 })
  })

  it('asks for the zone of a column that was mapped by hand', async () => {
    const session = await openTestSession()
    const { picked } = await look(session, 'live.csv', 'a,b,c,d,e\nA,buy,1,10,2026-03-03 10:00:00\n')
    const columns = { symbol: 'a', side: 'b', qty: 'c', price: 'd', t_fill: 'e' }
    const file = { token: picked.token, role: 'live', columns } as const
    const failure = await session.methods['import.run']({ files: [{ ...file, answers: {} }] }, task).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(AppError)
    const { code, details } = failure as AppError
    expect(code).toBe('AMBIGUOUS')
    expect(details['token']).toBe(picked.token)
    const question = questionSchema.parse(details['question'])
    expect(question).toMatchObject({ kind: 'zone', column: 'e', example: '2026-03-03 10:00:00' })
    expect((await session.methods['project.info']({}, task)).sources).toEqual([])
    const tokyo = question.choices.find(({ label }) => label === 'Asia/Tokyo')
    // 10:00 in Tokyo is 01:00 UTC.
    expect(tokyo?.reads).toBe('3 Mar 2026, 01:00:00 UTC')
    const report = await session.methods['import.run']({ files: [{ ...file, answers: tokyo!.answers }] }, task)
    expect(report.inputs[0]?.rows.accepted).toBe(1)
  })
})

describe('rows refused in a file whose columns were mapped', () => {
  it('name the column as the file does, read straight and read row by row', async () => {
    const session = await openTestSession()
    const columns = { symbol: 'Coin', side: 'Way', qty: 'Lots', price: 'Paid', t_fill: 'Moment' }
    const header = 'Coin,Way,Lots,Paid,Moment'
    const bad = (moment: string) =>
      `${header}\nA,buy,1,10,${moment}\nA,hold,1,10,${moment}\nA,buy,-1,10,${moment}\nA,buy,1,,${moment}\n`
    // Slashed dates are read row by row by a mapping; ISO dates straight by DuckDB.
    for (const [name, moment, answers] of [
      ['straight.csv', '2026-03-03T10:00:00Z', {}],
      ['rows.csv', '03/04/2026 10:00:00Z', { dateOrder: 'dmy' }],
    ] as const) {
      const picked = session.give(name, bad(moment))
      const file = { token: picked.token, role: 'live', answers, columns } as const
      const { rejects } = await session.methods['import.run']({ files: [file] }, task)
      expect(rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual([
        [3, 'Way', 'unknown-side'],
        [4, 'Lots', 'negative-quantity'],
        [5, 'Paid', 'missing-value'],
      ])
      expect(rejects.map(({ message }) => /column "(\w+)"/i.exec(message)?.[1])).toEqual(['Way', 'Lots', 'Paid'])
    }
  })
})
