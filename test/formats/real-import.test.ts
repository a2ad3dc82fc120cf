import { describe, expect, it } from 'vitest'
import { importFiles } from '#engine/import-files.ts'
import type { ImportRequest } from '#engine/import-request.ts'
import { realData } from '../support/real-data.ts'
import { openProject } from '../support/project.ts'
import { failureOf } from '../support/read-with-format.ts'
import { silentTask } from '../support/recording-sink.ts'
import { REAL_FILES } from './real-files.ts'

const MARKET =
  /lean_data|lobster|hftbacktest|nautilus|eth_1m|BTCUSDT_1h|UNITTEST|XRP_ETH|public_trades|kraken_http|live_candles/
const EQUITY = /summary|dailylog|test_returns/
/** The same trades as another file of the list, or too large for a moment's test. */
const LEFT_OUT = /derived_|scale\/(lean|hft)|lean_results\/\d+-order|pairA_freqtrade_ichiV1\/dryrun/

function requestsOf(role: 'live' | 'market' | 'equity'): ImportRequest[] {
  return Object.entries(REAL_FILES)
    .filter(([path, { failure }]) => failure === undefined && !LEFT_OUT.test(path))
    .filter(([path]) => roleOf(path) === role)
    .filter(([, { format }]) => format !== 'bitmex-executions' && format !== 'nautilus-trades')
    .map(([path, { answers = {} }]) => ({ path: realData(...path.split('/'))!, role, answers }))
}

function roleOf(path: string): 'live' | 'market' | 'equity' {
  if (EQUITY.test(path)) return 'equity'
  return MARKET.test(path) ? 'market' : 'live'
}

describe.skipIf(realData('.') === null)('an import of real files', () => {
  it('loads every file of fills, each record accepted or rejected', async () => {
    const workbench = await openProject()
    const requests = requestsOf('live')
    const report = await importFiles(workbench, requests, silentTask())
    expect(report.inputs).toHaveLength(requests.length)
    for (const { path, format, rows } of report.inputs) {
      const [, expected] = Object.entries(REAL_FILES).find(([known]) => path.endsWith(known))!
      expect([path, format, rows.read, rows.accepted + rows.rejected]).toEqual([
        path,
        expected.format,
        expected.read,
        expected.read,
      ])
    }
    const rejected = (id: string) => report.inputs.find(({ format }) => format === id)?.rows.rejected
    // Three currency conversions without a symbol; the others are rows that are no trades.
    expect(
      ['ib-flex', 'bitvavo', 'trading212', 'degiro-account', 'coinbase-fills', 'hummingbot-csv'].map(rejected),
    ).toEqual([3, 22, 9, 52, 0, 0])
  })

  it('loads every market file, with the length of its bars', { timeout: 400_000 }, async () => {
    const workbench = await openProject()
    const requests = requestsOf('market')
    const report = await importFiles(workbench, requests, silentTask())
    for (const { path, rows } of report.inputs) {
      const [, expected] = Object.entries(REAL_FILES).find(([known]) => path.includes(known))!
      expect([path, rows.read, rows.rejected]).toEqual([path, expected.read, 0])
    }
    const lengths = (await workbench.store.runText(
      `SELECT s.format, any_value(epoch_us(b.t_end) - epoch_us(b.t))::DOUBLE AS us, count(DISTINCT epoch_us(b.t_end) - epoch_us(b.t))::DOUBLE AS kinds
       FROM bar b JOIN source_file s USING (source_id) GROUP BY s.source_id, s.format ORDER BY 1, 2`,
    )) as { format: string; us: number; kinds: number }[]
    expect(lengths.every(({ kinds }) => kinds === 1)).toBe(true)
    const minute = 60e6
    expect(
      lengths
        .filter(({ format }) => format !== 'candles-csv')
        .every(({ us, format }) => us === (format === 'freqtrade-feather' ? 5 * minute : minute)),
    ).toBe(true)
    expect(lengths.filter(({ format }) => format === 'candles-csv').map(({ us }) => us)).toEqual([
      minute,
      minute,
      minute,
      60 * minute,
    ])
  })

  it('refuses a file whose rows are all of inverse contracts, and says so', async () => {
    const workbench = await openProject()
    const path = realData('exchange_json', 'bitmex_http_get_executions.json')!
    const failure = await failureOf(() => importFiles(workbench, [{ path, role: 'live', answers: {} }], silentTask()))
    expect(failure).toMatchObject({ code: 'NOTHING_ACCEPTED' })
    expect(failure.message).toContain('Inverse contracts')
  })

  it('of a LEAN result and its events together counts no fill twice', async () => {
    const workbench = await openProject()
    const requests = ['1186467672.json', '1186467672-order-events.json'].map((name) => ({
      path: realData('lean_results', name)!,
      role: 'backtest' as const,
      answers: {},
    }))
    for (const order of [requests, requests.toReversed()]) {
      const project = order === requests ? workbench : await openProject()
      await importFiles(project, order, silentTask())
      const [counts] = await project.store.runText(
        'SELECT (SELECT count(*) FROM fill)::DOUBLE AS fills, (SELECT count(*) FROM trade_order)::DOUBLE AS orders',
      )
      expect(counts).toEqual({ fills: 301, orders: 301 })
    }
  })
})
