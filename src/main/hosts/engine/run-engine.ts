import { AppError } from '#shared/errors.ts'
import type { Channel } from '#shared/wire.ts'
import { ChannelEvents, emitterPortChannel, frameOf, type EmitterPort } from '#shared/wire-port.ts'
import { toWireError } from '#shared/wire-error.ts'
import { openSession, type OpenSession } from '../../compose-session.ts'
import { serve } from '../../rpc/serve.ts'
import { scheduleDailyJob } from '../../schedule-daily-job.ts'
import type { FromEngine, ToEngine } from './messages.ts'

/** The engine process's way to its host: a child process's or a utility process's messages. */
export interface HostLink {
  post(message: FromEngine): void
  onMessage(listener: (message: ToEngine, ports: readonly EmitterPort[]) => void): void
  /** The host has gone: nobody is left to answer. */
  onGone(listener: () => void): void
}

/** Serves one project to the pages a host opens, until the host stops it or goes away; `end` then ends the process. */
export function runEngine(link: HostLink, end: () => void): void {
  const pages = new Map<number, ChannelEvents>()
  let opened: OpenSession | null = null

  const start = async (project: string, safeMode: boolean) => {
    try {
      opened = await openSession(project, { safeMode })
      link.post({ type: 'ready' })
      await schedule(opened, safeMode)
    } catch (error) {
      if (!(error instanceof AppError)) report('start', error)
      link.post({ type: 'refused', error: toWireError(error) })
      end()
    }
  }
  const schedule = async ({ session }: OpenSession, safeMode: boolean) => {
    const config = process.env['PARITY_DAILY_CONFIG']
    const failed = (error: unknown) => report('daily job', error)
    if (config !== undefined && !safeMode) await scheduleDailyJob(session, config, failed).catch(failed)
  }
  const stop = async () => {
    for (const events of pages.values()) events.close()
    await opened?.close()
    end()
  }
  const servePage = (channel: Channel) => {
    if (opened !== null) serve(opened.methods, channel, { onBug: report })
  }
  link.onGone(() => void stop())
  const handle: { readonly [T in ToEngine['type']]: (message: ToEngine & { type: T }, port?: EmitterPort) => void } = {
    start: ({ project, safeMode }) => void start(project, safeMode),
    grant: ({ file }) => opened?.session.files.grant(file),
    'open-page': ({ page }) => servePage(pageChannel(link, pages, page)),
    port: (_message, port) => port && servePage(emitterPortChannel(port)),
    frame: ({ page, frame }) => pages.get(page)?.message(frameOf(frame)),
    'close-page': ({ page }) => pages.get(page)?.close(),
    stop: () => void stop(),
  }
  link.onMessage((message, [port]) =>
    (handle[message.type] as (message: ToEngine, port?: EmitterPort) => void)(message, port),
  )
}

/** A page's channel over the one link: its frames carry its number. */
function pageChannel(link: HostLink, pages: Map<number, ChannelEvents>, page: number): Channel {
  const events = new ChannelEvents()
  pages.set(page, events)
  events.onClose(() => {
    pages.delete(page)
  })
  return {
    send: (frame) => {
      if (!events.isClosed) link.post({ type: 'frame', page, frame })
    },
    onMessage: (listener) => events.onMessage(listener),
    onClose: (listener) => events.onClose(listener),
    close: () => {
      if (!events.isClosed) link.post({ type: 'close-page', page })
      events.close()
    },
  }
}

function report(what: string, error: unknown): void {
  process.stderr.write(
    `parity engine: ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
}
