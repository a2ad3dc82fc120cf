import type { Role } from '#shared/canonical.ts'
import type { ParsedParams, Result, SniffedFile } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import { problemOf, type Said } from './look-tools.ts'
import type { Answers, OpenedSource, Task } from './ports.ts'
import { recallAnswers, recallColumns } from './remembered-answers.ts'
import type { Session } from './session.ts'
import { distinctNames, filesByName, type GrantedFile } from './session-files.ts'

type LookedAt = ParsedParams<'import.sniff'>['files'][number]
type Duplicates = Result<'import.sniff'>['duplicates']

interface Named {
  readonly name: string
  readonly file: GrantedFile
  readonly said: LookedAt
}

/**
 * Says of each file what it is under what the user said of it, without loading anything. An archive of a few files is given
 * as its members; of several files of the same content the first stays and the others are named. Files known already are
 * only compared with the others.
 */
export async function lookAt(
  session: Session,
  files: readonly LookedAt[],
  task: Task,
): Promise<Result<'import.sniff'>> {
  const asked = new Map(files.map((said) => [session.files.find(said.token), said]))
  const named = [...distinctNames(withoutLogs([...asked.keys()]))]
  const apart: Named[] = []
  for (const [name, file] of named)
    apart.push(...(await takenApart(session, name, file, asked.get(file) ?? file, task)))
  const { different, duplicates } = await withoutDuplicates(session, apart, task)
  const sniffed: SniffedFile[] = []
  const fresh = different.filter(({ said }) => said.known !== true)
  for (const [index, one] of fresh.entries()) {
    task.report({ step: one.name, done: index, total: fresh.length })
    sniffed.push(await lookAtOne(session, one, task))
  }
  const known = different.flatMap(({ said }) => (said.known === true ? [said.role ?? null] : []))
  return { files: pairSides(sniffed, known), duplicates }
}

/** A file as it is, or the members of an archive of a few, each a file of its own from now on. */
async function takenApart(
  session: Session,
  name: string,
  file: GrantedFile,
  said: LookedAt,
  task: Task,
): Promise<Named[]> {
  const whole = [{ name, file, said }]
  if (file.isMember === true || said.known === true) return whole
  try {
    const members = await session.tools.takeApart(await open(session, name, file), task)
    if (members === null) return whole
    return members.map((member) => {
      const grant = { ...member, offeredAs: null, isMember: true }
      session.files.grant(grant)
      return { name: member.name, file: grant, said: grant }
    })
  } catch (error) {
    // Looking at it says what is wrong with it.
    if (error instanceof AppError) return whole
    throw error
  }
}

async function open({ tools }: Session, name: string, file: GrantedFile): Promise<OpenedSource> {
  return await filesByName(tools.files, new Map([[name, file]])).open(name)
}

/** A database's own log (-wal, -shm) is read with the database and is no file of its own. */
function withoutLogs(files: readonly GrantedFile[]): GrantedFile[] {
  const names = new Set(files.map((file) => file.name))
  return files.filter(({ name }) => !/-(wal|shm)$/.test(name) || !names.has(name.slice(0, -'-wal'.length)))
}

/** Only files of equal size can be equal, so only those are read. */
async function withoutDuplicates(
  session: Session,
  named: readonly Named[],
  task: Task,
): Promise<{ different: Named[]; duplicates: Duplicates }> {
  const first = new Map<string, Named>()
  const different: Named[] = []
  const duplicates: Duplicates = []
  for (const one of named) {
    const { bytes, token } = one.file
    const isAlone = named.filter(({ file }) => file.bytes === bytes).length === 1
    const hash = isAlone ? null : await hashOf(session, one, task)
    const same = hash === null ? undefined : first.get(hash)
    if (same !== undefined) duplicates.push({ token, name: one.name, of: same.name })
    else different.push(one)
    if (hash !== null && same === undefined) first.set(hash, one)
  }
  return { different, duplicates }
}

/** Null for a file that cannot be opened: looking at it says why. */
async function hashOf(session: Session, { name, file }: Named, task: Task): Promise<string | null> {
  try {
    return await session.tools.files.hash(await open(session, name, file), task)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

async function lookAtOne(session: Session, { name, file, said }: Named, task: Task): Promise<SniffedFile> {
  const { token, bytes } = file
  try {
    const opened = await open(session, name, file)
    return { token, name, bytes, ...(await sniff(session, opened, name, said, task)) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { token, name, bytes, ...UNREAD, role: said.role ?? null, problem: problemOf(error) }
  }
}

/** What was remembered of the header counts until the user says otherwise. */
async function sniff({ tools }: Session, opened: OpenedSource, name: string, given: LookedAt, task: Task) {
  const answers = Object.fromEntries(Object.entries(given.answers ?? {}).filter(([, answer]) => answer !== undefined))
  const remembered = await recallAnswers(tools.store, opened, {})
  const columns = await recallColumns(tools.store, opened)
  const said: Said = {
    role: given.role ?? null,
    answers: { ...remembered, ...(answers as Answers) },
    columns: { ...columns, ...given.columns },
  }
  return { ...(await tools.sniff(opened, name, said, task)), remembered }
}

const UNREAD = {
  format: null,
  reason: 'The file cannot be read.',
  shape: null,
  holds: '',
  columns: [],
  unused: [],
  preview: [],
  preview_header: [],
  preview_is: 'raw',
  questions: [],
  remembered: {},
} satisfies Partial<SniffedFile>

/** Two files of fills of which one says its side, or one beside a known side: the other is the other side. */
function pairSides(files: readonly SniffedFile[], known: readonly (Role | null)[]): SniffedFile[] {
  const fills = files.filter((file) => file.shape === 'fills' && file.problem === null)
  const open = fills.filter((file) => file.role === null)
  const said = [...known, ...fills.map((file) => file.role)].filter((role) => role === 'live' || role === 'backtest')
  if (open.length !== 1 || said.length !== 1) return [...files]
  const role = said[0] === 'live' ? 'backtest' : 'live'
  return files.map((file) => (file === open[0] ? { ...file, role } : file))
}
