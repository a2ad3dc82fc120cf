import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '#shared/errors.ts'
import { makeTemporaryFolder, removeTemporaryFolder } from '#adapters/files/temporary-folder.ts'
import { readPage } from '../page-files.ts'
import type { Supervisor } from '../supervisor.ts'
import { answerWith } from './answer-request.ts'
import { HOST_LIMITS, rateLimit, type HostLimits } from './limits.ts'
import { createPageSockets } from './page-sockets.ts'
import { Credentials } from './secrets.ts'

/** What a browser host is started with. */
export interface BrowserHostOptions {
  readonly supervisor: Supervisor
  /** Folder of the built page. */
  readonly pageFolder: string
  /** 0 takes any free port. */
  readonly port: number
  readonly limits?: Partial<HostLimits>
}

/** A running browser host. */
export interface BrowserHost {
  readonly port: number
  readonly credentials: Credentials
  /** The address with the token; whoever has it has the project. */
  readonly url: string
  close(): Promise<void>
}

const ADDRESS = '127.0.0.1'

/** Serves the page to browsers of this machine only, and joins each to the engine. Throws USAGE when the port is taken, FILE_MISSING when the page is not built. */
export async function startBrowserHost({
  supervisor,
  pageFolder,
  port,
  limits: given,
}: BrowserHostOptions): Promise<BrowserHost> {
  const limits = { ...HOST_LIMITS, ...given }
  const page = await readPage(pageFolder)
  const folder = makeTemporaryFolder('parity-uploads-')
  const credentials = new Credentials()
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.greetingMs,
    requestTimeout: 0,
    keepAliveTimeout: 5000,
    connectionsCheckingInterval: 1000,
  })
  const shared = { credentials, limits, port: () => portOf(server), mayPass: rateLimit(limits) }
  const sockets = createPageSockets({ ...shared, connectEngine: () => supervisor.connect() })
  server.on('request', answerWith({ ...shared, page, folder, grant: (file) => supervisor.grant(file) }))
  server.on('upgrade', sockets.upgrade)
  server.on('clientError', (_error, socket) => socket.destroy())
  server.maxConnections = limits.connections
  server.timeout = limits.silenceMs
  try {
    await listen(server, port)
  } catch (error) {
    await removeTemporaryFolder(folder)
    throw error
  }
  return {
    port: portOf(server),
    credentials,
    url: `http://${ADDRESS}:${portOf(server)}/#token=${credentials.token}`,
    async close() {
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await removeTemporaryFolder(folder)
    },
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new AppError(
          'USAGE',
          `Cannot listen on port ${port} (${cause.code ?? cause.message}); choose another with --port.`,
          { cause },
        ),
      )
    })
    server.listen({ host: ADDRESS, port, exclusive: true }, resolve)
  })
}
