import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calibrateSimulator } from '#engine/calibrate-simulator.ts'
import type { Progress } from '#engine/ports.ts'
import { CancelledError } from '#shared/errors.ts'
import { calibrationDocumentSchema } from '#shared/simulate/calibration-document.ts'
import { expectWithin } from '../support/promised-time.ts'
import { silentTask } from '../support/recording-sink.ts'
import { openSample } from './open-sample.ts'
import { runHere } from './run-here.ts'

const ALL = { capital: 100_000 }

describe('a calibration of the sample', () => {
  let sample: Awaited<ReturnType<typeof openSample>>
  beforeAll(async () => {
    sample = await openSample()
  })
  afterAll(() => sample.close())

  it('proves latency, filled shares and fees by themselves, on days not fitted', async () => {
    const document = calibrationDocumentSchema.parse(await calibrateSimulator(sample.workbench, ALL, silentTask()))
    const { others, holdout } = document.validation
    expect(others.map(({ part, unit }) => [part, unit])).toEqual([
      ['latency', 'ms'],
      ['fills', '%'],
      ['fees', 'bps'],
    ])
    for (const { holdout: split, walk_forward: folds } of others) {
      expect(split!.trained_to < split!.tested_from && split!.tested_from <= split!.tested_to).toBe(true)
      expect(split!.tested_to).toBe(holdout!.tested_to)
      expect(folds).toHaveLength(4)
    }
    // Planted: 2 and 5 bps but for three days of double fees in March and April, against defaults of 10 and 25.
    const fees = others.find(({ part }) => part === 'fees')!
    expect(fees.verdict).toBe('better')
    expect(fees.holdout!.out_of_sample.fitted.mae).toBeLessThan(1)
    expect(fees.holdout!.out_of_sample.current.mae).toBeGreaterThan(10)
    // Planted: nearly every order is filled whole, against a default of 98 and 80 %; one mean for all says the same.
    const { fitted, current } = others.find(({ part }) => part === 'fills')!.holdout!.out_of_sample
    expect(fitted.mae).toBeLessThan(0.5)
    expect(current.mae).toBeGreaterThan(2)
  })

  it.each(['Fitting slippage', 'Proving slippage'])('is cancelled within 200 ms while %s', async (wanted) => {
    await expectWithin(200, async () => {
      const controller = new AbortController()
      let askedAt = NaN
      const report = ({ step, done, total }: Progress) => {
        if (!step.startsWith(wanted) || controller.signal.aborted) return
        expect(done).toBeLessThan(total!)
        // Asked for in the middle of a piece, and heard when it ends.
        askedAt = performance.now()
        setTimeout(() => controller.abort())
      }
      const run = calibrateSimulator(sample.workbench, ALL, { signal: controller.signal, report })
      await expect(run).rejects.toBeInstanceOf(CancelledError)
      return performance.now() - askedAt
    })
  })

  it('is printed by the batch command part by part', async () => {
    const file = (name: string) => join(sample.folder, name)
    const files = ['--live', file('live.csv'), '--backtest', file('backtest.csv'), '--orders', file('orders.csv')]
    const { code, stdout } = await runHere(['calibrate', ...files])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Latency: On unseen days .* in ms\.$/m)
    expect(stdout).toMatch(/^Fills: On unseen days .* in %\.$/m)
    expect(stdout).toMatch(/^Fees: On unseen days better than both: .* in bps\.$/m)
  })
})
