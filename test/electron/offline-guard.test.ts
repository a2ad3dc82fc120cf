import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const GUARD = fileURLToPath(new URL('../../src/main/hosts/offline-guard.ts', import.meta.url))

/** Each way out a program has in Node, taken after the guard was put up; by property and by name imported before. */
const WAYS = {
  'net.connect': 'net.connect(9, "127.0.0.1")',
  'net.Socket.connect': 'new net.Socket().connect(9)',
  'net.createServer.listen': 'net.createServer().listen(0)',
  'tls.connect': 'tls.connect(9)',
  'http.get': 'http.get("http://127.0.0.1:9")',
  'https.get': 'https.get("https://127.0.0.1:9")',
  'http2.connect': 'http2.connect("http://127.0.0.1:9")',
  'dns.lookup': 'dns.lookup("localhost", () => {})',
  'dns.lookup by name': 'lookup("localhost", () => {})',
  'dns.promises.resolve4': 'dns.promises.resolve4("localhost")',
  'dns.Resolver': 'new dns.Resolver().resolve("localhost", () => {})',
  'dgram.createSocket': 'dgram.createSocket("udp4")',
  fetch: 'fetch("http://127.0.0.1:9")',
  WebSocket: 'new WebSocket("ws://127.0.0.1:9")',
}

const SCRIPT = `
import net from 'node:net'; import tls from 'node:tls'; import http from 'node:http'; import https from 'node:https'
import http2 from 'node:http2'; import dns, { lookup } from 'node:dns'; import dgram from 'node:dgram'
import { spawnSync } from 'node:child_process'
const { forbidNetwork } = await import(${JSON.stringify(GUARD)})
forbidNetwork()
const said = {}
const ways = { ${Object.entries(WAYS)
  .map(([name, code]) => `${JSON.stringify(name)}: () => ${code}`)
  .join(', ')} }
for (const [name, go] of Object.entries(ways)) {
  try { go(); said[name] = 'nothing' } catch (error) { said[name] = error.name }
}
said.child = spawnSync(process.execPath, ['-p', '6 * 7'], { encoding: 'utf8' }).stdout.trim()
new net.Socket()
console.log(JSON.stringify(said))
process.exit(0)
`

it('closes every way from Node to the network, and leaves child processes their pipes', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
    encoding: 'utf8',
  })
  const said = JSON.parse(stdout === '' ? `{"failed": ${JSON.stringify(stderr)}}` : stdout) as Record<string, string>
  const expected = Object.fromEntries(Object.keys(WAYS).map((name) => [name, 'NetworkForbidden']))
  expect(said).toEqual({ ...expected, child: '42' })
})
