import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { POST_TIMEOUT_MS, postJson } from '#adapters/deliver/post-json.ts'
import { auditOf, dayAt, eveningAfter, openDailyProject, writeTrades, type DailyProject } from './daily-project.ts'
import { silence, startWebhook, status } from './webhook.ts'

const SLACK = '[slack]\nurl_env = "SLACK_URL"\n'
const MINUTE_US = 60_000_000

/** A project whose last day opens a breach, ready to run. */
async function breached(channels: string): Promise<DailyProject> {
  const project = await openDailyProject(channels)
  writeTrades(project.folder, [0.1, 0.1, 0.1, 4])
  project.at(eveningAfter(3))
  return project
}

describe('alerts', () => {
  it('are posted once for the day, however often the job runs', async () => {
    const webhook = await startWebhook()
    const project = await breached(SLACK)
    project.secrets['SLACK_URL'] = `${webhook.url}/hook`
    expect((await project.run()).deliveries).toEqual([
      { day: dayAt(3), channel: 'slack', status: 'delivered', reason: null },
    ])
    expect((await project.run()).deliveries).toEqual([])
    expect(webhook.received).toHaveLength(1)
    expect(webhook.received[0]?.body['text']).toMatch(/^Breach opened: live on 2026-03-05 \(critical\)/)
    expect(await auditOf(project, 'delivery')).toEqual([{ day: dayAt(3), revision: 0, channel: 'slack', attempts: 1 }])
  })

  it('tell only of the last day at the first run: what is past is no news', async () => {
    const webhook = await startWebhook()
    const project = await openDailyProject(SLACK)
    project.secrets['SLACK_URL'] = webhook.url
    writeTrades(project.folder, [0.1, 0.1, 4, 4, 4])
    project.at(eveningAfter(4))
    await project.run()
    expect(webhook.received.map(({ key }) => key)).toEqual([`${dayAt(4)}-0-slack`])
  })

  it.each([
    ['answers 500', status(500), 'HTTP 500'],
    ['redirects elsewhere', status(302, { location: 'http://127.0.0.1:9/' }), 'HTTP 302'],
    ['never answers', silence, `no answer within ${POST_TIMEOUT_MS / 1000} s`],
  ])(
    'survive a webhook that %s: the run ends in time, nothing is lost, the next run delivers',
    async (_, answer, reason) => {
      const webhook = await startWebhook(answer)
      const project = await breached(SLACK)
      project.secrets['SLACK_URL'] = webhook.url
      const report = await project.run()
      expect(report.deliveries).toEqual([{ day: dayAt(3), channel: 'slack', status: 'failed', reason }])
      expect(report.written).not.toEqual([])
      webhook.answer = status(200)
      project.at(eveningAfter(3) + MINUTE_US / 2)
      expect((await project.run()).deliveries).toMatchObject([{ status: 'waiting', reason: /tried before/ }])
      project.at(eveningAfter(3) + 2 * MINUTE_US)
      expect((await project.run()).deliveries).toMatchObject([{ day: dayAt(3), status: 'delivered' }])
      expect(new Set(webhook.received.map(({ key }) => key))).toEqual(new Set([`${dayAt(3)}-0-slack`]))
      expect((await auditOf(project, 'delivery')).map(({ attempts }) => attempts)).toEqual([2])
    },
  )

  it('wait as long as a channel asks for', async () => {
    const webhook = await startWebhook(status(429, { 'retry-after': '600' }))
    const project = await breached(SLACK)
    project.secrets['SLACK_URL'] = webhook.url
    await project.run()
    project.at(eveningAfter(3) + 9 * MINUTE_US)
    expect((await project.run()).deliveries).toMatchObject([{ status: 'waiting' }])
    project.at(eveningAfter(3) + 11 * MINUTE_US)
    expect((await project.run()).deliveries).toMatchObject([{ status: 'failed', reason: 'HTTP 429' }])
    expect(webhook.received).toHaveLength(2)
  })

  it('leave a channel that fails alone for the rest of the run, so that many alerts cost one timeout', async () => {
    const webhook = await startWebhook(silence)
    const project = await openDailyProject(SLACK)
    project.secrets['SLACK_URL'] = webhook.url
    writeTrades(project.folder, [0.1, 0.1])
    project.at(eveningAfter(1))
    await project.run()
    writeTrades(project.folder, [0.1, 0.1, 4, 4, 4])
    project.at(eveningAfter(4))
    expect((await project.run()).deliveries.map((delivery) => delivery.status)).toEqual([
      'failed',
      'waiting',
      'waiting',
    ])
    expect(webhook.received).toHaveLength(1)
    webhook.answer = status(200)
    project.at(eveningAfter(4) + 2 * MINUTE_US)
    await project.run()
    expect(webhook.received.slice(1).map(({ key }) => key.slice(0, 10))).toEqual([dayAt(2), dayAt(3), dayAt(4)])
  })

  it('go to Telegram as escaped HTML, with the token in the address only', async () => {
    const webhook = await startWebhook()
    const project = await breached(`[telegram]\ntoken_env = "TOKEN"\nchat_env = "CHAT"\napi = "${webhook.url}"\n`)
    project.secrets['TOKEN'] = '12345:s3cr3t'
    project.secrets['CHAT'] = '-100'
    await project.run()
    expect(webhook.received).toMatchObject([
      { path: '/bot12345:s3cr3t/sendMessage', body: { chat_id: '-100', parse_mode: 'HTML' } },
    ])
  })

  it('are kept, and that is said, while their environment variable is not set', async () => {
    const project = await breached(SLACK)
    expect((await project.run()).deliveries).toEqual([
      {
        day: dayAt(3),
        channel: 'slack',
        status: 'waiting',
        reason: 'the environment variable SLACK_URL is not set',
      },
    ])
    const webhook = await startWebhook()
    project.secrets['SLACK_URL'] = webhook.url
    expect((await project.run()).deliveries).toMatchObject([{ status: 'delivered' }])
  })

  it('never bring a secret into the project, the report or an error', async () => {
    const project = await breached(SLACK)
    project.secrets['SLACK_URL'] = 'http://127.0.0.1:1/T0P/s3cr3t-path'
    const report = await project.run()
    expect(report.deliveries).toMatchObject([{ status: 'failed', reason: 'no connection (ECONNREFUSED)' }])
    expect(JSON.stringify(report)).not.toContain('s3cr3t')
    await project.workbench.close()
    expect(readFileSync(join(project.folder, 'history.duckdb')).includes('s3cr3t')).toBe(false)
  })
})

describe('posting', () => {
  it.each(['http://example.org/hook', 'ftp://127.0.0.1/', 'not a url', 'http://127.0.0.1.example.org/'])(
    'refuses %s: only https, or this machine',
    async (address) => {
      expect(await postJson(address, {}, {})).toMatchObject({ taken: false, reason: /configured address/ })
    },
  )
})
