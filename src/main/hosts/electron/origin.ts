/** The scheme and origin of the page in the window; a scheme of its own, so that no file and no host can be of the same origin. */
export const SCHEME = 'app'
export const HOST = 'parity'
export const ORIGIN = `${SCHEME}://${HOST}`
export const PAGE_URL = `${ORIGIN}/index.html`

/** True for an address of the page's own origin. */
export function isOurs(address: string): boolean {
  return URL.canParse(address) && address.startsWith(`${ORIGIN}/`) && new URL(address).host === HOST
}
