import { describe, expect, it } from 'vitest'
import { CancelledError } from '#shared/errors.ts'
import type { EngineClient } from '#shared/wire-client.ts'
import { moved, readOutline, shownSections } from '../../src/renderer/features/report/outline.ts'
import { Actions } from '../../src/renderer/state/actions.svelte.ts'
import { EditHistory } from '../../src/renderer/state/history.svelte.ts'
import { Jobs, secondsLeft } from '../../src/renderer/state/jobs.svelte.ts'
import { keyOf, listenToKeys } from '../../src/renderer/state/keys.ts'
import { Resource } from '../../src/renderer/state/resource.svelte.ts'

const press = (key: string, more: KeyboardEventInit = {}) =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))

describe('edits', () => {
  it('are taken back and made again in order, and a new edit ends what could be made again', () => {
    const edits = new EditHistory()
    let value = 1
    const set = (after: number) => edits.change(`to ${after}`, value, after, (next) => (value = next))
    set(2)
    set(3)
    edits.undo()
    edits.undo()
    expect(value).toBe(1)
    edits.undo()
    edits.redo()
    expect([value, edits.lastTitle, edits.nextTitle]).toEqual([2, 'to 2', 'to 3'])
    set(5)
    edits.redo()
    expect(value).toBe(5)
  })
})

describe('keys', () => {
  it('are named alike whatever the platform calls control, and Shift is not said twice', () => {
    const event = { key: 'a', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
    expect(keyOf({ ...event, key: 'K', metaKey: true })).toBe('ctrl+k')
    expect(keyOf({ ...event, key: 'C', ctrlKey: true, shiftKey: true })).toBe('ctrl+shift+c')
    expect(keyOf({ ...event, key: '?', shiftKey: true })).toBe('?')
  })

  it('run single and double presses, and leave a field that takes text alone', () => {
    const actions = new Actions()
    const done: string[] = []
    const action = (id: string, keys: string) => ({ id, keys, title: id, group: '', run: () => done.push(id) })
    actions.add([action('parity', 'g p'), action('pin', 'p'), action('theme', 't')])
    const stop = listenToKeys(actions)
    press('g')
    press('p')
    press('p')
    const input = document.body.appendChild(document.createElement('input'))
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 't', bubbles: true }))
    press('t')
    stop()
    press('t')
    input.remove()
    expect(done).toEqual(['parity', 'pin', 'theme'])
  })

  it('belong to the screen that came last, until it leaves', () => {
    const actions = new Actions()
    const action = (id: string) => [{ id, keys: 'ctrl+Enter', title: id, group: '', run: () => undefined }]
    actions.add(action('run'))
    const leave = actions.add(action('import'))
    expect(actions.find('ctrl+Enter')?.id).toBe('import')
    // Listed twice, one key would promise two things.
    expect(actions.all.map((one) => actions.keysOf(one))).toEqual([undefined, 'ctrl+Enter'])
    leave()
    expect(actions.find('ctrl+Enter')?.id).toBe('run')
  })
})

describe('time left', () => {
  it('is the present pace carried on, and not said before there is a pace', () => {
    // 25 of 100 in 2 s leaves 75 at 12.5 a second: 6 s.
    expect(secondsLeft({ step: '', done: 25, total: 100 }, 2000)).toBe(6)
    expect(secondsLeft({ step: '', done: 0, total: 100 }, 2000)).toBeNull()
    expect(secondsLeft({ step: '', done: 5, total: null }, 2000)).toBeNull()
    expect(secondsLeft({ step: '', done: 110, total: 100 }, 2000)).toBe(0)
  })
})

describe('a resource', () => {
  /** An engine whose calls are settled by hand. */
  function byHand() {
    const calls: { resolve: (value: unknown) => void; reject: (error: unknown) => void }[] = []
    const call = (_method: string, _params: unknown, options?: { signal?: AbortSignal }) =>
      new Promise((resolve, reject) => {
        calls.push({ resolve, reject })
        options?.signal?.addEventListener('abort', () => reject(new CancelledError()))
      })
    return { calls, jobs: new Jobs({ call } as unknown as EngineClient) }
  }
  const page = (total: number) => ({ rows: [], total })

  it('shows the answer to the last question, whichever comes first', async () => {
    const { calls, jobs } = byHand()
    const resource = new Resource(jobs, 'Reading', 'import.rejects')
    const first = resource.load({ after: 0 })
    const second = resource.load({ after: 200 })
    calls[1]?.resolve(page(2))
    calls[0]?.resolve(page(1))
    await Promise.all([first, second])
    expect(resource.value).toEqual(page(2))
    expect(jobs.running).toEqual([])
  })

  it('keeps the last value beside an error, and asks again when told to', async () => {
    const { calls, jobs } = byHand()
    const resource = new Resource(jobs, 'Reading', 'import.rejects')
    const first = resource.load({ after: 0 })
    calls[0]?.resolve(page(1))
    await first
    const second = resource.load({ after: 200 })
    calls[1]?.reject(new Error('gone'))
    await second
    expect(resource.value).toEqual(page(1))
    expect(resource.error).toEqual(new Error('gone'))
    void resource.load({ after: 200 })
    expect(calls).toHaveLength(3)
  })

  it('says nothing of a question the user cancelled', async () => {
    const { jobs } = byHand()
    const resource = new Resource(jobs, 'Reading', 'import.rejects')
    const asked = resource.load({ after: 0 })
    jobs.cancelLast()
    await asked
    expect([resource.value, resource.error, resource.job]).toEqual([null, null, null])
  })
})

describe('the report’s outline', () => {
  it('keeps the user’s order and choices, adds sections it does not know and drops those gone', () => {
    const outline = readOutline(
      JSON.stringify([
        { id: 'why', shown: false },
        { id: 'gone', shown: true },
        { id: 'verdict', shown: true },
      ]),
    )
    expect(outline.slice(0, 2).map(({ id, shown }) => [id, shown])).toEqual([
      ['why', false],
      ['verdict', true],
    ])
    expect(shownSections(outline)).not.toContain('why')
    expect(shownSections(outline)).toContain('days')
    expect(readOutline('not json').every(({ shown }) => shown)).toBe(true)
  })

  it('moves a section one step and no further than the ends', () => {
    const outline = readOutline(null)
    const ids = outline.map(({ id }) => id)
    expect(
      moved(outline, ids[1]!, -1)
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual([ids[1], ids[0]])
    expect(moved(outline, ids[0]!, -1).map(({ id }) => id)).toEqual(ids)
  })
})
