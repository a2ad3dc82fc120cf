/** What the double's main process sends to a utility process: a message with ports by number, a port's message, a port's end. */
export type ToUtility =
  | { readonly kind: 'message'; readonly message: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly id: number; readonly message: unknown }
  | { readonly kind: 'close'; readonly id: number }

/** What a utility process sends back; it cannot hand ports over. */
export type ToMain =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'port'; readonly id: number; readonly message: unknown }
  | { readonly kind: 'close'; readonly id: number }
