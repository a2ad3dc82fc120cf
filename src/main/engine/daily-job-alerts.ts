import type { AlertMessage } from '#domain/daily/alert-message.ts'
import { slackPayload, telegramPayload } from '#domain/daily/channel-payloads.ts'
import type { DailyReport } from '#shared/daily.ts'
import type { DailyConfig } from '#shared/daily-config.ts'
import { queries } from '#adapters/duckdb/queries.ts'
import { appendAudit } from './audit-log.ts'
import type { DailyTools, Deliver, PostOutcome } from './daily-job-tools.ts'

type Delivery = DailyReport['deliveries'][number]
type Channel = 'slack' | 'telegram'

/** Once this long has gone into deliveries, the rest waits for the next run. */
const BUDGET_US = 4_000_000
const FIRST_WAIT_US = 60_000_000
const LONGEST_WAIT_US = 3_600_000_000

/** Returns the channels a config sends alerts to. */
export function channelsOf(config: DailyConfig): Channel[] {
  return [...(config.slack ? ['slack' as const] : []), ...(config.telegram ? ['telegram' as const] : [])]
}

/**
 * Sends the alerts that are due, oldest first. A channel that fails is left alone for the rest of the run; its alerts stay in
 * the outbox and are tried again at a later run, after a wait that doubles from one minute to one hour. An alert whose
 * delivery was not written down because the process was killed is sent again, with the same idempotency key.
 */
export async function deliverAlerts(
  tools: Pick<DailyTools, 'store' | 'clock' | 'deliver'>,
  config: DailyConfig,
): Promise<Delivery[]> {
  const { store, clock } = tools
  const pending = await store.rows(queries.pendingAlerts, {})
  const began = clock.nowMicros()
  const given = new Set<string>()
  const deliveries: Delivery[] = []
  for (const alert of pending) {
    const { day, revision, channel } = alert
    const say = (status: Delivery['status'], reason: string | null) => deliveries.push({ day, channel, status, reason })
    const target = targetOf(tools.deliver, config, channel)
    if ('reason' in target) say('waiting', target.reason)
    else if (alert.next_try_us > clock.nowMicros())
      say('waiting', `tried before (${alert.last_error ?? 'unknown'}); next at ${isoOf(alert.next_try_us)}`)
    else if (given.has(channel)) say('waiting', 'the channel failed in this run')
    else if (clock.nowMicros() - began > BUDGET_US) say('waiting', 'deliveries took long enough for this run')
    else {
      const body = target.payload(JSON.parse(alert.message) as AlertMessage)
      const key = `${day}-${revision}-${channel}`
      const outcome = await target.deliver.post(target.address, body, { 'idempotency-key': key })
      await recordOutcome(tools, alert, outcome)
      if (!outcome.taken) given.add(channel)
      say(outcome.taken ? 'delivered' : 'failed', outcome.taken ? null : outcome.reason)
    }
  }
  return deliveries
}

interface Target {
  readonly deliver: Deliver
  readonly address: string
  readonly payload: (message: AlertMessage) => unknown
}

function targetOf(deliver: Deliver | null, config: DailyConfig, channel: string): Target | { reason: string } {
  if (deliver === null) return { reason: 'this program opens no connection; parity daily delivers' }
  if (channel === 'slack' && config.slack) {
    const address = deliver.secret(config.slack.url_env)
    return address ? { deliver, address, payload: slackPayload } : unset(config.slack.url_env)
  }
  if (channel === 'telegram' && config.telegram) {
    const { token_env: tokenName, chat_env: chatName, api } = config.telegram
    const token = deliver.secret(tokenName)
    const chat = deliver.secret(chatName)
    if (!token || !chat) return unset(token ? chatName : tokenName)
    return { deliver, address: `${api}/bot${token}/sendMessage`, payload: (message) => telegramPayload(message, chat) }
  }
  return { reason: `${channel} is no longer configured` }
}

function unset(name: string): { reason: string } {
  return { reason: `the environment variable ${name} is not set` }
}

async function recordOutcome(
  { store, clock }: Pick<DailyTools, 'store' | 'clock'>,
  { day, revision, channel, attempts }: { day: string; revision: number; channel: string; attempts: number },
  outcome: PostOutcome,
): Promise<void> {
  const now = clock.nowMicros()
  if (!outcome.taken) {
    const asked = (outcome.retryAfterSeconds ?? 0) * 1e6
    const wait = Math.max(asked, Math.min(FIRST_WAIT_US * 2 ** attempts, LONGEST_WAIT_US))
    await store.run(queries.markFailed, { day, revision, channel, next_try_us: now + wait, error: outcome.reason })
    return
  }
  await store.transaction(async () => {
    await store.run(queries.markDelivered, { day, revision, channel, at_us: now })
    await appendAudit(store, clock, 'delivery', { day, revision, channel, attempts: attempts + 1 })
  })
}

function isoOf(micros: number): string {
  return new Date(micros / 1000).toISOString()
}
