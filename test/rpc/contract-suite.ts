import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError, CancelledError, Invariant } from '#shared/errors.ts'
import type { Channel, ProgressMessage } from '#shared/wire.ts'
import { connectClient, type EngineClient } from '#shared/wire-client.ts'
import { BUG_MESSAGE } from '#shared/wire-error.ts'
import { serve } from '#main/rpc/serve.ts'
import { observableImplementation, type Observed } from './fake-implementation.ts'

/** Two ends of one channel, and how to make the engine's end disappear. */
export interface Ends {
  readonly engine: Channel
  readonly page: Channel
}

interface Connected {
  readonly client: EngineClient
  readonly page: Channel
  readonly engine: Channel
  readonly observed: Observed
  readonly bugs: string[]
}

/** What must hold of calls over any transport. */
export function describeContract(transport: string, connect: () => Promise<Ends>): void {
  const open = async (): Promise<Connected> => {
    const { engine, page } = await connect()
    onTestFinished(() => {
      page.close()
      engine.close()
    })
    const { methods, observed } = observableImplementation()
    const bugs: string[] = []
    serve(methods, engine, { onBug: (method, error) => bugs.push(`${method}: ${String(error)}`) })
    return { client: connectClient(page), page, engine, observed, bugs }
  }
  const failure = async (call: Promise<unknown>): Promise<Error> => {
    const outcome: unknown = await call.then(
      () => 'resolved',
      (error: unknown) => error,
    )
    expect(outcome).toBeInstanceOf(Error)
    return outcome as Error
  }
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  describe(`calls over ${transport}`, () => {
    it('answers each call with its own result, also when they cross', async () => {
      const { client } = await open()
      const calls = [1, 2, 3].map((after) => client.call('import.rejects', { after }))
      // The default limit, 200, is filled in by the contract: sent as undefined it would give NaN.
      expect((await Promise.all(calls)).map(({ total }) => total)).toEqual([10_200, 20_200, 30_200])
    })

    it('carries columns bit for bit, each in a buffer of its own length', async () => {
      const { client } = await open()
      const { columns, labels } = await client.call('attribution.cube', {})
      expect(labels).toEqual({ day: ['2026-03-01'] })
      expect(columns['alpha']).toEqual(Float64Array.of(0.1, -0, Number.MAX_VALUE))
      expect(Object.is(columns['alpha']![1], -0)).toBe(true)
      expect(columns['day']).toEqual(Uint16Array.of(1, 2, 65_535))
      expect(columns['pairs']).toEqual(new Uint32Array(0))
      // A view that drags its whole megabyte along would be cloned whole at every further hop.
      expect(columns['day']!.buffer.byteLength).toBe(6)
    })

    it('carries an answer of three million characters', async () => {
      const { client } = await open()
      const { files } = await client.call('report.files', { formats: ['md'] })
      expect(files[0]?.text.length).toBe(3_000_000)
    })

    it('reports progress before the answer', async () => {
      const { client } = await open()
      const heard: ProgressMessage[] = []
      await client.call('import.sample', {}, { onProgress: (progress) => heard.push(progress) })
      expect(heard).toEqual([
        { step: 'Reading', done: 1, total: 2 },
        { step: 'Writing', done: 2, total: null },
      ])
    })

    it('carries an error with code, place, hint, details and causes', async () => {
      const { client } = await open()
      const error = await failure(client.call('import.sniff', { files: [{ token: 't', name: 'a', bytes: 1 }] }))
      expect(error).toBeInstanceOf(AppError)
      expect(error).toMatchObject({
        code: 'COLUMN_MISSING',
        place: { file: 'fills.csv', line: 1, column: 'price' },
        hint: 'Map it.',
        details: { flag: '--mapping' },
        cause: {
          code: 'FILE_UNREADABLE',
          message: 'The disk said no.',
          cause: { message: 'EIO: i/o error' },
        },
      })
    })

    it('tells the page nothing of the code behind a bug, and the log everything', async () => {
      const { client, bugs } = await open()
      const error = await failure(client.call('review.latest', {}))
      expect(error).toBeInstanceOf(Invariant)
      expect(error.message).toContain(BUG_MESSAGE)
      expect(JSON.stringify([error.message, error.cause ?? null])).not.toMatch(/secret|strategy\.ts/)
      expect(bugs).toEqual(['review.latest: TypeError: secret inner state at /home/quant/strategy.ts:12'])
      expect((await failure(client.call('review.defaults', {}))).message).toBe('Invariant: one is more than two')
    })

    it('refuses parameters and methods the contract does not have', async () => {
      const { client, observed } = await open()
      const loose = client as unknown as { call(method: string, params: unknown): Promise<unknown> }
      const call = (method: string, params: unknown) => loose.call(method, params)
      expect(await failure(call('review.run', { window: 'many' }))).toMatchObject({
        code: 'PARAMETER_INVALID',
        details: { path: ['window'] },
      })
      expect(await failure(call('toString', {}))).toMatchObject({ code: 'PARAMETER_INVALID' })
      expect(await failure(call('__proto__', {}))).toMatchObject({ code: 'PARAMETER_INVALID' })
      expect(observed.started).toEqual([])
    })

    it('catches an engine that answers other than the contract says', async () => {
      const { client } = await open()
      expect((await failure(client.call('attribution.slices', { by: 'day', filter: {} }))).message).toMatch(
        /attribution\.slices.*rows\.0\.value/,
      )
    })

    it('cancels the call it is asked to, and no other', async () => {
      const { client, observed } = await open()
      const [one, other] = [new AbortController(), new AbortController()]
      const review = client.call('review.run', {}, { signal: one.signal })
      const load = client.call(
        'import.run',
        { files: [{ token: 't', role: 'live', answers: {} }] },
        { signal: other.signal },
      )
      await until(() => observed.started.length === 2)
      one.abort()
      const error = await failure(review)
      expect(error).toBeInstanceOf(CancelledError)
      expect(error.message).toBe('The review was cancelled; nothing was changed.')
      expect(observed.cancelled).toEqual(['review.run'])
      other.abort()
      await failure(load)
    })

    it('sends nothing for a call that was cancelled before it began', async () => {
      const { client, observed } = await open()
      expect(await failure(client.call('review.run', {}, { signal: AbortSignal.abort() }))).toBeInstanceOf(
        CancelledError,
      )
      await client.call('project.info', {})
      expect(observed.started).toEqual([])
    })

    it('fails every pending call at once when the engine goes, and each later one', async () => {
      const { client, engine, observed } = await open()
      const pending = [client.call('review.run', {}), client.call('review.run', {})].map(failure)
      await until(() => observed.started.length === 2)
      engine.close()
      for (const error of await Promise.all(pending)) expect(error).toMatchObject({ code: 'ENGINE_GONE' })
      expect(await failure(client.call('project.info', {}))).toMatchObject({ code: 'ENGINE_GONE' })
    })

    it('cancels what a page left running when the page goes', async () => {
      const { client, page, observed } = await open()
      void failure(client.call('review.run', {}))
      await until(() => observed.started.length === 1)
      page.close()
      await until(() => observed.cancelled.length === 1)
    })

    it('hangs up on whoever sends no message', async () => {
      const { page, engine, bugs } = await open()
      const closed = new Promise<undefined>((resolve) => {
        engine.onClose(() => {
          resolve(undefined)
        })
      })
      page.send('{"type":"reply"')
      await closed
      expect(bugs[0]).toMatch(/frame is not a message/)
    })

    it('runs at most 64 calls of one page', async () => {
      const { client, page, observed } = await open()
      const calls = Array.from({ length: 65 }, () => failure(client.call('review.run', {})))
      expect(await calls[64]).toMatchObject({ code: 'PARAMETER_INVALID' })
      expect(observed.started.length).toBe(64)
      page.close()
      await Promise.all(calls)
    })
  })
}
