/** A module's memory: growing it detaches every view. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** The part of the WebAssembly API used here; Node's own types leave it to the DOM library. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }

/** Instantiates a module over the functions it imports and returns its exports; null where the engine lacks an instruction it uses. */
export function instantiate(bytes: Uint8Array, env: object): unknown {
  if (!WebAssembly.validate(bytes)) return null
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env }).exports
}
