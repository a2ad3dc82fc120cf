/** What the double's main process asks the display to do with a window; see display.ts. */
export interface OpenWindow {
  readonly id: number
  readonly session: string
  readonly width: number
  readonly height: number
  readonly preload: string | null
  readonly javascript: boolean
  /** Chromium permissions of the page's origin. */
  readonly permissions: Readonly<Record<string, 'granted' | 'denied'>>
}

/** A request of a page, asked of the main process. */
export interface PageRequest {
  readonly window: number
  readonly session: string
  readonly url: string
  readonly method: string
  /** A navigation of the main frame that the main process did not ask for. */
  readonly isPageNavigation: boolean
}

/** What becomes of it: served, refused, or left to the network. */
export type PageResponse =
  | {
      readonly kind: 'serve'
      readonly status: number
      readonly headers: Record<string, string>
      readonly body: Uint8Array
    }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'network' }

/** What a page's preload sends. */
export type FromPage =
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'port'; readonly id: number; readonly message: unknown }

/** What is sent to a page's preload. */
export type ToPage =
  | {
      readonly kind: 'event'
      readonly channel: string
      readonly args: readonly unknown[]
      readonly ports: readonly number[]
    }
  | { readonly kind: 'port'; readonly id: number; readonly message: unknown }
  | { readonly kind: 'close'; readonly id: number }

/** The page's origin as Electron has it, and as the double's Chromium has it: intercepted, never on the network. */
export const ELECTRON_ORIGIN = 'app://parity'
export const CHROMIUM_ORIGIN = 'https://parity'
