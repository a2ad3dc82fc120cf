import { untrack } from 'svelte'

/** Something the user can do: listed in the palette, and by `?` where it has keys. */
export interface Action {
  readonly id: string
  readonly title: string
  readonly group: string
  /** Keys in the notation of keys.ts, e.g. `g p`, `ctrl+k`, `[`. */
  readonly keys?: string
  readonly run: () => void
}

/** Everything that can be done now. Screens add theirs while they are shown. */
export class Actions {
  #lists = $state.raw<readonly (readonly Action[])[]>([])

  get all(): readonly Action[] {
    return this.#lists.flat()
  }

  /** Adds actions and returns how to take them away; shaped for `$effect`. */
  add(list: readonly Action[]): () => void {
    // An effect that adds must not run again because another adds.
    this.#lists = [...untrack(() => this.#lists), list]
    return () => (this.#lists = this.#lists.filter((other) => other !== list))
  }

  /** The action a key sequence stands for; the one added last wins. */
  find(keys: string): Action | undefined {
    return this.all.findLast((action) => action.keys === keys)
  }

  /** The keys that run an action now: none where another action has taken them over. */
  keysOf(action: Action): string | undefined {
    return action.keys !== undefined && this.find(action.keys) === action ? action.keys : undefined
  }
}
