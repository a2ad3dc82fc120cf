import { query } from './query-file.ts'

/** Queries of settings, runs, rates, symbols and the audit log. Units and order stand in each file's header. */
export const projectQueries = {
  addAudit: query('project/add-audit', ['seq', 'at_us', 'kind', 'body', 'previous_hash', 'hash'], {}),
  auditEntries: query('project/audit-entries', [], {
    seq: 'number',
    at_us: 'number',
    kind: 'text',
    body: 'text',
    previous_hash: 'text',
    hash: 'text',
  }),
  setting: query('project/setting', ['key'], { value: 'text' }),
  setSetting: query('project/set-setting', ['key', 'value'], {}),
  addRun: query('project/add-run', ['ran_us', 'version', 'settings', 'inputs', 'review'], {}),
  latestRun: query('project/latest-run', [], { run_id: 'number', settings: 'text', review: 'text' }),
  setRate: query('project/set-rate', ['currency', 'rate'], {}),
  rates: query('project/rates', [], { currency: 'text', rate: 'number' }),
  setInstrument: query('project/set-instrument', ['symbol', 'instrument', 'base', 'quote', 'kind'], {}),
  symbolMap: query('project/symbol-map', [], {
    symbol: 'text',
    instrument: 'text',
    base: 'text?',
    quote: 'text?',
    kind: 'text',
    edited: 'boolean',
  }),
} as const
