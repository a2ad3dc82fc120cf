import type { PickedFile } from '#shared/contract.ts'
import { CancelledError } from '#shared/errors.ts'
import type { Workbench } from '../../state/workbench.ts'

/** Hands files to the engine's side and looks at them together with those already waiting. Failures are shown on the Data screen; nothing is loaded. */
export async function takeFiles(workbench: Workbench, files: readonly File[]): Promise<void> {
  const { drafts, host, jobs, router } = workbench
  if (files.length === 0) return
  if (router.screen !== 'data') router.open('data')
  drafts.error = null
  const bytes = files.reduce((total, file) => total + file.size, 0)
  try {
    const taken = await jobs.start('Reading files', async (job) => {
      const picked: PickedFile[] = []
      let before = 0
      for (const file of files) {
        const onBytes = (sent: number) => (job.progress = { step: file.name, done: before + sent, total: bytes })
        picked.push(await host.take(file, { signal: job.signal, onBytes }))
        before += file.size
      }
      return picked
    }).done
    await lookAt(workbench, taken)
  } catch (error) {
    if (!(error instanceof CancelledError)) drafts.error = error
  }
}

/** Looks at files the host chose itself. */
export async function takePicked(workbench: Workbench, files: readonly PickedFile[]): Promise<void> {
  const { drafts, router } = workbench
  if (router.screen !== 'data') router.open('data')
  drafts.error = null
  try {
    await lookAt(workbench, files)
  } catch (error) {
    if (!(error instanceof CancelledError)) drafts.error = error
  }
}

/** Takes the files the host was started with. */
export async function takeOffered(workbench: Workbench): Promise<void> {
  const { drafts, jobs } = workbench
  try {
    const { files } = await jobs.call('Looking for offered files', 'import.offered', {}).done
    if (files.length === 0) return
    await lookAt(workbench, files)
    for (const { token, role } of files) {
      const draft = drafts.list.find(({ sniffed }) => sniffed.token === token)
      if (draft !== undefined && role !== null) drafts.replace(token, { ...draft, role })
    }
  } catch (error) {
    if (!(error instanceof CancelledError)) drafts.error = error
  }
}

async function lookAt({ drafts, jobs }: Workbench, picked: readonly PickedFile[]): Promise<void> {
  const waiting = drafts.list.map(({ sniffed: { token, name, bytes } }) => ({ token, name, bytes }))
  // The same file dropped again replaces the one that waits.
  const kept = waiting.filter(({ name, bytes }) => !picked.some((file) => file.name === name && file.bytes === bytes))
  const all = [...kept, ...picked.map(({ token, name, bytes }) => ({ token, name, bytes }))]
  const { files } = await jobs.call('Looking at the files', 'import.sniff', { files: all }).done
  drafts.receive(files)
}
