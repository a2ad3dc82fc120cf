import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#shared/errors.ts'
import type { GrantedFile } from '#engine/session-files.ts'
import { newSecret } from './secrets.ts'

const MAX_NAME = 255

/**
 * Streams a request's body into the private folder under a name of ours and returns it as a granted file; the name the page
 * gave is only shown. Whatever goes wrong, nothing of it stays. Throws PARAMETER_INVALID, FILE_TOO_LARGE, DISK_FULL.
 */
export async function receiveUpload(request: IncomingMessage, folder: string, maxBytes: number): Promise<GrantedFile> {
  const name = shownName(request.headers['x-file-name'])
  const token = newSecret()
  const path = join(folder, token)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(name, maxBytes)
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      done(bytes > maxBytes ? tooLarge(name, maxBytes) : null, chunk)
    },
  })
  try {
    await pipeline(request, counted, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  } catch (error) {
    await rm(path, { force: true })
    throw explained(error, name)
  }
  return { token, name, bytes, path, offeredAs: null }
}

/** The last part of the name, percent-decoded; never used as a path. */
function shownName(header: string | string[] | undefined): string {
  const name =
    decoded(typeof header === 'string' ? header : '')
      .split(/[\\/]/)
      .at(-1) ?? ''
  const isPlain =
    name !== '' && name !== '.' && name !== '..' && name.length <= MAX_NAME && !/[\p{Cc}\p{Cf}]/u.test(name)
  if (!isPlain)
    throw new AppError(
      'PARAMETER_INVALID',
      'An upload names its file in X-File-Name, percent-encoded, with at most 255 characters.',
    )
  return name
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function tooLarge(name: string, maxBytes: number): AppError {
  return new AppError(
    'FILE_TOO_LARGE',
    `${name} is larger than ${Math.floor(maxBytes / 2 ** 20)} MiB, the most that can be uploaded; name it on the command line of parity serve instead.`,
    { file: name },
  )
}

function explained(error: unknown, name: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('DISK_FULL', `The disk is full, so ${name} was not taken; free some space and try again.`, {
      file: name,
      cause: error,
    })
  return error
}
