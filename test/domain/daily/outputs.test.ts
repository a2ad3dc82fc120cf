import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { buildActionDocument, dominantCause } from '#domain/daily/action-document.ts'
import { alertMessage } from '#domain/daily/alert-message.ts'
import { alertRulesText } from '#domain/daily/alert-rules.ts'
import { slackPayload, telegramPayload } from '#domain/daily/channel-payloads.ts'
import { metricsText } from '#domain/daily/metrics-text.ts'
import { defaultEscalation } from '#domain/parity/band.ts'
import { DEFAULT_CANARY_SETTINGS } from '#domain/canary/settings.ts'
import { buildCanaryDocument } from '#domain/canary/canary-document.ts'
import { DEFAULT_SLO_SETTINGS } from '#domain/slo/settings.ts'
import { buildSloDocument } from '#domain/slo/slo-document.ts'
import { healthy } from '../canary/build.ts'
import { reviewDay, reviewOf } from './build.ts'

const review = reviewOf(
  reviewDay('2026-03-03', 'good', 'continue', 0),
  reviewDay('2026-03-04', 'warning', 'disable-entries', 3),
)
const actionOf = (day = '2026-03-04') => {
  const action = buildActionDocument({ review, day, escalation: defaultEscalation(3), reviewPath: 'out/review.html' })
  if (!action) throw new Error('an action was expected')
  return action
}
const promtool = spawnSync('promtool', ['--version']).error === undefined

describe('action.json', () => {
  it('says what to do, at which level, why, and on what evidence', () => {
    expect(actionOf()).toEqual({
      schema: 'parity.action/1',
      as_of: '2026-03-05T06:00:00Z',
      day: '2026-03-04',
      level: 'critical',
      action: 'disable-entries',
      streak: 3,
      reason: 'tracking error of 33.3 bps is warning; 3 bad days in a row act as critical',
      evidence: {
        te_bps: 31.5,
        te_rms_bps: 33.25,
        td_bps: -12,
        te_day_bps: 19,
        active_return: -0.0001,
        dominant_cause: 'slippage',
        sentence: '80 % in SOL & ETH <market> orders',
        review: 'out/review.html',
      },
    })
    expect(actionOf('2026-03-03')).toMatchObject({ level: 'good', action: 'continue', evidence: { sentence: null } })
    expect(buildActionDocument({ review, day: '2026-01-01', escalation: [], reviewPath: null })).toBeNull()
  })

  it('asks for nothing when the day could not be judged', () => {
    const blind = reviewOf(reviewDay('2026-03-04', null, null, 0))
    expect(buildActionDocument({ review: blind, day: '2026-03-04', escalation: [], reviewPath: null })).toMatchObject({
      level: null,
      action: null,
      reason: 'the day could not be judged: no capital is known or too few days were evaluated',
    })
  })

  it('names the cause that pulls in the direction of the difference, not the largest against it', () => {
    // Live is 100 behind: slippage -80 pulls there; a sizing gain of +90 does not.
    const day = reviewDay('2026-03-04', 'warning', 'reduce-size', 1)
    expect(dominantCause({ ...day, attribution: { ...day.attribution, sizing: 90 } })).toBe('slippage')
    expect(dominantCause({ ...day, live_pnl: 1000 })).toBeNull()
  })
})

describe('metrics for the textfile collector', () => {
  const data = healthy(50)
  const text = metricsText({
    review,
    action: actionOf(),
    slo: buildSloDocument({ data, settings: DEFAULT_SLO_SETTINGS, asOf: null, version: '0' }),
    canary: buildCanaryDocument({
      data,
      settings: DEFAULT_CANARY_SETTINGS,
      asOf: null,
      deploymentId: null,
      version: '0',
    }),
  })

  it('escapes labels, states one action, and leaves out what is not known', () => {
    expect(text).toContain('parity_tracking_error_bps{strategy="mo\\"mentum",measure="te_rms"} 33.25\n')
    expect(text).toContain('parity_band{strategy="mo\\"mentum"} 3\n')
    expect(text.match(/^parity_action\{.*\} 1$/gm)).toEqual([
      'parity_action{strategy="mo\\"mentum",action="disable-entries"} 1',
    ])
    expect(text).toContain('parity_canary_state{deployment="d1",version="v2",state="PROD_READY"} 1\n')
    expect(text).toContain('parity_day_timestamp_seconds{strategy="mo\\"mentum"} 1772582400\n')
    expect(text).not.toMatch(/NaN|null|undefined|Infinity/)
  })

  it('has one help and one type line per metric, before its samples', () => {
    const names = [...text.matchAll(/^# TYPE (\S+) gauge$/gm)].map((match) => match[1])
    expect(new Set(names).size).toBe(names.length)
    for (const line of text.split('\n').filter((row) => row !== '' && !row.startsWith('#')))
      expect(names).toContain(line.replace(/[{ ].*/, ''))
  })

  it.skipIf(!promtool)('is accepted by promtool', () => {
    expect(execFileSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })).toBe('')
  })
})

describe('alert rules', () => {
  const text = alertRulesText({ staleHours: 14, burnRules: DEFAULT_SLO_SETTINGS.burnRules })

  it('cover the bands, the burn rates, the job itself and the canary', () => {
    expect(text).toContain('expr: \'parity_slo_burn_rate{window="1h"} > 14.4\'')
    expect(text).toContain("expr: 'time() - parity_run_timestamp_seconds > 50400'")
    expect([...text.matchAll(/- alert: (\S+)/g)].map((match) => match[1])).toHaveLength(12)
  })

  it.skipIf(!promtool)('are accepted by promtool', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parity-rules-'))
    try {
      const file = join(folder, 'rules.yml')
      writeFileSync(file, text)
      expect(execFileSync('promtool', ['check', 'rules', file], { encoding: 'utf8' })).toContain(
        'SUCCESS: 12 rules found',
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('messages', () => {
  const message = alertMessage(actionOf(), 'escalated', 'momentum')

  it('say in plain lines what happened and what to do', () => {
    expect(message).toEqual({
      title: 'Breach escalated: momentum on 2026-03-04 (critical)',
      lines: [
        'Action: disable-entries',
        'tracking error of 33.3 bps is warning; 3 bad days in a row act as critical',
        '3 bad days in a row',
        'Mostly slippage',
        '80 % in SOL & ETH <market> orders',
        'Report: out/review.html',
      ],
    })
  })

  it('cannot mention a channel or inject markup, whatever a name holds', () => {
    const hostile = { title: '<!channel> & <b>', lines: ['<a href="x">y</a>'] }
    expect(slackPayload(hostile).text).toBe('&lt;!channel&gt; &amp; &lt;b&gt;. &lt;a href="x"&gt;y&lt;/a&gt;')
    expect(slackPayload(hostile).blocks.map(({ text }) => text.type)).toEqual(['plain_text', 'plain_text'])
    expect(telegramPayload(hostile, '42').text).toBe(
      '<b>&lt;!channel&gt; &amp; &lt;b&gt;</b>\n&lt;a href="x"&gt;y&lt;/a&gt;',
    )
  })

  it('keep within the limits of both services and never cut an entity', () => {
    const text = fc.string({ unit: fc.constantFrom('<', '&', 'a', ' '), maxLength: 3000 })
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 8 }), (title, lines) => {
        const telegram = telegramPayload({ title, lines }, '1').text
        expect(telegram.length).toBeLessThanOrEqual(4096)
        expect(telegram.replace(/&(amp|lt|gt);/g, '').replace(/^<b>|<\/b>/g, '')).not.toMatch(/[&<>]/)
        for (const block of slackPayload({ title, lines }).blocks)
          expect(block.text.text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000)
      }),
    )
  })
})
