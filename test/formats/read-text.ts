import { basename } from 'node:path'
import type { Answers, OpenedSource } from '#engine/ports.ts'
import type { Role } from '#shared/canonical.ts'
import { openFile } from '#adapters/files/open-file.ts'
import { detectFormat, FORMATS } from '#adapters/formats/registry.ts'
import type { ForeignFormat } from '#adapters/formats/foreign-format.ts'
import { silentTask } from '../support/recording-sink.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'
import { MarketSink } from './market-sink.ts'

/** Reads an opened file by the format that claims it. */
export async function readDetected(
  file: OpenedSource,
  answers: Answers = {},
  role?: Role,
): Promise<{ format: ForeignFormat; sink: MarketSink }> {
  const { id } = detectFormat(file)
  const format = FORMATS.find((known) => known.id === id)!
  const sink = new MarketSink()
  const options = {
    role: role ?? (format.holds === 'fills' ? 'live' : format.holds),
    answers,
    task: silentTask(),
    privateFolder: temporaryFolder(),
  } as const
  await format.read(file, options, sink)
  return { format, sink }
}

/** Writes text as a file of this name and reads it by the format that claims it. */
export async function readText(
  name: string,
  text: string | Uint8Array,
  answers: Answers = {},
): Promise<{ format: ForeignFormat; sink: MarketSink }> {
  const path = temporaryFile(basename(name), text)
  return await readDetected({ ...(await openFile(path)), path: name }, answers)
}
