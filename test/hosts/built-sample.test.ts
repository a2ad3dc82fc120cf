import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openSession, type OpenSession } from '#main/compose-session.ts'
import { ROOT } from '../support/planted-folder.ts'
import { buildParity, runParity } from '../support/run-parity.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const BUILT_SAMPLE = join(ROOT, 'out/sample.parity')
const TASK = { signal: new AbortController().signal, report: () => undefined }

async function opened(project: string): Promise<OpenSession> {
  const session = await openSession(project)
  onTestFinished(() => session.close())
  return session
}

describe('the sample project made by the build', () => {
  beforeAll(buildParity)

  it('is there after a build, so that a start need not load it', () => {
    expect(existsSync(BUILT_SAMPLE)).toBe(true)
  })

  it('holds what the button on the empty screen loads and reviews', async () => {
    const made = join(temporaryFolder(), 'made.parity')
    expect((await runParity(['sample', '--project', made])).code).toBe(0)
    const fromCommand = await opened(made)
    const fromButton = await opened(join(temporaryFolder(), 'button.parity'))
    await fromButton.methods['import.sample']({}, TASK)
    const reviewed = await fromButton.methods['review.run']({ capital: 100_000 }, TASK)
    const { review, stale } = await fromCommand.methods['review.latest']({}, TASK)
    // A review kept from other files would carry other hashes, or be stale.
    expect(stale).toBe(false)
    expect({ ...review, generated_at: '' }).toEqual({ ...reviewed, generated_at: '' })
  })

  it('is not written over a file, and needs a place', async () => {
    const made = join(temporaryFolder(), 'twice.parity')
    expect((await runParity(['sample', '--project', made])).code).toBe(0)
    const again = await runParity(['sample', '--project', made])
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('exists already')])
    expect((await runParity(['sample'])).code).toBe(2)
  })
})
