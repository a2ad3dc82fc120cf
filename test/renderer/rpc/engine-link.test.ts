import { describe, expect, it } from 'vitest'
import { inProcessChannels } from '#main/rpc/in-process.ts'
import { serve } from '#main/rpc/serve.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import type { Channel } from '#shared/wire.ts'
import { linkEngine, type LinkState } from '../../../src/renderer/rpc/engine-link.ts'
import { observableImplementation } from '../../rpc/fake-implementation.ts'

const TIMING = { backoffMs: [5], patienceMs: 10_000 }

/** An engine that can be stopped and reached again; `answer` may refuse the next connections. */
function restartableEngine() {
  const { methods, observed } = observableImplementation()
  const refusals: (Error | null)[] = []
  const served: Channel[] = []
  const open = () => {
    const refusal = refusals.shift() ?? null
    if (refusal !== null) return Promise.reject(refusal)
    const [engine, page] = inProcessChannels()
    served.push(engine)
    serve(methods, engine)
    return Promise.resolve(page)
  }
  return { open, observed, refusals, stop: () => served.at(-1)?.close() }
}

describe('the link of a page to the engine', () => {
  it('fails what was pending when the engine stops, finds it again, and asks nothing twice', async () => {
    const engine = restartableEngine()
    const link = linkEngine(engine.open, TIMING)
    const pending = link.call('review.run', {})
    const failed = expect(pending).rejects.toMatchObject({ code: 'ENGINE_GONE' })
    await expect.poll(() => engine.observed.started.length).toBe(1)
    engine.stop()
    await failed
    await expect(link.call('project.info', {})).resolves.toMatchObject({ version: '1' })
    expect(engine.observed.started).toEqual(['review.run'])
  })

  it('tells each change of state, and nothing after it was asked to stop', async () => {
    const engine = restartableEngine()
    const link = linkEngine(engine.open, TIMING)
    const states: LinkState['kind'][] = []
    const stop = link.onState((state) => states.push(state.kind))
    await link.call('project.info', {})
    engine.stop()
    await link.call('project.info', {})
    expect(states).toEqual(['connecting', 'open', 'connecting', 'open'])
    stop()
    engine.stop()
    await link.call('project.info', {})
    expect(states.length).toBe(4)
  })

  it('says at once what keeps the project closed, and is open when that is over', async () => {
    const engine = restartableEngine()
    engine.refusals.push(new AppError('PROJECT_BUSY', 'The project is open elsewhere.'))
    const link = linkEngine(engine.open, TIMING)
    await expect(link.call('project.info', {})).rejects.toMatchObject({ code: 'PROJECT_BUSY' })
    await expect
      .poll(() =>
        link.call('project.info', {}).then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('open')
  })

  it('tries no more when the host does not know the tab', async () => {
    const engine = restartableEngine()
    engine.refusals.push(new AppError('UNAUTHORISED', 'Open the printed address.'))
    const link = linkEngine(engine.open, TIMING)
    await expect(link.call('project.info', {})).rejects.toMatchObject({ code: 'UNAUTHORISED' })
    await new Promise((resolve) => setTimeout(resolve, 30))
    await expect(link.call('project.info', {})).rejects.toMatchObject({ code: 'UNAUTHORISED' })
  })

  it('waits for an engine that starts, but not for ever, and not when the caller gives up', async () => {
    const link = linkEngine(() => new Promise(() => undefined), { ...TIMING, patienceMs: 30 })
    await expect(link.call('project.info', {})).rejects.toMatchObject({ code: 'ENGINE_GONE' })
    const controller = new AbortController()
    const given = link.call('project.info', {}, { signal: controller.signal })
    controller.abort()
    await expect(given).rejects.toBeInstanceOf(CancelledError)
  })
})
