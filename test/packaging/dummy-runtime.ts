import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The bytes before the fuses in Electron's executable, by which tools find them (@electron/fuses, constants). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const VERSION = 1
const FUSES = 9
/** As Electron ships: run-as-node, options, inspect, file privileges and Wasm on; cookies, asar checks and snapshot off. */
const SHIPPED = '101100011'

/** Makes a folder that electron-builder takes for Electron's Linux runtime: an executable that is nothing but its fuses. */
export function makeDummyRuntime(folder: string, version: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const executable = Buffer.concat([
    Buffer.alloc(1024),
    Buffer.from(SENTINEL),
    Buffer.from([VERSION, FUSES]),
    Buffer.from(SHIPPED),
    Buffer.alloc(1024),
  ])
  writeFileSync(join(folder, 'electron'), executable, { mode: 0o755 })
  writeFileSync(join(folder, 'version'), version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), '')
}
