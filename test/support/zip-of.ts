import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { temporaryFolder } from './temporary-folder.ts'

/** Writes a zip of these members into a temporary folder and returns its path. */
export async function zipOf(name: string, members: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const zip = new ZipFile()
  for (const [member, content] of Object.entries(members)) zip.addBuffer(Buffer.from(content), member)
  zip.end()
  const path = join(temporaryFolder(), name)
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}
