import { describe, expect, it } from 'vitest'
import { keepBurnThresholds } from '#engine/slo-history.ts'
import { CONTRACT } from '#shared/contract.ts'
import { openTestSession } from '../engine/open-test-session.ts'
import { silentTask } from '../support/recording-sink.ts'

const task = silentTask()

describe('service levels and canaries of an open project', () => {
  it('say what is missing in a project that holds nothing', async () => {
    const { methods } = await openTestSession()
    expect(await methods['slo.history']({}, task)).toMatchObject({
      document: null,
      reason: /no service level can be judged/,
    })
    expect(await methods['canary.readiness']({}, task)).toMatchObject({
      document: null,
      reason: /no canary to judge/,
      deployments: [],
    })
    expect(await methods['audit.entries']({ after: 0, limit: 10 }, task)).toEqual({ rows: [], total: 0 })
  })

  it("judge the sample, and the audit log shows the canary's way, newest first and filtered", async () => {
    const { methods } = await openTestSession()
    await methods['import.sample']({}, task)
    const slo = await methods['slo.history']({}, task)
    expect(CONTRACT['slo.history'].result.parse(slo)).toEqual(slo)
    expect(slo.document?.as_of).toBe('2026-05-01T00:00:00Z')
    const canary = await methods['canary.readiness']({}, task)
    expect(CONTRACT['canary.readiness'].result.parse(canary)).toEqual(canary)
    expect(canary).toMatchObject({ deployments: ['canary-2026-04'], document: { state: 'ROLLED_BACK' } })
    const page = await methods['audit.entries']({ kind: 'canary', after: 0, limit: 2 }, task)
    expect(page.rows).toHaveLength(2)
    expect(page.total).toBe(4)
    expect(JSON.parse(page.rows[0]?.body ?? '')).toMatchObject({ state: 'ROLLED_BACK', decision: 'ROLLBACK' })
    const next = await methods['audit.entries']({ kind: 'canary', after: 2, limit: 2 }, task)
    expect(next.rows.map(({ seq }) => seq)).toEqual([page.rows[1]!.seq - 1, page.rows[1]!.seq - 2])
    expect((await methods['audit.entries']({ after: 0, limit: 1 }, task)).total).toBeGreaterThan(page.total)
  })

  it('are judged by the burn thresholds of whoever asks, else of the parity.toml kept with the project', async () => {
    const { methods, session } = await openTestSession()
    await methods['import.sample']({}, task)
    const settings = async (burn?: { '1h'?: number }) =>
      (await methods['slo.history']({ burn }, task)).document?.settings
    expect(await settings()).toMatchObject({ burn: { '1h': 14.4 }, burn_source: 'defaults' })
    await keepBurnThresholds(session.tools.store, { '1h': 10, '3d': 2 })
    expect(await settings()).toMatchObject({ burn: { '1h': 10, '6h': 6, '3d': 2 }, burn_source: 'parity.toml' })
    expect(await settings({ '1h': 8 })).toMatchObject({ burn: { '1h': 8, '3d': 2 }, burn_source: 'request' })
    await keepBurnThresholds(session.tools.store, {})
    expect(await settings()).toMatchObject({ burn_source: 'defaults' })
  })

  it('are as they were at an earlier time', async () => {
    const { methods } = await openTestSession()
    await methods['import.sample']({}, task)
    const { document } = await methods['canary.readiness']({ as_of: '2026-04-21T00:00:00Z' }, task)
    expect(document).toMatchObject({ state: 'STAGING', decision: 'HOLD', as_of: '2026-04-21T00:00:00Z' })
  })
})
