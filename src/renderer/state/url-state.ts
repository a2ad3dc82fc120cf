import { sliceFilterSchema, type SliceFilter } from '#shared/contract.ts'

/** Where the user is: a screen, and what it shows. Repeated keys are lists, in order. */
export interface Route {
  readonly screen: string
  readonly params: Readonly<Record<string, readonly string[]>>
}

const DIMENSIONS = ['symbol', 'side', 'order_type', 'liquidity', 'version'] as const

/** Returns the route of a hash such as `#/parity?day=2026-03-11&symbol=A&symbol=B`. Anything unreadable is the empty screen name. */
export function parseHash(hash: string): Route {
  const [path, query] = splitOnce(hash.replace(/^#\/?/, ''), '?')
  const params: Record<string, string[]> = {}
  for (const [key, value] of new URLSearchParams(query)) {
    if (Object.hasOwn(params, key)) params[key]?.push(value)
    else Object.defineProperty(params, key, { value: [value], enumerable: true, writable: true, configurable: true })
  }
  return { screen: decode(path), params }
}

/** Returns the hash of a route; the inverse of {@link parseHash}. Empty lists leave no trace. */
export function formatHash(route: Route): string {
  const query = new URLSearchParams()
  for (const [key, values] of Object.entries(route.params)) for (const value of values) query.append(key, value)
  const text = query.toString()
  return `#/${encodeURIComponent(route.screen)}${text === '' ? '' : `?${text}`}`
}

/** Returns the row filter in a route. A part that is not valid is left out, so an edited address never breaks a screen. */
export function filterOf({ params }: Route): SliceFilter {
  const hour = params['hour']?.map(Number)
  const wanted: Record<string, unknown> = { from: params['from']?.[0], to: params['to']?.[0], hour }
  for (const name of DIMENSIONS) wanted[name] = params[name]
  const valid = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && sliceFilterSchema.safeParse({ [name]: value }).success,
  )
  return sliceFilterSchema.parse(Object.fromEntries(valid))
}

/** Returns a row filter as the parameters of a route; the inverse of {@link filterOf}. */
export function filterParams(filter: SliceFilter): Record<string, string[]> {
  const entries = Object.entries(filter).map(([name, value]) => [name, [value ?? []].flat().map(String)] as const)
  return Object.fromEntries(entries.filter(([, values]) => values.length > 0))
}

/** Every parameter a row filter may set. */
export const FILTER_KEYS = ['from', 'to', 'hour', ...DIMENSIONS] as const

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
