import type { Session } from 'electron'

/** The two permissions a page gets: to copy what it made to the clipboard, and to fill the screen. */
const PERMITTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen'])
const LOADED: ReadonlySet<string> = new Set(['app:', 'blob:', 'data:'])
const DEVELOPER: ReadonlySet<string> = new Set(['devtools:', 'chrome-extension:'])

/**
 * Denies everything a page could ask of a session: permissions and devices, screen capture, downloads, and every request
 * but to the program's own scheme, blobs and data. `isPackaged` false lets developer tools load themselves.
 */
export function lockSession(session: Session, isPackaged: boolean): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(PERMITTED.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => PERMITTED.has(permission))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, isPackaged) }))
  session.on('will-download', (event) => event.preventDefault())
}

function mayLoad(address: string, isPackaged: boolean): boolean {
  if (!URL.canParse(address)) return false
  const { protocol } = new URL(address)
  return LOADED.has(protocol) || (!isPackaged && DEVELOPER.has(protocol))
}
