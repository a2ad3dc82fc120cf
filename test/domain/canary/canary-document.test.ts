import { describe, expect, it } from 'vitest'
import { buildCanaryDocument } from '#domain/canary/canary-document.ts'
import type { CanaryData } from '#domain/canary/canary-data.ts'
import { pickDeployment } from '#domain/canary/deployment.ts'
import { DEFAULT_CANARY_SETTINGS as settings } from '#domain/canary/settings.ts'
import { decisionParts, latestPart } from '#domain/canary/time-to-decision.ts'
import { HOUR, MINUTE, toIso } from '#domain/slo/instants.ts'
import { at, incident, interval } from '../slo/build.ts'
import { bothArms, health, healthy, LIVE, risk, stage } from './build.ts'

const build = (data: CanaryData, hours: number, changes: Partial<typeof settings> = {}) =>
  buildCanaryDocument({
    data,
    settings: { ...settings, ...changes },
    asOf: LIVE + hours * HOUR,
    deploymentId: null,
    version: '0',
  })

describe('canary.json', () => {
  it('names the binding gate and the earliest promotion in one line', () => {
    // One canary trade in 30 min: 97 at 48.5 h; 3 more at 2 an hour, P50 of Gamma(3, 97 / 48.5) = 2.674 / 2 = 1.34 h.
    const data = {
      ...healthy(49),
      orders: bothArms(LIVE + 49 * HOUR).filter(
        ({ version, t_sent }) => version === 'v1' || (t_sent - LIVE) % (30 * MINUTE) === MINUTE,
      ),
    }
    const document = build(data, 48.5)
    expect(document).toMatchObject({ state: 'PROD_CANARY', decision: 'HOLD', binding: 'trades' })
    expect(document.summary).toBe('HOLD: 3 more trades; earliest promotion Wed 01:50 UTC')
    expect(document.gates.find(({ gate }) => gate === 'trades')).toMatchObject({
      value: 97,
      limit: 100,
      margin: -3,
      verdict: 'pending',
      source: 'orders',
    })
  })

  it('shows each gate with value, limit, margin and source, and the metrics with one look and every look apart', () => {
    const document = build(healthy(50), 50)
    expect(document.state).toBe('PROD_READY')
    expect(document.gates.map(({ gate, verdict }) => `${gate} ${verdict}`)).toEqual([
      'slo:uptime pass',
      'slo:ack pass',
      'slo:resolution pass',
      'slo:tracking_error pass',
      'slo:execution_success pass',
      'slo:order_latency pass',
      'risk pass',
      'trades pass',
      'incidents pass',
      'health pass',
    ])
    expect(document.evidence.map(({ metric }) => metric)).toEqual([
      'slippage_bps',
      'fee_bps',
      'latency_ms',
      'fill_ratio',
      'execution_success',
    ])
    expect(document.evidence[0]).toMatchObject({
      verdict: 'non-inferior',
      paired_slots: 200,
      fixed_look: { test: 'wilcoxon-signed-rank' },
    })
    expect(document.evidence[4]?.thin).toBe('200 of 200: exact one-sided 95 % lower bound 98.5 %')
    expect(document.risk.at(-1)).toMatchObject({ used: 0.003, high_water: 0.003 })
  })

  it('compares whole samples when the arms never trade in the same slot', () => {
    const orders = [...bothArms(LIVE + 50 * HOUR)]
      .map((order) =>
        order.version === 'v1'
          ? { ...order, t_sent: order.t_sent + 5 * MINUTE, t_final: (order.t_final ?? 0) + 5 * MINUTE }
          : order,
      )
      .filter(({ version, t_sent }) => version === 'v2' || (t_sent - LIVE) % (15 * MINUTE) === 6 * MINUTE)
    const slippage = build({ ...healthy(50), orders }, 50).evidence[0]
    expect(slippage).toMatchObject({
      paired_slots: 0,
      verdict: 'inconclusive',
      sequence: null,
      fixed_look: { test: 'mann-whitney' },
    })
    expect(slippage?.fixed_look?.effect).toBeGreaterThan(0.4)
  })

  it('has no time to a decision once decided', () => {
    const document = build({ ...healthy(50), risk: [risk(LIVE + HOUR, 9000)] }, 50)
    expect(document).toMatchObject({ state: 'ROLLED_BACK', time_to_decision: { p50: null, binding: 'none' } })
    expect(document.triggers[0]).toMatchObject({ trigger: 'risk-budget', action: 'rollback', at: toIso(LIVE + HOUR) })
    expect(document.gates.find(({ gate }) => gate === 'risk')).toMatchObject({ value: 0.09, verdict: 'fail' })
  })

  it('counts rows from after the time asked about and does not use them', () => {
    const data = { ...healthy(50), risk: [...(healthy(50).risk ?? []), risk(LIVE + 49 * HOUR, 9000)] }
    const document = build(data, 30)
    expect(document.state).toBe('PROD_CANARY')
    expect(document.flags.map(({ field }) => field)).toEqual(['health', 'risk', 'orders', 'uptime'])
  })

  it('reads the risk budget as a share of the 30-day error budget when so set', () => {
    // 5 % of 216 min = 10.8 min down since the stage began.
    const down = (minutes: number) => ({
      ...healthy(49),
      uptime: {
        checks: healthy(49).uptime?.checks ?? [],
        intervals: [interval(LIVE + 10 * HOUR, LIVE + 10 * HOUR + minutes * MINUTE, 'down')],
      },
    })
    const stateAfter = (minutes: number) =>
      build(down(minutes), 49, { riskMeaning: 'error-budget', requiredSlos: ['order_latency'] })
    expect(stateAfter(10).state).toBe('PROD_READY')
    expect(stateAfter(11)).toMatchObject({ state: 'ROLLED_BACK', binding: 'risk-budget' })
  })

  it('picks the deployment started last unless told which, and says which there are', () => {
    const rows = [stage('production'), stage('production', { id: 'd0', started: at(1) })]
    expect(pickDeployment(rows, null).id).toBe('d1')
    expect(pickDeployment(rows, 'd0').id).toBe('d0')
    expect(() => pickDeployment(rows, 'x')).toThrow('The deployment file has no deployment "x". It has: d1, d0.')
    expect(() => pickDeployment([], null)).toThrow(
      'No deployment is known, so there is no canary to judge; give a deployment file.',
    )
  })

  it('speaks up to where its data does', () => {
    const data = { ...healthy(10), health: [...(healthy(10).health ?? []), health(LIVE + 10.5 * HOUR)] }
    expect(buildCanaryDocument({ data, settings, asOf: null, deploymentId: null, version: '0' }).as_of).toBe(
      toIso(LIVE + 10.5 * HOUR),
    )
  })
})

describe('time to a decision', () => {
  const inputs = { at: LIVE + 24 * HOUR, coveredHours: 24, trades: 60, views: [], incidents: [] }

  it('is the latest of its parts, and names the one that binds', () => {
    const parts = decisionParts(inputs, settings).filter(
      ({ part }) => part !== 'paired-slots' && part !== 'sequence-width',
    )
    expect(parts.map(({ part, wait }) => [part, wait === null ? null : Math.round(wait.p50 * 10) / 10])).toEqual([
      ['minimum-time', 24],
      ['trades', 15.9],
      ['incidents', 0],
    ])
    expect(latestPart(parts)).toMatchObject({ binding: 'minimum-time', quantiles: { p10: 24, p50: 24, p90: 24 } })
  })

  it('cannot be said while nothing trades', () => {
    const parts = decisionParts({ ...inputs, trades: 0 }, settings)
    expect(latestPart(parts)).toEqual({ quantiles: null, binding: 'trades' })
    expect(parts[1]?.reason).toBe('no trades yet, so no rate is known')
  })

  it('waits for an open incident as long as others took beyond what it has lasted', () => {
    // Others took 1, 2, 3, 4 h; this one has lasted 1.5: of those longer, the middle by Kaplan-Meier ends at 3.
    const incidents = [1, 2, 3, 4].map((hours) => incident(`i${hours}`, LIVE, 5, hours * 60))
    const open = incident('open', inputs.at - 1.5 * HOUR, 5, null)
    const part = decisionParts({ ...inputs, incidents: [...incidents, open] }, settings).find(
      ({ part: name }) => name === 'incidents',
    )
    expect(part?.wait).toMatchObject({ p50: 1.5 })
    const older = incident('open', inputs.at - 9 * HOUR, 5, null)
    expect(decisionParts({ ...inputs, incidents: [...incidents, older] }, settings).at(-1)).toMatchObject({
      wait: null,
      reason: 'an incident has been open for longer than any took to resolve',
    })
  })
})
