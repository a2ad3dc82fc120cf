import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyAudit } from '#engine/audit-log.ts'
import { openSession } from '#main/compose-session.ts'
import { forkEngine } from '#main/hosts/engine/fork-engine.ts'
import type { EngineClient } from '#shared/wire-client.ts'
import { holdProject } from '../../support/hold-project.ts'
import { buildParity } from '../../support/run-parity.ts'
import { ROOT } from '../../support/planted-folder.ts'
import { endOf, openHost, type OpenedHost } from './open-host.ts'

const ROWS = 200_000
const ENGINE = join(ROOT, 'out/main/engine.js')
const fork = () => forkEngine(ENGINE)

/** A file large enough that an import of it is still running when it is killed. */
function manyFills(): string {
  const lines = Array.from(
    { length: ROWS },
    (_, row) =>
      `s${row},A-USDT,${row % 2 === 0 ? 'buy' : 'sell'},1,${100 + (row % 7)},0.1,${1_772_500_000_000 + row * 1000}`,
  )
  return `signal_id,symbol,side,qty,price,fee,t_fill\n${lines.join('\n')}\n`
}

async function uploadFills(host: OpenedHost): Promise<string> {
  const headers = {
    'Content-Type': 'application/octet-stream',
    'X-File-Name': 'live.csv',
    Authorization: `Bearer ${host.credentials.token}`,
  }
  const { body } = await host.request({ method: 'PUT', path: '/upload', headers, body: manyFills() })
  return (JSON.parse(body) as { token: string }).token
}

function kill(host: OpenedHost): void {
  if (host.supervisor.pid === undefined) throw new Error('the engine runs')
  process.kill(host.supervisor.pid, 'SIGKILL')
}

async function reconnect(host: OpenedHost): Promise<EngineClient> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await host.page()
    } catch (error) {
      if (attempt === 200) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

describe('an engine that is killed', () => {
  // A killed engine leaves its private folder: here, where it is removed.
  const temporary = mkdtempSync(join(tmpdir(), 'parity-test-'))
  afterAll(() => {
    vi.unstubAllEnvs()
    rmSync(temporary, { recursive: true, force: true })
  })

  beforeAll(() => {
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary)
    buildParity()
    expect(existsSync(ENGINE)).toBe(true)
  }, 400_000)

  it('fails what was pending at once, starts again, and has written nothing, then all of it once', async () => {
    // Seconds before it starts again, so that what fails is seen to fail before that, on a busy machine too.
    const host = await openHost({ spawn: fork, backoffMs: [3000, 3000, 3000] })
    const token = await uploadFills(host)
    const files = [{ token, role: 'live' as const, answers: {} }]
    let gone = 0
    for (const delayMs of [0, 30, 120, 300]) {
      const page = await reconnect(host)
      const begun = Promise.withResolvers<undefined>()
      const load = page.call('import.run', { files }, { onProgress: () => begun.resolve(undefined) })
      const waiting = page.call('project.info', {})
      const outcomes = Promise.allSettled([load, waiting])
      await begun.promise
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      kill(host)
      for (const outcome of await outcomes) {
        // A load that had just ended may have been answered; nothing may stay without an answer.
        if (outcome.status === 'fulfilled') continue
        expect(outcome.reason).toMatchObject({ code: 'ENGINE_GONE' })
        expect(host.supervisor.pid).toBeUndefined()
        gone += 1
      }
    }
    expect(gone).toBeGreaterThanOrEqual(2)
    const page = await reconnect(host)
    const { sources } = await page.call('project.info', {})
    expect(sources.length).toBeLessThanOrEqual(1)
    await page.call('import.run', { files })
    await page.call('import.run', { files })
    expect((await page.call('project.info', {})).sources.map((source) => source.rows_accepted)).toEqual([ROWS])
    await host.close()
    await host.supervisor.stop()
    const opened = await openSession(host.supervisor.project)
    const { store } = opened.session.tools
    const [fills] = await store.runText(
      'SELECT count(*)::DOUBLE AS fills, count(DISTINCT signal_id)::DOUBLE AS ids FROM fill',
    )
    expect(fills).toEqual({ fills: ROWS, ids: ROWS })
    // One import was committed, so the log has one entry, and its chain holds.
    expect((await verifyAudit(store)).entries).toBe(1)
    await opened.close()
  }, 400_000)

  it('comes back in safe mode after the third time, and then only when asked', async () => {
    const started: number[] = []
    const host = await openHost({ spawn: () => (started.push(1), fork()), backoffMs: [1, 1, 1] })
    expect((await (await host.page()).call('project.info', {})).safe_mode).toBe(false)
    for (let death = 1; death <= 3; death += 1) {
      kill(host)
      await expect.poll(() => started.length).toBe(death + 1)
      await host.supervisor.start()
    }
    expect((await (await host.page()).call('project.info', {})).safe_mode).toBe(true)
    kill(host)
    await expect.poll(() => host.supervisor.pid).toBeUndefined()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(started.length).toBe(4)
    expect((await (await host.page()).call('project.info', {})).safe_mode).toBe(true)
    expect(started.length).toBe(5)
  })

  it('says which process holds the project, to the starter and to the page', async () => {
    const host = await openHost({ spawn: fork })
    const pid = await holdProject(host.supervisor.project)
    await expect(host.supervisor.start()).rejects.toMatchObject({
      code: 'PROJECT_BUSY',
      message: expect.stringContaining(String(pid)),
    })
    const page = host.socket(host.credentials.token)
    expect(await endOf(page)).toBe(4403)
  })

  it('ends with its host, without being told', async () => {
    const engine = fork()
    const ended = new Promise<string>((resolve) => engine.onExit(resolve))
    engine.disconnect()
    await ended
  })
})
