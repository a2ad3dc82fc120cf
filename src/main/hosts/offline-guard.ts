import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'

/** Something in the program tried to use the network. Always a bug: nothing this program does needs one. */
export class NetworkForbidden extends Error {
  constructor(what: string) {
    super(`Invariant: the program never uses the network (${what})`)
    this.name = 'NetworkForbidden'
  }
}

/**
 * Makes every way Node has to the network throw {@link NetworkForbidden} for the rest of this process: sockets that connect
 * or listen, TLS, name look-ups, datagrams, fetch, WebSocket and EventSource. Pipes to child processes and the Socket
 * constructor stay, since Electron reads its children's output through them.
 */
export function forbidNetwork(): void {
  forbid(net.Socket.prototype, ['connect'], 'net.Socket')
  forbid(net.Server.prototype, ['listen'], 'net.Server')
  forbid(tls, ['connect'], 'tls')
  forbid(dgram, ['createSocket'], 'dgram')
  forbid(dgram.Socket.prototype, ['bind', 'connect', 'send'], 'dgram.Socket')
  for (const [owner, name] of [
    [dns, 'dns'],
    [dns.promises, 'dns.promises'],
    [dns.Resolver.prototype, 'dns.Resolver'],
    [dns.promises.Resolver.prototype, 'dns.promises.Resolver'],
  ] as const)
    forbid(owner, lookUps(owner), name)
  forbid(globalThis, ['fetch', 'WebSocket', 'EventSource'], 'globalThis')
  // Without this, `import { lookup } from 'node:dns'` would still give the old function.
  syncBuiltinESMExports()
}

function lookUps(owner: object): string[] {
  return Object.getOwnPropertyNames(owner).filter((name) => /^(lookup|resolve|reverse)/.test(name))
}

function forbid(owner: object, names: readonly string[], ownerName: string): void {
  for (const name of names) {
    const value = function (): never {
      throw new NetworkForbidden(`${ownerName}.${name}`)
    }
    Object.defineProperty(owner, name, { value, writable: false, configurable: false, enumerable: true })
  }
}
