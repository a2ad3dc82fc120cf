import { readFileSync } from 'node:fs'
import type { Answers } from '#engine/ports.ts'
import type { Role } from '#shared/canonical.ts'
import { FORMATS } from '#adapters/formats/registry.ts'
import { realData } from '../support/real-data.ts'
import { REAL_FILES } from './real-files.ts'

/**
 * How a file of the folder loads: by itself; once a question is answered, by the flag the refusal names; by a mapping of
 * `test/fixtures/mappings`; never, since it goes with another file; or it is refused, and the sentence says why.
 */
export type Way =
  | { readonly by: 'detection' }
  | { readonly by: 'question'; readonly flag: string; readonly answers: Answers }
  | { readonly by: 'mapping'; readonly mapping: string }
  | { readonly by: 'sidecar' }
  | { readonly by: 'refusal'; readonly code: string; readonly says: string }

/** One file of the folder. `read` is the number of source records. */
export interface FolderFile {
  readonly way: Way
  readonly role: Role
  readonly format: string
  readonly read: number
}

const SIDECAR: Way = { by: 'sidecar' }
const sidecar: FolderFile = { way: SIDECAR, role: 'live', format: '', read: 0 }
const service = (role: Role, format: string, read: number): FolderFile => ({
  way: { by: 'detection' },
  role,
  format,
  read,
})
/** Uptime of several services, which asks whether one of them counts or all do. */
const severalServices = (format: string, read: number): FolderFile => ({
  ...service('uptime', format, read),
  way: { by: 'question', flag: '--service', answers: { service: 'all' } },
})
const mapped = (role: Role, mapping: string, read: number): FolderFile => ({
  way: { by: 'mapping', mapping },
  role,
  format: 'mapped',
  read,
})
const refused = (role: Role, code: string, says: string): FolderFile => ({
  way: { by: 'refusal', code, says },
  role,
  format: '',
  read: 0,
})

const OTHERS: Readonly<Record<string, FolderFile>> = {
  'pairA_freqtrade_ichiV1/live_tradesv3.sqlite-wal': sidecar,
  'pairA_freqtrade_ichiV1/live_tradesv3.sqlite-shm': sidecar,
  'pairA_freqtrade_ichiV1/dryrun_tradesv3.sqlite-wal': sidecar,
  'pairA_freqtrade_ichiV1/dryrun_tradesv3.sqlite-shm': sidecar,
  'pairA_freqtrade_ichiV1/backtest-result-2024-05-06_09-49-32.meta.json': sidecar,
  'freqtrade_testdata/backtest-result.meta.json': sidecar,
  'pairB_numatix_kumud/live_trades.csv': mapped('live', 'bot-round-trips', 6),
  'pairB_numatix_kumud/backtest_trades.csv': mapped('backtest', 'bot-round-trips', 6),
  'pairB_numatix_kumud/live_candles.csv': mapped('market', 'bot-candles', 73),
  'pairC_stratix/live_trades.csv': mapped('live', 'bot-fills', 43),
  'pairC_stratix/backtest_trades.csv': mapped('backtest', 'bot-fills', 4),
  'pairG_coldriver/live_trades.csv': mapped('live', 'engine-live', 7),
  'pairG_coldriver/backtest_trades.csv': mapped('backtest', 'engine-backtest', 4500),
  'scale/backtest_trades_kavyansh_15057.csv': mapped('backtest', 'bot-one-time', 15057),
  'incidents/github_incidents.jsonl': service('incidents', 'statuspage', 819),
  'incidents/github_downtime_windows.csv': service('uptime', 'statuspage', 819),
  'incidents/pagerduty_incidents.csv': service('incidents', 'pagerduty', 3),
  'incidents/alertmanager_webhook_1.json': service('incidents', 'alertmanager', 3),
  'incidents/alertmanager_webhook_2.json': service('incidents', 'alertmanager', 3),
  'uptime/prometheus_up_range_20190728_1200.json': severalServices('prometheus', 6839),
  'uptime/upptime_manticore_gitlog.tsv': severalServices('upptime', 314),
  'uptime/upptime_manticore_summary.json': severalServices('upptime-summary', 18),
  'uptime/upptime_manticore_manual.yml': service('uptime', 'upptime-site', 1),
  // No side anywhere, and 60 of 115 have no realised P&L that it could be worked out of.
  'ib/api_executions.csv': refused('live', 'COLUMN_MISSING', 'do not say bought or sold'),
  // The message file beside it is of other hours and levels, so its lines are not the book's.
  'lobster/AAPL_2012-06-21_34200000_57600000_orderbook_1.csv': refused(
    'market',
    'FILE_MISSING',
    'put that file beside it',
  ),
  // Fifteen asks and no bid.
  'nautilus/tardis_deribit_incremental_book_L2_BTC-PERPETUAL.csv': refused(
    'market',
    'NOTHING_ACCEPTED',
    'both a bid and an ask',
  ),
  // All its times are zero.
  'nautilus/nautilus_128-bit_trades.parquet': refused('market', 'NOTHING_ACCEPTED', 'says no time'),
  'exchange_json/bitmex_http_get_executions.json': refused('live', 'NOTHING_ACCEPTED', 'Inverse contracts'),
}

const FLAGS: Readonly<Record<string, string>> = { capital: '--capital', symbol: '--symbol', zone: '--zone' }

/** Every file of the folder by its path below it, the ones a format claims among them. */
export function folderFiles(): Map<string, FolderFile> {
  const claimed = Object.entries(REAL_FILES).map(([path, { format, answers, read }]) => {
    const holds = FORMATS.find(({ id }) => id === format)?.holds ?? 'fills'
    const role: Role = holds === 'fills' ? 'live' : holds
    const [asked] = Object.keys(answers ?? {})
    const way: Way =
      answers === undefined || asked === undefined
        ? { by: 'detection' }
        : { by: 'question', flag: FLAGS[asked] ?? '', answers }
    return [path, { way, role, format, read }] as const
  })
  return new Map([...claimed, ...Object.entries(OTHERS)])
}

/** Files whose number of records is not the one SOURCES.md gives, and why. */
export const OTHER_COUNTS: Readonly<Record<string, string>> = {
  'ib/activity_20181029_20181115.csv': 'lines of all sections; 20 are trades',
  'exchange_csv/alpaca_order_fills_pyrepr.csv': 'lines; a record is printed over 35 of them',
  'exchange_json/bybit_http_get_executions.json': 'documents; two executions are in it',
  'exchange_json/kraken_http_trades.json': 'documents; a thousand trades are in it',
  'incidents/alertmanager_webhook_1.json': 'not given',
  'incidents/alertmanager_webhook_2.json': 'not given',
  'uptime/prometheus_up_range_20190728_1200.json': 'series; 6,839 samples are in them',
  'uptime/upptime_manticore_manual.yml': 'lines; one state is in them',
  'freqtrade_testdata/XRP_ETH-5m.feather': 'not given',
  'freqtrade_testdata/backtest-result_multistrat.json': 'of each of two strategies: 179 and 179',
  'lean_results/1186467672.json': 'orders; the 602 events beside it are read with them',
  'lean_results/1186467672-summary.json': 'documents; six points of the equity chart are in it',
}

/** Returns the numbers in the column `rows` of SOURCES.md by path; derived tables, which it does not list, have none. */
export function countsOfSources(): Map<string, number[]> {
  const lines = readFileSync(realData('SOURCES.md')!, 'utf8').split('\n')
  const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()))
  const files = cells.filter(([, path = '']) => /^[\w-]+\/\S+\.\w/.test(path))
  return new Map(files.map((row) => [row[1]!, [...(row[4] ?? '').matchAll(/\d+/g)].map(([digits]) => Number(digits))]))
}
