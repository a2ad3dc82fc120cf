import { AppError, CancelledError, Invariant } from '#shared/errors.ts'
import type { Implementation } from '#engine/session-api.ts'

/** What the implementation under test was told and did. */
export interface Observed {
  readonly cancelled: string[]
  readonly started: string[]
}

/**
 * Returns an implementation whose methods answer, fail, report, wait or hand over columns at once, so that a suite can watch
 * how calls cross a channel without a database behind it.
 */
export function observableImplementation(): { methods: Implementation; observed: Observed } {
  const observed: Observed = { cancelled: [], started: [] }
  const untilCancelled = (method: string, signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      observed.started.push(method)
      signal.addEventListener('abort', () => {
        observed.cancelled.push(method)
        reject(new CancelledError('The review'))
      })
    })
  const methods: Implementation = {
    'project.info': () =>
      Promise.resolve({ path: '/p', version: '1', sources: [], review: {}, has_review: false, safe_mode: false }),
    'export.table': () => Promise.resolve({ token: 't', bytes: 0 }),
    'export.pairs': () => Promise.resolve({ token: 't', bytes: 0 }),
    'export.block': () => Promise.resolve({ bytes: new Uint8Array(0) }),
    'project.memory': () => Promise.resolve({ resident_bytes: 1 }),
    'import.offered': () => Promise.resolve({ files: [] }),
    'import.sniff': () => {
      throw new AppError('COLUMN_MISSING', 'Column "price" is missing.', {
        file: 'fills.csv',
        line: 1,
        column: 'price',
        hint: 'Map it.',
        details: { flag: '--mapping' },
        cause: new AppError('FILE_UNREADABLE', 'The disk said no.', { cause: new Error('EIO: i/o error') }),
      })
    },
    'import.run': (_params, { signal }) => untilCancelled('import.run', signal),
    'import.sample': async (_params, task) => {
      task.report({ step: 'Reading', done: 1, total: 2 })
      task.report({ step: 'Writing', done: 2, total: null })
      return Promise.resolve({ schema: 'parity.import/1', inputs: [], rejects: [], notes: [] })
    },
    'import.remove': () => Promise.resolve({ path: 'live.csv' }),
    'import.rejects': ({ after, limit }) => Promise.resolve({ rows: [], total: after * 10_000 + limit }),
    'review.run': (_params, { signal }) => untilCancelled('review.run', signal),
    'review.latest': () => Promise.reject(new TypeError('secret inner state at /home/quant/strategy.ts:12')),
    'review.strategies': () => Promise.resolve({ live: [], backtest: [] }),
    'review.defaults': () => {
      throw new Invariant('one is more than two')
    },
    'attribution.slices': () => Promise.resolve({ rows: [{ value: 1 }] as never }),
    'attribution.pairs': () => Promise.resolve({ rows: [], total: 0 }),
    'attribution.fills': () => Promise.resolve({ rows: [] }),
    'attribution.cube': () => {
      const shared = new Float64Array(new SharedArrayBuffer(4096), 8, 3)
      shared.set([0.1, -0, Number.MAX_VALUE])
      const window = new Uint16Array(new ArrayBuffer(1 << 20), 2, 3)
      window.set([1, 2, 65_535])
      return Promise.resolve({
        labels: { day: ['2026-03-01'] },
        columns: { alpha: shared as unknown as Float64Array<ArrayBuffer>, day: window, pairs: new Uint32Array(0) },
      })
    },
    'report.preview': ({ sections }) => Promise.resolve({ html: (sections ?? []).join('') }),
    ...simulateNothing(),
    'slo.history': () => Promise.resolve({ document: null, reason: 'no rows' }),
    'canary.readiness': () => Promise.resolve({ document: null, reason: 'no deployment', deployments: [] }),
    'audit.entries': () => Promise.resolve({ rows: [], total: 0 }),
    'report.files': () => Promise.resolve({ files: [{ name: 'a.txt', text: 'x'.repeat(3_000_000) }] }),
  }
  return { methods, observed }
}

/** The simulator's methods have no part in how calls cross a channel. */
function simulateNothing() {
  const nothing = () => Promise.reject(new AppError('PARAMETER_INVALID', 'There is nothing to simulate.'))
  return {
    'scenario.list': () => Promise.resolve({ presets: [], saved: [] }),
    'scenario.save': nothing,
    'scenario.run': nothing,
    'scenario.instant': nothing,
    'sweep.run': nothing,
    'sweep.tornado': nothing,
    'calibration.run': nothing,
  }
}
