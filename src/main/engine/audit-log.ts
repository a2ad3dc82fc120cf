import { createHash } from 'node:crypto'
import { AppError } from '#shared/errors.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Clock } from './ports.ts'

/** What an audit entry is about. */
export type AuditKind =
  | 'import'
  | 'review'
  | 'match-override'
  | 'symbol-map'
  | 'rates'
  | 'settings'
  | 'verdict'
  | 'action'
  | 'canary'
  | 'delivery'

/** The hash before the first entry. */
const GENESIS = '0'.repeat(64)

/** Where the chain's head is kept, so that a missing last entry is found too. */
const HEAD_KEY = 'audit-head'

/**
 * Appends an entry in the running transaction (or its own). hash = SHA-256 of seq, time, kind, body and the hash before, one
 * per line, so no entry can be changed, removed or inserted without every later hash being wrong.
 */
export async function appendAudit(store: Store, clock: Clock, kind: AuditKind, body: unknown): Promise<void> {
  const head = await readHead(store)
  const entry = { seq: head.seq + 1, at_us: clock.nowMicros(), kind, body: JSON.stringify(body) }
  const hash = entryHash(entry, head.hash)
  await store.run(queries.addAudit, { ...entry, previous_hash: head.hash, hash })
  await store.run(queries.setSetting, { key: HEAD_KEY, value: JSON.stringify({ seq: entry.seq, hash }) })
}

/** Returns how many entries the chain has; throws AUDIT_BROKEN naming the first entry that was changed, removed or inserted. */
export async function verifyAudit(store: Store): Promise<{ entries: number; head: string }> {
  const head = await readHead(store)
  let previous = GENESIS
  let seq = 0
  for (const entry of await store.rows(queries.auditEntries, {})) {
    seq += 1
    if (entry.seq !== seq) throw broken(seq, 'is missing')
    if (entry.previous_hash !== previous || entry.hash !== entryHash(entry, previous)) throw broken(seq, 'was changed')
    previous = entry.hash
  }
  if (head.seq !== seq || head.hash !== previous)
    throw broken(Math.min(seq, head.seq) + 1, head.seq > seq ? 'is missing' : 'was added from outside')
  return { entries: seq, head: previous }
}

function broken(seq: number, what: string): AppError {
  return new AppError(
    'AUDIT_BROKEN',
    `The audit log is not intact: entry ${seq} ${what}; everything from there on cannot be trusted. Restore the project from a copy.`,
    {
      details: { seq },
    },
  )
}

async function readHead(store: Store): Promise<{ seq: number; hash: string }> {
  const [row] = await store.rows(queries.setting, { key: HEAD_KEY })
  return row === undefined ? { seq: 0, hash: GENESIS } : (JSON.parse(row.value) as { seq: number; hash: string })
}

function entryHash(entry: { seq: number; at_us: number; kind: string; body: string }, previous: string): string {
  return createHash('sha256')
    .update([entry.seq, entry.at_us, entry.kind, entry.body, previous].join('\n'))
    .digest('hex')
}
