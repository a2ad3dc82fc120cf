import type { GrantedFile } from '#engine/session-files.ts'
import type { Frame } from '#shared/wire.ts'
import type { WireError } from '#shared/wire-error.ts'

/** What a host tells its engine process. `start` comes first; a page is known by a number, or by a port sent along. */
export type ToEngine =
  | { readonly type: 'start'; readonly project: string; readonly safeMode: boolean }
  | { readonly type: 'grant'; readonly file: GrantedFile }
  | { readonly type: 'open-page'; readonly page: number }
  | { readonly type: 'port' }
  | { readonly type: 'frame'; readonly page: number; readonly frame: Frame }
  | { readonly type: 'close-page'; readonly page: number }
  | { readonly type: 'stop' }

/** What an engine process tells its host. After `refused` (the project cannot be opened) it ends by itself. */
export type FromEngine =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly error: WireError }
  | { readonly type: 'frame'; readonly page: number; readonly frame: Frame }
  | { readonly type: 'close-page'; readonly page: number }
