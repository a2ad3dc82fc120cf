import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '#shared/errors.ts'
import type { GrantedFile } from '#engine/session-files.ts'
import type { PageFile } from '../page-files.ts'
import { bearerOf, refuseRequest } from './check-request.ts'
import { SECURITY_HEADERS } from './headers.ts'
import type { HostLimits } from './limits.ts'
import { receiveUpload } from './receive-upload.ts'
import type { Credentials } from './secrets.ts'
import { joinLog } from './upload-companions.ts'

/** What answering needs. */
export interface AnswerTools {
  readonly page: ReadonlyMap<string, PageFile>
  readonly credentials: Credentials
  readonly limits: HostLimits
  readonly folder: string
  readonly port: () => number
  readonly mayPass: () => boolean
  readonly grant: (file: GrantedFile) => void
}

const STATUS: Readonly<Record<string, number>> = { FILE_TOO_LARGE: 413, DISK_FULL: 507, PARAMETER_INVALID: 400 }

/** Returns the handler of plain requests: the page's files by GET, and uploads by PUT /upload with the token. Nothing else is there. */
export function answerWith(tools: AnswerTools): (request: IncomingMessage, response: ServerResponse) => void {
  let uploads = 0
  const received = new Map<string, string>()
  const upload = async (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refuseUpload(request, tools)
    if (refusal !== null) {
      refuse(response, ...refusal)
      return
    }
    if (uploads >= tools.limits.uploads) {
      refuse(response, 503, 'Too many uploads at once.')
      return
    }
    uploads += 1
    try {
      const file = await receiveUpload(request, tools.folder, tools.limits.uploadBytes)
      const { token, name, bytes, path } = file
      await joinLog(received, name, path)
      tools.grant(file)
      send(response, 200, 'application/json; charset=utf-8', JSON.stringify({ token, name, bytes }))
    } catch (error) {
      const known = error instanceof AppError ? error : null
      refuse(response, STATUS[known?.code ?? ''] ?? 500, known?.message ?? 'The upload failed.', known?.code)
    } finally {
      uploads -= 1
    }
  }
  return (request, response) => {
    const refusal = refuseRequest(request, tools.port())
    if (refusal !== null) {
      refuse(response, refusal.status, refusal.reason)
      return
    }
    if (!tools.mayPass()) {
      refuse(response, 429, 'Too many requests; wait a moment.')
      return
    }
    if (request.url === '/upload') return void upload(request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(response, 405, 'Only GET is served here.')
      return
    }
    sendPageFile(tools.page.get(request.url ?? ''), response)
  }
}

function refuseUpload(request: IncomingMessage, { credentials }: AnswerTools): [number, string] | null {
  if (request.method !== 'PUT') return [405, 'Files are uploaded with PUT.']
  const secret = bearerOf(request)
  if (secret === null || !credentials.isToken(secret))
    return [401, 'The token is missing or wrong; open the address that the program printed.']
  if (request.headers['content-type'] !== 'application/octet-stream')
    return [415, 'Files are uploaded as application/octet-stream.']
  return null
}

function sendPageFile(file: PageFile | undefined, response: ServerResponse): void {
  if (file === undefined) {
    refuse(response, 404, 'There is nothing here.')
    return
  }
  response.setHeader('Cache-Control', file.isImmutable ? 'private, max-age=31536000, immutable' : 'no-store')
  send(response, 200, file.type, file.bytes)
}

/** Answers a refusal and hangs up: what is left of the request's body is not read. */
function refuse(response: ServerResponse, status: number, message: string, code = 'UNAUTHORISED'): void {
  response.setHeader('Connection', 'close')
  send(response, status, 'application/json; charset=utf-8', JSON.stringify({ code, message }))
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { ...SECURITY_HEADERS, 'Content-Type': type, 'Content-Length': bytes.byteLength })
  response.end(bytes)
}
