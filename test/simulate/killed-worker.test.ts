import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession, type OpenSession } from '#main/compose-session.ts'
import { CONTRACT } from '#shared/contract.ts'
import { silentTask } from '../support/recording-sink.ts'
import { writeSample } from './open-sample.ts'

const DAYS = { from: '2026-03-16', to: '2026-03-20' }
const params = (draws: number) =>
  CONTRACT['scenario.run'].params.parse({ scenarios: ['slow-network'], draws, left: false, ...DAYS })

describe('a worker thread that is killed', () => {
  const workers: Worker[] = []
  const remember = (worker: Worker) => void workers.push(worker)
  let folder: string
  let opened: OpenSession

  beforeAll(async () => {
    process.on('worker', remember)
    folder = writeSample()
    opened = await openSession(join(folder, 'project.duckdb'))
    const files = { live: 'live.csv', backtest: 'backtest.csv' } as const
    for (const [role, name] of Object.entries(files)) {
      const path = join(folder, name)
      opened.session.files.grant({ token: name, name, bytes: readFileSync(path).length, path, offeredAs: null })
      const { params: importParams } = CONTRACT['import.run']
      await opened.methods['import.run'](
        importParams.parse({ files: [{ token: name, role, answers: {} }] }),
        silentTask(),
      )
    }
    await opened.methods['review.run'](CONTRACT['review.run'].params.parse({ capital: 100_000 }), silentTask())
  })
  afterAll(async () => {
    process.off('worker', remember)
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('fails the run it worked on, in one sentence with what to do, and nothing else', async () => {
    const killed: Promise<number>[] = []
    const report = ({ partial }: { partial?: unknown }) => {
      // Figures came, so every worker is at work; the run would go on for minutes.
      if (partial !== undefined && killed.length === 0) killed.push(workers[0]!.terminate())
    }
    const task = { signal: new AbortController().signal, report }
    const run = opened.methods['scenario.run'](params(1_000_000), task)
    const waiting = opened.methods['scenario.run'](params(5), silentTask())
    await expect(run).rejects.toMatchObject({
      code: 'WORKER_DIED',
      message: expect.stringMatching(
        /^A computation stopped because its worker ended \(exit code 1\)\. Run it again\.$/,
      ),
      hint: expect.stringContaining('use fewer draws or a smaller selection'),
    })
    await Promise.all(killed)
    // The call that waited behind it, a review and another run go on, on a worker that took the dead one's place.
    expect((await waiting).scenarios).toHaveLength(2)
    const review = await opened.methods['review.run'](
      CONTRACT['review.run'].params.parse({ capital: 100_000 }),
      silentTask(),
    )
    expect(review.days.length).toBeGreaterThan(10)
    expect((await opened.methods['scenario.run'](params(40), silentTask())).scenarios[1]!.draws).toBe(40)
  })
})
