import type { SliceFilter } from '#shared/contract.ts'
import { FILTER_KEYS, filterOf, filterParams, formatHash, parseHash, type Route } from './url-state.ts'

type Change = Readonly<Record<string, string | readonly string[] | null>>

/** The address bar as state: every view is a hash, so back, forward, reload and links work. */
export class Router {
  #route = $state.raw<Route>(parseHash(location.hash))

  /** Follows back, forward and edited addresses until the returned function is called. */
  listen(): () => void {
    const follow = () => (this.#route = parseHash(location.hash))
    addEventListener('hashchange', follow)
    addEventListener('popstate', follow)
    return () => {
      removeEventListener('hashchange', follow)
      removeEventListener('popstate', follow)
    }
  }

  get route(): Route {
    return this.#route
  }

  get screen(): string {
    return this.#route.screen
  }

  get filter(): SliceFilter {
    return filterOf(this.#route)
  }

  /** Returns the one value of a parameter, or null. */
  param(name: string): string | null {
    return this.#route.params[name]?.[0] ?? null
  }

  /** Opens a screen. Row filters travel along; everything else is what `params` says. */
  open(screen: string, params: Change = {}): void {
    const kept = Object.fromEntries(Object.entries(this.#route.params).filter(([name]) => isFilterKey(name)))
    this.#write({ screen, params: merge(kept, params) }, 'push')
  }

  /** Changes parameters of the present screen; null removes one. `replace` leaves no step to go back to. */
  set(change: Change, step: 'push' | 'replace' = 'push'): void {
    this.#write({ screen: this.#route.screen, params: merge(this.#route.params, change) }, step)
  }

  /** Replaces the row filter. */
  setFilter(filter: SliceFilter): void {
    const cleared = Object.fromEntries(FILTER_KEYS.map((name) => [name, null]))
    this.set({ ...cleared, ...filterParams(filter) })
  }

  #write(route: Route, step: 'push' | 'replace'): void {
    const address = formatHash(route)
    if (address === formatHash(this.#route)) return
    if (step === 'push') history.pushState(null, '', address)
    else history.replaceState(null, '', address)
    this.#route = route
  }
}

function isFilterKey(name: string): boolean {
  return (FILTER_KEYS as readonly string[]).includes(name)
}

function merge(params: Route['params'], change: Change): Route['params'] {
  const changed = Object.entries(change).map(([name, value]) => [name, value === null ? [] : [value].flat()] as const)
  const merged = Object.entries({ ...params, ...Object.fromEntries(changed) })
  return Object.fromEntries(merged.filter(([, values]) => values.length > 0))
}
