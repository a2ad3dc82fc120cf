import { query } from './query-file.ts'

/** Queries of the daily job: verdicts, actions and alerts on their way. Units and order stand in each file's header. */
export const dailyQueries = {
  reviewAge: query('daily/review-age', [], { reviewed: 'number', changed: 'number' }),
  verdicts: query('daily/verdicts', [], {
    day: 'text',
    run_id: 'number',
    band: 'text?',
    action: 'text?',
    streak: 'number',
    transition: 'text',
    revision: 'number',
  }),
  setVerdict: query(
    'daily/set-verdict',
    ['day', 'run_id', 'judged_us', 'band', 'action', 'streak', 'transition', 'revision'],
    {},
  ),
  setAction: query('daily/set-action', ['day', 'document'], {}),
  setPart: query('daily/set-part', ['kind', 'made_for', 'document'], {}),
  part: query('daily/part', ['kind', 'made_for'], { document: 'text' }),
  lastAction: query('daily/last-action', [], { day: 'text', document: 'text' }),
  queueAlert: query('daily/queue-alert', ['day', 'revision', 'channel', 'message'], {}),
  pendingAlerts: query('daily/pending-alerts', [], {
    day: 'text',
    revision: 'number',
    channel: 'text',
    message: 'text',
    attempts: 'number',
    next_try_us: 'number',
    last_error: 'text?',
  }),
  markDelivered: query('daily/mark-delivered', ['at_us', 'day', 'revision', 'channel'], {}),
  markFailed: query('daily/mark-failed', ['next_try_us', 'error', 'day', 'revision', 'channel'], {}),
} as const
