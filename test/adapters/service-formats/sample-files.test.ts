import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { buildCanaryDocument } from '#domain/canary/canary-document.ts'
import type { CanaryData } from '#domain/canary/canary-data.ts'
import { DEFAULT_CANARY_SETTINGS } from '#domain/canary/settings.ts'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { DEFAULT_SLO_SETTINGS } from '#domain/slo/settings.ts'
import { buildSloDocument } from '#domain/slo/slo-document.ts'
import { canaryDocumentSchema } from '#shared/canary.ts'
import type { Role } from '#shared/canonical.ts'
import type { ServiceOrder } from '#shared/service-rows.ts'
import { readServiceFile } from '#adapters/service-formats/service-registry.ts'

const files = new Map(generateSample(SAMPLE_SEED).map(({ name, text }) => [name, text]))
const textOf = (name: string) => files.get(name) ?? ''
const rowsOf = (name: string) => parse(textOf(name), { columns: true }) as unknown as Record<string, string>[]
const read = (role: Role, name: string) =>
  readServiceFile(textOf(name), { path: name, role, zone: null, dateOrder: null })
const micros = (text: string | undefined) => (text ? Date.parse(text) * 1000 : null)

/** Orders with the slippage and fee of their fills, as the engine will join them. */
function sampleOrders(): ServiceOrder[] {
  const fills = Map.groupBy(rowsOf('live.csv'), (fill) => fill['order_id'] ?? '')
  return rowsOf('orders.csv').map((order) => {
    const own = fills.get(order['order_id'] ?? '') ?? []
    const notional = own.reduce((sum, fill) => sum + Number(fill['qty']) * Number(fill['fill_mid']), 0)
    const side = order['side'] === 'sell' ? -1 : 1
    const cost = own.reduce(
      (sum, fill) => sum + side * Number(fill['qty']) * (Number(fill['price']) - Number(fill['fill_mid'])),
      0,
    )
    const fee = own.reduce((sum, fill) => sum + Number(fill['fee']), 0)
    return {
      version: order['version'] ?? null,
      status: order['status'] as ServiceOrder['status'],
      qty: Number(order['qty']),
      filled_qty: Number(order['filled_qty']),
      t_sent: micros(order['t_sent']) ?? 0,
      t_ack: micros(order['t_ack']),
      t_final: micros(order['t_final']),
      slippage_bps: notional > 0 ? (cost / notional) * 1e4 : null,
      fee_bps: notional > 0 ? (fee / notional) * 1e4 : null,
    }
  })
}

const data: CanaryData = {
  deployments: read('deployment', 'deployment.csv').deployments,
  health: read('health', 'health.csv').health,
  risk: read('risk', 'risk.csv').risk,
  uptime: read('uptime', 'uptime.csv'),
  incidents: read('incidents', 'incidents.csv').incidents,
  orders: sampleOrders(),
  trackingError: null,
}
const truth = JSON.parse(textOf('truth.json')) as {
  slo: { as_of: string; acks: unknown }
  canary: { metric: string; decided_after: string; decided_before: string; risk_used_max: { production: number } }
}

describe('the sample, whose truth is known', () => {
  it('finds the honest acknowledgement time and the planted outage', () => {
    const document = buildSloDocument({
      data,
      settings: { ...DEFAULT_SLO_SETTINGS, windowDays: 60 },
      asOf: null,
      version: '0',
    })
    expect(document.as_of).toBe('2026-05-01T00:00:00Z')
    expect(document.ack).toMatchObject({ alerts: 10, unacked: 1, mean_lower_bound_min: 9.5, not_reached_above: 40 })
    expect(document.ack.mean_acked_min).toBeCloseTo(55 / 9, 9)
    const uptime = document.slos.find(({ name }) => name === 'uptime')
    expect(uptime?.budget?.used_minutes).toBeCloseTo(50, 6)
    expect(uptime?.violations.map(({ start, cause }) => [start, cause])).toEqual([
      ['2026-03-28T00:00:00Z', 'down 50.0 min from 2026-03-28T09:10:00Z'],
    ])
  })

  it('ends in the planted decision: rolled back for a regression in slippage, in time, with nothing else objecting', () => {
    const document = buildCanaryDocument({
      data,
      settings: DEFAULT_CANARY_SETTINGS,
      asOf: null,
      deploymentId: null,
      version: '0',
    })
    expect(canaryDocumentSchema.safeParse(document).success).toBe(true)
    expect(document).toMatchObject({ state: 'ROLLED_BACK', decision: 'ROLLBACK', binding: 'regression' })
    expect(document.summary).toMatch(/^ROLLBACK: slippage, canary less control/)
    expect(document.triggers.map(({ trigger }) => trigger)).toEqual(['regression'])
    const decided = document.log.find(({ state }) => state === 'ROLLED_BACK')?.t ?? ''
    expect(Date.parse(decided)).toBeGreaterThan(Date.parse(truth.canary.decided_after))
    expect(Date.parse(decided)).toBeLessThan(Date.parse(truth.canary.decided_before))
    const path = document.log.map(({ state }) => state).filter((state, i, all) => state !== all[i - 1])
    expect(path.at(-1)).toBe('ROLLED_BACK')
    expect(path).toContain('STAGING')
    const slippage = document.evidence.find(({ metric }) => metric === truth.canary.metric)
    expect(slippage).toMatchObject({ verdict: 'regression', fixed_look: { test: 'wilcoxon-signed-rank' } })
    expect(slippage?.sequence?.[0]).toBeGreaterThan(1)
  })
})
