import type { PickedFile } from '#shared/contract.ts'
import { AppError, CancelledError } from '#shared/errors.ts'
import type { Job } from '../../state/jobs.svelte.ts'
import type { Workbench } from '../../state/workbench.ts'
import { focusQuestion } from './focus-next.ts'

/** Files one import may hold. */
const MOST_FILES = 500

/** Hands files to the engine's side and looks at them together with those already waiting. Failures are shown on the Data screen; nothing is loaded. */
export async function takeFiles(workbench: Workbench, files: readonly File[]): Promise<void> {
  const { drafts, jobs, router } = workbench
  if (files.length === 0) return
  if (router.screen !== 'data') router.open('data')
  drafts.error = null
  const room = Math.max(0, MOST_FILES - drafts.list.length)
  const failures: unknown[] = files.length > room ? [tooMany(files.length, room)] : []
  try {
    const work = (job: Job) => handOver(workbench, files.slice(0, room), job, failures)
    const taken = await drafts.during(jobs.start('Reading files', work, 'bytes').done)
    if (taken.length > 0) await lookAt(workbench, taken)
  } catch (error) {
    failures.push(error)
  }
  drafts.error = failures.find((error) => !(error instanceof CancelledError)) ?? null
}

/** Hands over one file after the other; one that cannot be read does not keep the others out. */
async function handOver(
  { host }: Workbench,
  files: readonly File[],
  job: Job,
  failures: unknown[],
): Promise<PickedFile[]> {
  const picked: PickedFile[] = []
  const total = files.reduce((sum, file) => sum + file.size, 0)
  let before = 0
  for (const file of files) {
    const onBytes = (sent: number) => (job.progress = { step: file.name, done: before + sent, total })
    try {
      picked.push(await host.take(file, { signal: job.signal, onBytes }))
    } catch (error) {
      if (error instanceof CancelledError || failures.push(error) > MOST_FAILURES) throw error
    }
    before += file.size
  }
  return picked
}

/** With the host gone every file fails alike. */
const MOST_FAILURES = 5

function tooMany(count: number, room: number): AppError {
  return new AppError(
    'FILE_TOO_LARGE',
    `${count} files are more than one import takes, so ${count - room} were left out; import these, then drop the others.`,
  )
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

/** Looks at the picked files beside those that wait. */
async function lookAt(workbench: Workbench, picked: readonly PickedFile[]): Promise<void> {
  const { drafts, jobs, notices } = workbench
  const waiting = drafts.list.map(({ sniffed: { token, name, bytes }, role }) => ({
    token,
    name,
    bytes,
    role,
    known: true,
  }))
  const all = [...waiting, ...picked.map(({ token, name, bytes }) => ({ token, name, bytes }))]
  const { files, duplicates } = await drafts.during(
    jobs.call('Looking at the files', 'import.sniff', { files: all }).done,
  )
  drafts.receive(files)
  focusQuestion(workbench)
  const [first] = duplicates
  if (first !== undefined)
    notices.say(
      duplicates.length === 1
        ? `${first.name} is left out: it has the same content as ${first.of}.`
        : `${duplicates.length} files are left out: they have the same content as others, ${first.name} as ${first.of}.`,
    )
}
