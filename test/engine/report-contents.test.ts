import { describe, expect, it } from 'vitest'
import { canaryDocumentSchema } from '#shared/canary.ts'
import { reviewSchema } from '#shared/review.ts'
import { simulateDocumentSchema } from '#shared/simulate/document.ts'
import { sloDocumentSchema } from '#shared/slo.ts'
import { silentTask } from '../support/recording-sink.ts'
import { csv, type Row } from '../support/project.ts'
import { openTestSession } from './open-test-session.ts'

const task = silentTask()

const titles = (html: string) => [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title)

describe('the report of a project that holds more than trades', () => {
  it('has service levels, the canary and, once compared, what-if scenarios, in the page and in its files', async () => {
    const { methods } = await openTestSession()
    await methods['import.sample']({}, task)
    await methods['review.run']({ capital: 100_000 }, task)
    const before = await methods['report.preview']({}, task)
    expect(titles(before.html)).toEqual(expect.arrayContaining(['Service levels', 'Canary']))
    expect(titles(before.html)).not.toContain('What-if scenarios')
    // The planted story: the acknowledgement of one alert is missing, and the canary's slippage sends it back.
    expect(before.html).toContain('Critical')
    expect(before.html).toContain('ROLLBACK: slippage, canary less control')

    const document = await methods['scenario.run'](
      { scenarios: ['live-latency'], draws: 20, left: true, from: '2026-03-20', to: '2026-03-20' },
      task,
    )
    const { files } = await methods['report.files']({ formats: ['html', 'json', 'md'], paper: 'A4' }, task)
    const file = (name: string) => files.find((one) => one.name === name)?.text ?? ''
    const left = document.scenarios.at(-1)?.against_live?.sentence ?? 'none'
    for (const text of [file('review.html'), file('review.md')]) {
      expect(text).toContain('What-if scenarios')
      expect(text).toContain('20 Mar 2026; seed')
      expect(text).toContain('live-latency')
    }
    // "continue" is what tracking error asks for; a reader of the first page must not take it for the canary's answer.
    for (const text of [file('review.html'), file('review.md')]) {
      expect(text).toContain('Action by tracking error')
      expect(text).toContain('Service levels: critical (Alert to acknowledgement 40.0 min, target ≤ 15.0 min).')
      expect(text).toContain('Canary canary-2026-04: Rollback, bound by regression.')
    }
    expect(file('review.html')).toMatch(/capital 9[\d,.]+ to 10[\d,.]+ USDT, the account’s value day by day/)
    expect(left).toContain('under the limit')
    expect(file('review.html')).toContain('under the limit')
    reviewSchema.strict().parse(JSON.parse(file('review.json')))
    expect(simulateDocumentSchema.parse(JSON.parse(file('simulate.json')))).toEqual(document)
    sloDocumentSchema.parse(JSON.parse(file('slo.json')))
    canaryDocumentSchema.parse(JSON.parse(file('canary.json')))

    await methods['review.run']({ capital: 200_000 }, task)
    expect(titles((await methods['report.preview']({}, task)).html)).not.toContain('What-if scenarios')
  })

  it('speaks of the review alone where only trades are loaded', async () => {
    const opened = await openTestSession()
    const { methods } = opened
    const fills = (price: number): Row[] =>
      [6, 7].map((day) => ({ symbol: 'BTC/USDT', side: 'buy', qty: 1, price, t_fill: `2025-01-0${day}T10:00:00Z` }))
    const files = (['live', 'backtest'] as const).map((role) => {
      const { token } = opened.give(`${role}.csv`, csv(fills(role === 'live' ? 101 : 100)))
      return { token, role, answers: {} }
    })
    await methods['import.run']({ files }, task)
    await methods['review.run']({ capital: 1000 }, task)
    const { html } = await methods['report.preview']({}, task)
    expect(titles(html)).toContain('Why')
    expect(titles(html)).not.toContain('Service levels')
    const written = await methods['report.files']({ formats: ['json'], paper: 'A4' }, task)
    expect(written.files.map(({ name }) => name)).toEqual(['review.json'])
  })
})
