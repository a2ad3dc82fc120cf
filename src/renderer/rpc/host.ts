import type { PickedFile } from '#shared/contract.ts'
import type { EngineLink } from './engine-link.ts'

/** How handing over a file is watched and stopped. */
export interface TakeOptions {
  readonly signal: AbortSignal
  readonly onBytes: (sent: number) => void
}

/** What a host asks of the page: the desktop's menu does. */
export interface HostRequests {
  readonly onFiles: (files: readonly PickedFile[]) => void
  readonly onScreen: (screen: string) => void
}

/** What differs between the window and a browser tab. */
export interface Host {
  readonly engine: EngineLink
  /** Hands a dropped or chosen file to the engine's side and returns the token it is known by. */
  take(file: File, options: TakeOptions): Promise<PickedFile>
  /** Lets the user keep `content`. Returns the name it was kept under, or null when the user thought better of it. */
  save(name: string, content: Blob): Promise<string | null>
  /** Writes a report as PDF, where the host can. */
  readonly print?: (name: string, html: string) => Promise<string | null>
  /** Tells the page what the host asks, until the returned function is called. */
  listen(requests: HostRequests): () => void
}
