import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { complianceScore, type ScoredEntry } from '#domain/slo/score.ts'
import { DEFAULT_SLO_SETTINGS, SLO_NAMES, type SloName } from '#domain/slo/settings.ts'
import { burdenOf, holdTier, severityOf, tierOf, worstTier } from '#domain/slo/tiers.ts'
import { TIERS, type Tier } from '#shared/slo.ts'

const { tables } = DEFAULT_SLO_SETTINGS

describe('tiers by the table', () => {
  const edges: [SloName, number, Tier][] = [
    ['uptime', 0.996, 'MEETING'],
    ['uptime', 0.99599, 'AT_RISK'],
    ['uptime', 0.995, 'AT_RISK'],
    ['uptime', 0.99499, 'VIOLATED'],
    ['uptime', 0.99, 'VIOLATED'],
    ['uptime', 0.98999, 'CRITICAL'],
    ['ack', 12, 'MEETING'],
    ['ack', 12.01, 'AT_RISK'],
    ['ack', 15, 'AT_RISK'],
    ['ack', 15.01, 'VIOLATED'],
    ['ack', 30, 'VIOLATED'],
    ['ack', 30.01, 'CRITICAL'],
    ['resolution', 3.2, 'MEETING'],
    ['resolution', 4, 'AT_RISK'],
    ['resolution', 8, 'VIOLATED'],
    ['resolution', 8.01, 'CRITICAL'],
    ['execution_success', 0.96, 'MEETING'],
    ['execution_success', 0.95, 'AT_RISK'],
    ['execution_success', 0.9, 'VIOLATED'],
    ['execution_success', 0.8999, 'CRITICAL'],
    ['order_latency', 800, 'MEETING'],
    ['order_latency', 1000, 'AT_RISK'],
    ['order_latency', 2000, 'VIOLATED'],
    ['order_latency', 2001, 'CRITICAL'],
  ]
  it.each(edges)('%s at %d is %s: the edge belongs to the better tier', (name, value, tier) => {
    expect(tierOf(value, tables[name])).toBe(tier)
  })

  it.each([
    [15.99, 'MEETING'],
    [16, 'AT_RISK'],
    [20, 'VIOLATED'],
    [49.9, 'VIOLATED'],
    [50, 'CRITICAL'],
  ] as const)('tracking error of %d bps is %s: its edges are strict, as its bands are', (value, tier) =>
    expect(tierOf(value, tables.tracking_error)).toBe(tier),
  )

  it('puts r = 1 on the target and r = 0.8 on the edge of MEETING for uptime', () => {
    expect(burdenOf(0.995, tables.uptime)).toBeCloseTo(1, 9)
    expect(burdenOf(0.996, tables.uptime)).toBeCloseTo(0.8, 9)
    expect(burdenOf(12, tables.ack)).toBe(0.8)
  })
})

describe('the tier shown', () => {
  const hold = (text: string) =>
    holdTier(
      text.split('').map((letter) => TIERS['MAIVC'.indexOf(letter)] ?? 'MEETING'),
      3,
    )

  it('worsens at once', () => expect(hold('MMC')).toBe('CRITICAL'))
  it('improves only after three better evaluations, and then to the worst of them', () => {
    expect(hold('VMM')).toBe('VIOLATED')
    expect(hold('VMMM')).toBe('MEETING')
    expect(hold('CVAM')).toBe('VIOLATED')
  })
  it('does not take unknown for better or worse', () => {
    expect(hold('VMIMI')).toBe('VIOLATED')
    expect(hold('MMI')).toBe('INSUFFICIENT_DATA')
    expect(hold('')).toBe('INSUFFICIENT_DATA')
  })
  it('is never better when any evaluation was worse', () => {
    const tier = fc.constantFrom<Tier>('MEETING', 'AT_RISK', 'VIOLATED', 'CRITICAL')
    fc.assert(
      fc.property(fc.array(fc.tuple(tier, tier), { minLength: 1, maxLength: 8 }), (pairs) => {
        const better = pairs.map(([a]) => a)
        const worse = pairs.map(([a, b]) => worstTier([a, b]))
        expect(severityOf(holdTier(worse, 3))).toBeGreaterThanOrEqual(severityOf(holdTier(better, 3)))
      }),
    )
  })
})

describe('the compliance score', () => {
  const entry = (
    name: SloName,
    burden: number | null,
    tier: Tier = 'MEETING',
    coverage: number | null = null,
  ): ScoredEntry => ({
    name,
    burden,
    tier,
    coverage,
    weight: tables[name].weight,
    scored: burden !== null,
  })
  const score = (entries: ScoredEntry[]) => complianceScore(entries, DEFAULT_SLO_SETTINGS)

  it('weighs the levels: uptime at r = 1.4 loses 40 % of its 25 points', () => {
    const all = SLO_NAMES.map((name) =>
      entry(name, name === 'uptime' ? 1.4 : 0.5, name === 'uptime' ? 'VIOLATED' : 'MEETING'),
    )
    expect(score(all).score).toBeCloseTo(90, 9)
  })

  it('leaves out what could not be evaluated and has no score below half of the weight', () => {
    const some = [entry('uptime', 0.2), entry('tracking_error', 0.2), entry('ack', null, 'INSUFFICIENT_DATA')]
    expect(score(some).score).toBeNull()
    expect(score(some).reason).toBe('only 45 of 100 points of weight could be evaluated')
    expect(score([...some, entry('order_latency', 0.9)]).score).toBe(100)
  })

  it('is capped at 50 while a key level is critical, but not for another level', () => {
    const critical = (name: SloName) =>
      SLO_NAMES.map((other) => entry(other, other === name ? 9 : 0.1, other === name ? 'CRITICAL' : 'MEETING'))
    expect(score(critical('uptime'))).toMatchObject({ score: 50, reason: 'capped at 50: uptime is CRITICAL' })
    expect(score(critical('order_latency')).score).toBe(90)
  })

  it('is never raised by a breach that was proven through unknown time', () => {
    // The rest scores 20; uptime, unevaluated before, is then proven at r = 1.1 (0.9 of its points): a plain mean would rise to 40.
    const rest = SLO_NAMES.filter((name) => name !== 'uptime').map((name) => entry(name, 1.8, 'VIOLATED'))
    const before = score([...rest, entry('uptime', null, 'INSUFFICIENT_DATA')])
    const after = score([...rest, entry('uptime', 1.1, 'VIOLATED', 0.97)])
    expect(after.score).toBeCloseTo(20, 9)
    expect(after.score).toBeLessThanOrEqual(before.score ?? 0)
  })
})
