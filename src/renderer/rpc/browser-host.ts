import { z } from 'zod'
import { pickedFileSchema, type PickedFile } from '#shared/contract.ts'
import { AppError, CancelledError, type ErrorCode } from '#shared/errors.ts'
import type { Channel } from '#shared/wire.ts'
import { engineGone } from '#shared/wire-client.ts'
import { SOCKET_CLOSE, SOCKET_PATH, socketChannel } from '#shared/wire-socket.ts'
import type { Host, TakeOptions } from './host.ts'
import { linkEngine } from './engine-link.ts'

const KEPT_TOKEN = 'parity.token'
const welcomeSchema = z.object({ token: z.string() })
const refusalSchema = z.object({ code: z.string(), message: z.string() })

/** Returns the host of a page that `parity serve` sent. Takes the token out of the address, so call it before the router reads that. */
export function openBrowserHost(): Host {
  takeTokenFromAddress()
  return {
    engine: linkEngine(connect),
    take: upload,
    save: (name, content) => {
      download(name, content)
      return Promise.resolve(name)
    },
    listen: () => () => undefined,
  }
}

/** Moves the token from the address to this tab's storage: it survives a reload, and is not copied with a link. */
function takeTokenFromAddress(): void {
  const match = /^#(?:token|ticket)=([\w-]+)(.*)$/.exec(location.hash)
  if (match?.[1] === undefined) return
  sessionStorage.setItem(KEPT_TOKEN, match[1])
  history.replaceState(
    null,
    '',
    `${location.pathname}${match[2] === undefined || match[2] === '' ? '' : `#${match[2]}`}`,
  )
}

function token(): string {
  const kept = sessionStorage.getItem(KEPT_TOKEN)
  if (kept === null) throw unauthorised()
  return kept
}

function unauthorised(): AppError {
  return new AppError(
    'UNAUTHORISED',
    'This page may not open the project: open the address that the program printed.',
    {
      hint: 'Look for “http://127.0.0.1:” in the terminal where parity serve runs; the address ends with a token.',
    },
  )
}

/** Opens the socket and proves itself; the channel begins once the host says welcome. */
function connect(): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const secret = token()
    const socket = new WebSocket(`ws://${location.host}${SOCKET_PATH}`)
    const refused = ({ code, reason }: CloseEvent) => reject(closeError(code, reason))
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('close', refused)
    socket.addEventListener('open', () => socket.send(secret))
    socket.addEventListener(
      'message',
      ({ data }) => {
        const welcome = welcomeSchema.safeParse(typeof data === 'string' ? JSON.parse(data) : null)
        socket.removeEventListener('close', refused)
        if (welcome.success) {
          sessionStorage.setItem(KEPT_TOKEN, welcome.data.token)
          resolve(socketChannel(socket))
        } else {
          socket.close()
          reject(engineGone())
        }
      },
      { once: true },
    )
  })
}

function closeError(code: number, reason: string): AppError {
  if (code === SOCKET_CLOSE.unauthorised) return unauthorised()
  if (code !== SOCKET_CLOSE.refused) return engineGone()
  return new AppError(
    reason as ErrorCode,
    `The project cannot be opened (${reason}); the terminal of parity serve says why.`,
  )
}

/** Streams a file to the host; XMLHttpRequest is the one way to see how much has gone. */
function upload(file: File, { signal, onBytes }: TakeOptions): Promise<PickedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const cancel = () => request.abort()
    request.open('PUT', '/upload')
    request.setRequestHeader('Authorization', `Bearer ${token()}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name))
    request.upload.addEventListener('progress', ({ loaded }) => onBytes(loaded))
    request.addEventListener('abort', () => reject(new CancelledError(`Reading ${file.name}`)))
    request.addEventListener('error', () => reject(engineGone()))
    request.addEventListener('load', () => {
      signal.removeEventListener('abort', cancel)
      const answer: unknown = JSON.parse(request.responseText)
      const picked = pickedFileSchema.safeParse(answer)
      if (request.status === 200 && picked.success) resolve(picked.data)
      else reject(uploadError(answer, file.name))
    })
    signal.addEventListener('abort', cancel, { once: true })
    request.send(file)
  })
}

function uploadError(answer: unknown, name: string): AppError {
  const refusal = refusalSchema.safeParse(answer)
  const code = refusal.success ? refusal.data.code : 'FILE_UNREADABLE'
  const message = refusal.success ? refusal.data.message : `${name} could not be handed over; try again.`
  return new AppError(code as ErrorCode, message, { file: name })
}

function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_AFTER_MS)
}

const REVOKE_AFTER_MS = 60_000
