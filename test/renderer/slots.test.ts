import { describe, expect, it } from 'vitest'
import type { Evidence, SlotDistribution } from '#shared/canary.ts'
import { violinPoints } from '../../src/renderer/charts/violin-figure.ts'
import { slotText, slotUnit, withSlots } from '../../src/renderer/features/canary/slots.ts'

const arm = (density: number[]) => ({ p5: 0, p25: 1, p50: 2, p75: 3, p95: 4, density })
const slots: SlotDistribution = {
  slots: 40,
  low: -1,
  high: 3,
  outside: 0,
  canary: arm([0, 0.5, 0]),
  control: arm([0.1, 0.2, 0.1]),
}
const metric = (name: string, has: boolean) => ({ metric: name, unit: 'bps', slots: has ? slots : null }) as Evidence

describe('the split violin', () => {
  it('draws both arms over the same values, from the lowest to the highest', () => {
    expect(violinPoints(slots)).toEqual([
      { value: -1, canary: 0, control: 0.1 },
      { value: 1, canary: 0.5, control: 0.2 },
      { value: 3, canary: 0, control: 0.1 },
    ])
  })

  it('shows the metric that was chosen, else the first that can be drawn, else none', () => {
    const [none, fee, slippage] = [
      metric('execution_success', false),
      metric('fee_bps', true),
      metric('slippage_bps', true),
    ]
    const all = [none, fee, slippage]
    expect(withSlots(all, slippage)?.metric).toBe('slippage_bps')
    expect(withSlots(all, none)?.metric).toBe('fee_bps')
    expect(withSlots(all, null)?.metric).toBe('fee_bps')
    expect(withSlots([none], none)).toBeNull()
  })

  it('says its values with their unit', () => {
    expect(slotText({ unit: 'bps' }, -1.5)).toBe('−1.50 bps')
    expect(slotText({ unit: 'fraction' }, 0.981)).toBe('98.1 %')
    expect(slotUnit({ metric: 'latency_ms', unit: 'ms' }, 'latency')).toBe('latency, median of a slot, ms')
    expect(slotUnit({ metric: 'slippage_bps', unit: 'bps' }, 'slippage')).toBe('slippage, mean of a slot, bps')
  })
})
