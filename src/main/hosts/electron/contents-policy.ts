import type { WebContents } from 'electron'
import { PAGE_URL } from './origin.ts'

/**
 * Keeps a page where it is: no navigation, redirect, frame, new window or webview. A page may load itself again, which
 * Electron counts as navigating when the page asks for it.
 */
export function lockContents(contents: WebContents): void {
  const deny = (event: { preventDefault(): void }) => event.preventDefault()
  const denyElsewhere = (event: { preventDefault(): void; url: string }) => {
    if (event.url.split('#', 1)[0] !== PAGE_URL) event.preventDefault()
  }
  contents.on('will-navigate', denyElsewhere)
  contents.on('will-frame-navigate', denyElsewhere)
  contents.on('will-redirect', deny)
  contents.on('will-attach-webview', deny)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
