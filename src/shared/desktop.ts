import { z } from 'zod'
import type { PickedFile } from './contract.ts'
import type { WireError } from './wire-error.ts'

/** The extension of a project file, which the desktop opens when it is double-clicked. The file is a DuckDB database. */
export const PROJECT_EXTENSION = 'parity'

const name = z.string().min(1).max(255)
const MAX_CHARACTERS = 64 * 2 ** 20

/** Small things a page keeps by name between starts. */
export const preferencesSchema = z.record(z.string().max(500), z.string().max(20_000))
export type Preferences = z.infer<typeof preferencesSchema>

/** What a page in the window may ask of the desktop: what touches files opens a native dialog, so the person, not the page, names the place. */
export const desktopAskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('choose-files') }),
  z.object({ kind: z.literal('save-file'), name, content: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('print-report'), name, html: z.string().max(MAX_CHARACTERS) }),
  z.object({ kind: z.literal('read-preferences') }),
  z.object({ kind: z.literal('keep-preferences'), preferences: preferencesSchema }),
])
export type DesktopAsk = z.infer<typeof desktopAskSchema>

/** What an ask comes to. `saved` is the file's name without its folder, null when the person closed the dialog. */
export interface DesktopAnswers {
  'choose-files': readonly PickedFile[]
  'save-file': { readonly saved: string | null }
  'print-report': { readonly saved: string | null }
  'read-preferences': Preferences
  'keep-preferences': null
}

/** An answer as it crosses: Electron turns errors of its own calls into text, so ours are spelled out. */
export type DesktopAnswer<T = unknown> = { readonly value: T } | { readonly error: WireError }

/** What preload knows of a file the person dropped or chose; `path` is '' for one a script made up. */
export const handedFileSchema = z.object({
  path: z.string().max(32_768),
  name: z.string().max(1024),
  size: z.number().nonnegative(),
  modified: z.number(),
})
export type HandedFile = z.infer<typeof handedFileSchema>

/** The answer for one handed file. The page finds its File by name, size and time of change; it never learns the path. */
export type GrantedHandedFile = Omit<HandedFile, 'path'> & DesktopAnswer<PickedFile>

/** What the page posts to its own window for preload to pass on. */
export type PageMessage =
  { readonly type: 'parity:connect' } | { readonly type: 'parity:ask'; readonly id: number; readonly ask: DesktopAsk }

/** What preload posts to the page's window. `parity:port` brings the engine's port; `parity:gone` says that the engine behind it stopped. */
export type HostMessage =
  | { readonly type: 'parity:port' }
  | { readonly type: 'parity:gone' }
  | { readonly type: 'parity:answer'; readonly id: number; readonly answer: DesktopAnswer }
  | { readonly type: 'parity:handed'; readonly files: readonly GrantedHandedFile[] }
  | { readonly type: 'parity:chosen'; readonly files: readonly PickedFile[] }
  | { readonly type: 'parity:show'; readonly screen: string }
