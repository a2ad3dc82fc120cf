import { basename } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import type { Store } from '#adapters/duckdb/store.ts'
import type { Answers } from './ports.ts'

/** A file of net asset values just loaded. */
interface EquityFile {
  readonly sourceId: number
  readonly path: string
  readonly answers: Answers
}

interface Account {
  readonly account: string
  readonly overlaps: boolean
  readonly common: number
  readonly differing: number
  readonly own: number
  readonly other: number
}

/**
 * Says whose the values of an equity file are that names no account. Accounts add up; within one the file loaded last speaks
 * for the time it spans. The first file is an account by its name; a later one is of the same account when it says the same
 * wherever both speak, or goes on where a single account ends. Throws AMBIGUOUS where it speaks for the same time with other
 * values, or could go on any of several accounts, and nobody said which it is.
 */
export async function placeEquity(store: Store, { sourceId, path, answers }: EquityFile): Promise<void> {
  const accounts = await store.rows(queries.equityAccounts, { source_id: sourceId })
  const account = accountOf(path, accounts, answers.equityFiles)
  await store.run(queries.setEquityAccount, { source_id: sourceId, account })
}

function accountOf(path: string, accounts: readonly Account[], said: Answers['equityFiles']): string {
  const own = basename(path)
  const [first] = accounts
  if (first === undefined || said === 'accounts') return own
  if (said === 'one') return (accounts.find(({ overlaps }) => overlaps) ?? first).account
  const same = accounts.filter(saysTheSame)
  const [only] = same.length > 0 ? same : accounts.filter(({ overlaps }) => overlaps)
  if (same.length === 1 && only !== undefined) return only.account
  if (accounts.length === 1 && !first.overlaps) return first.account
  throw whoseEquity(path, only ?? first)
}

function saysTheSame({ overlaps, common, differing, own, other }: Account): boolean {
  return overlaps && common > 0 && differing === 0 && own === common && other === common
}

function whoseEquity(path: string, { account, overlaps }: Account): AppError {
  const before = account === '' ? 'equity loaded before' : account
  const why = overlaps
    ? `it speaks for the same time as ${before} and its values differ`
    : 'several accounts are loaded'
  return new AppError(
    'AMBIGUOUS',
    `Cannot add ${path}: ${why}; say with --equity-files accounts that each file is an account and they add up, or with --equity-files one that all are one account, for which the file loaded last speaks.`,
    { file: path, details: { flag: '--equity-files', example: '' } },
  )
}
