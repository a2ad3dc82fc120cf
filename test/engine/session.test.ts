import { describe, expect, it } from 'vitest'
import { CONTRACT } from '#shared/contract.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import { csv, type Row } from '../support/project.ts'
import { silentTask } from '../support/recording-sink.ts'
import { openTestSession, type TestSession } from './open-test-session.ts'

const task = silentTask()
const HEADER = 'signal_id,symbol,side,qty,price,fee,t_fill'

function fill(id: string, symbol: string, side: string, qty: number, price: number, fee: number, t: string): Row {
  return {
    signal_id: id,
    symbol,
    side,
    qty,
    price,
    fee,
    t_fill: t,
    order_type: 'market',
    liquidity: 'taker',
    version: 'v1',
  }
}

/** Two days, two symbols: live pays 1 more for A on the 3rd (10 units: 10 worse), 0.5 more fee for B on the 4th. */
const LIVE = [
  fill('s1', 'A-USDT', 'buy', 10, 101, 1, '2026-03-03T10:00:01Z'),
  fill('s2', 'A-USDT', 'sell', 10, 110, 1, '2026-03-03T15:00:01Z'),
  fill('s3', 'B-USDT', 'buy', 5, 20, 1, '2026-03-04T10:00:00Z'),
  fill('s4', 'B-USDT', 'sell', 5, 22, 0.5, '2026-03-04T11:00:00Z'),
]
const BACKTEST = [
  fill('s1', 'A-USDT', 'buy', 10, 100, 1, '2026-03-03T10:00:00Z'),
  fill('s2', 'A-USDT', 'sell', 10, 110, 1, '2026-03-03T15:00:00Z'),
  fill('s3', 'B-USDT', 'buy', 5, 20, 0.5, '2026-03-04T10:00:00Z'),
  fill('s4', 'B-USDT', 'sell', 5, 22, 0.5, '2026-03-04T11:00:00Z'),
]

async function loadPair(session: TestSession): Promise<void> {
  const files = [
    { token: session.give('live.csv', csv(LIVE)).token, role: 'live' as const, answers: {} },
    { token: session.give('backtest.csv', csv(BACKTEST)).token, role: 'backtest' as const, answers: {} },
  ]
  await session.methods['import.run']({ files }, task)
}

describe('the engine’s memory', () => {
  it('is said at once, while other work waits or runs', async () => {
    const session = await openTestSession()
    const order: string[] = []
    const loading = session.methods['import.sample']({}, task).then(() => order.push('loaded'))
    const { resident_bytes: bytes } = await session.methods['project.memory']({}, task)
    order.push('memory')
    // A process with DuckDB in it holds more than 20 MB and, here, less than 20 GB: kilobytes would fall below.
    expect(bytes).toBeGreaterThan(20e6)
    expect(bytes).toBeLessThan(20e9)
    await loading
    expect(order).toEqual(['memory', 'loaded'])
  })
})

describe('loading and reviewing', () => {
  it('keeps two files of the same name apart, and tells the page names only', async () => {
    const session = await openTestSession()
    const files = [LIVE.slice(0, 2), LIVE.slice(2)].map((rows) => ({
      token: session.give('fills.csv', csv(rows)).token,
      role: 'live' as const,
      answers: {},
    }))
    const report = await session.methods['import.run']({ files }, task)
    expect(report.inputs.map((input) => input.path)).toEqual(['fills.csv', 'fills (2).csv'])
    const info = await session.methods['project.info']({}, task)
    expect(info.sources.map((source) => source.path)).toEqual(['fills.csv', 'fills (2).csv'])
  })

  it('leaves the project as it was when one of the files is broken', async () => {
    const session = await openTestSession()
    const files = [
      { token: session.give('live.csv', csv(LIVE)).token, role: 'live' as const, answers: {} },
      { token: session.give('bad.csv', 'symbol,side\nA,buy\n').token, role: 'backtest' as const, answers: {} },
    ]
    await expect(session.methods['import.run']({ files }, task)).rejects.toBeInstanceOf(AppError)
    expect((await session.methods['project.info']({}, task)).sources).toEqual([])
  })

  it('knows before the first review what it would be run with, and nothing before both sides are there', async () => {
    const session = await openTestSession()
    expect(await session.methods['review.defaults']({}, task)).toBeNull()
    await loadPair(session)
    expect(await session.methods['review.defaults']({}, task)).toMatchObject({
      currency: 'USDT',
      calendar: 'weekdays',
      window: 20,
    })
  })

  it('drills from symbols to pairs to fills, the parts adding up to the days', async () => {
    const session = await openTestSession()
    await loadPair(session)
    const review = await session.methods['review.run']({ capital: 10_000 }, task)
    const { rows } = await session.methods['attribution.slices']({ by: 'symbol', filter: {} }, task)
    // A: bought 10 at 101 instead of 100: -10. B: 0.5 more fee: -0.5. Swapping the order by size would list B first.
    expect(rows.map((row) => [row.value, row.pairs])).toEqual([
      ['A-USDT', 2],
      ['B-USDT', 2],
    ])
    expect(rows[0]?.active).toBeCloseTo(-10, 9)
    expect(rows[1]?.fees).toBeCloseTo(-0.5, 9)
    expect(rows[0]!.active + rows[1]!.active).toBeCloseTo(review.total.active_pnl!, 9)
    const pairs = await session.methods['attribution.pairs'](
      { filter: { symbol: ['A-USDT'] }, cause: 'active', after: 0, limit: 10 },
      task,
    )
    expect(pairs.total).toBe(2)
    // Live one second later, and 1 % dearer: 100 bps against us for a buy.
    expect(pairs.rows[0]).toMatchObject({
      kind: 'matched',
      side: 'buy',
      day: '2026-03-03',
      latency_ms: 1000,
      live_price: 101,
      backtest_price: 100,
      live_time: '2026-03-03T10:00:01.000Z',
    })
    expect(pairs.rows[0]?.slippage_bps).toBeCloseTo(100, 9)
    const fills = await session.methods['attribution.fills']({ pair_id: pairs.rows[0]!.pair_id }, task)
    expect(fills.rows.map((row) => [row.origin, row.price, row.signal_id, row.file])).toEqual([
      ['live', 101, 's1', 'live.csv'],
      ['backtest', 100, 's1', 'backtest.csv'],
    ])
  })

  it('narrows by hour, day, side and text with quotes in it', async () => {
    const session = await openTestSession()
    await loadPair(session)
    await session.methods['review.run']({}, task)
    const count = async (filter: object) =>
      (await session.methods['attribution.pairs']({ filter, cause: 'fees', after: 0, limit: 10 }, task)).total
    expect(await count({})).toBe(4)
    expect(await count({ hour: [10] })).toBe(2)
    expect(await count({ from: '2026-03-04' })).toBe(2)
    expect(await count({ side: ['sell'], symbol: ['B-USDT'] })).toBe(1)
    expect(await count({ symbol: [`'"]\\ OR 1=1`] })).toBe(0)
  })

  it('pages pairs without losing or repeating one', async () => {
    const session = await openTestSession()
    await loadPair(session)
    await session.methods['review.run']({}, task)
    const seen: number[] = []
    for (const after of [0, 1, 2, 3]) {
      const { rows, total } = await session.methods['attribution.pairs'](
        { filter: {}, cause: 'active', after, limit: 1 },
        task,
      )
      expect(total).toBe(4)
      seen.push(...rows.map((row) => row.pair_id))
    }
    expect(new Set(seen).size).toBe(4)
    expect(
      (await session.methods['attribution.pairs']({ filter: {}, cause: 'active', after: 9, limit: 1 }, task)).total,
    ).toBe(4)
  })

  it('gives a cube whose sums are those of the slices', async () => {
    const session = await openTestSession()
    await loadPair(session)
    await session.methods['review.run']({}, task)
    const { labels, columns } = await session.methods['attribution.cube']({}, task)
    expect(labels['day']).toEqual(['2026-03-03', '2026-03-04'])
    expect(labels['hour']).toEqual(['10', '11', '15'])
    const bySymbol = new Map<string, number>()
    for (const [row, code] of columns['symbol']!.entries()) {
      const name = labels['symbol']![code]!
      bySymbol.set(name, (bySymbol.get(name) ?? 0) + columns['fees']![row]!)
    }
    expect(bySymbol.get('B-USDT')).toBeCloseTo(-0.5, 9)
  })

  it('rebuilds the drill-down after a new import and after reopening, without a second run in the log', async () => {
    const session = await openTestSession()
    await loadPair(session)
    await session.methods['review.run']({ capital: 10_000, window: 5 }, task)
    const before = await session.methods['attribution.slices']({ by: 'day', filter: {} }, task)
    const more = session.give('cash.csv', 't,symbol,kind,amount\n2026-03-03T00:00:00Z,A-USDT,funding,1\n')
    await session.methods['import.run']({ files: [{ token: more.token, role: 'cash', answers: {} }] }, task)
    expect((await session.methods['review.latest']({}, task)).stale).toBe(true)
    expect(await session.methods['attribution.slices']({ by: 'day', filter: {} }, task)).toEqual(before)
    const { path } = session.session.tools.store
    await session.close()
    const again = await openTestSession({ path })
    const latest = await again.methods['review.latest']({}, task)
    expect(latest.request).toEqual({ capital: 10_000, window: 5 })
    expect(await again.methods['attribution.slices']({ by: 'day', filter: {} }, task)).toEqual(before)
    const [runs] = await again.session.tools.store.runText('SELECT count(*)::DOUBLE AS runs FROM run')
    expect(runs?.['runs']).toBe(1)
  })

  it('says what to do when there is no review yet, and in safe mode rebuilds nothing unasked', async () => {
    const session = await openTestSession({ safeMode: true })
    await expect(session.methods['attribution.cube']({}, task)).rejects.toMatchObject({ code: 'USAGE' })
    await loadPair(session)
    await session.methods['review.run']({}, task)
    await expect(session.methods['attribution.cube']({}, task)).resolves.toBeDefined()
    session.session.forgetTables()
    await expect(session.methods['attribution.cube']({}, task)).rejects.toThrow(/safe mode/)
  })

  it('lets a cancelled call give up its place in the queue at once', async () => {
    const session = await openTestSession()
    const held = Promise.withResolvers<undefined>()
    const first = session.session.exclusive(task, () => held.promise)
    const controller = new AbortController()
    const second = session.methods['project.info']({}, { ...task, signal: controller.signal })
    const third = session.methods['project.info']({}, task)
    controller.abort()
    await expect(second).rejects.toBeInstanceOf(CancelledError)
    let isThirdDone = false
    void third.then(() => (isThirdDone = true))
    await new Promise((resolve) => setTimeout(resolve, 20))
    // The third must still wait for the first, although the second has left the queue.
    expect(isThirdDone).toBe(false)
    held.resolve(undefined)
    await first
    await third
  })
})

describe('the sample and the report', () => {
  it('loads the sample once, reviews it, and reports on it', async () => {
    const session = await openTestSession()
    const report = await session.methods['import.sample']({}, task)
    expect(report.inputs.map((input) => input.role)).toEqual([
      ...['live', 'backtest', 'market', 'orders', 'cash', 'equity'],
      ...['uptime', 'incidents', 'deployment', 'risk', 'health'],
    ])
    expect((await session.methods['import.sample']({}, task)).inputs).toEqual([])
    await session.methods['review.run']({ capital: 100_000 }, task)
    const { html } = await session.methods['report.preview']({ sections: ['verdict'] }, task)
    expect(html).toContain('id="verdict"')
    const { files } = await session.methods['report.files']({ formats: ['html', 'json', 'md', 'csv'] }, task)
    expect(files.map((file) => file.name).sort()).toEqual([
      'canary.json',
      'days.csv',
      'pairs.csv',
      'rejects.csv',
      'review.html',
      'review.json',
      'review.md',
      'slo.json',
    ])
    const json = files.find((file) => file.name === 'review.json')
    expect(JSON.parse(json!.text)).toEqual((await session.methods['review.latest']({}, task)).review)
    for (const [name, result] of [
      ['review.latest', await session.methods['review.latest']({}, task)],
      ['attribution.cube', await session.methods['attribution.cube']({}, task)],
    ] as const)
      expect(CONTRACT[name].result.safeParse(result).success).toBe(true)
  })

  it('pages refused rows with their line', async () => {
    const session = await openTestSession()
    const rows = [
      's1,A,buy,1,10.5,0,2026-03-03T10:00:00Z',
      's2,A,sideways,1,10.5,0,2026-03-03T10:00:00Z',
      's3,A,up,1,10.5,0,2026-03-03T10:00:00Z',
    ]
    const picked = session.give('live.csv', `${HEADER}\n${rows.join('\n')}\n`)
    await session.methods['import.run']({ files: [{ token: picked.token, role: 'live', answers: {} }] }, task)
    const { rows: refused, total } = await session.methods['import.rejects']({ after: 1, limit: 1 }, task)
    expect(total).toBe(2)
    expect(refused).toMatchObject([{ path: 'live.csv', line: 4, column_name: 'side' }])
  })
})
