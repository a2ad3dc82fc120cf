import { readdirSync, statSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { PAGE_POLICY } from '#main/hosts/browser/headers.ts'
import { Credentials } from '#main/hosts/browser/secrets.ts'
import { rateLimit } from '#main/hosts/browser/limits.ts'
import { browserCommand } from '#main/hosts/browser/open-browser.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { endOf, openHost } from './open-host.ts'

const UPLOAD = { 'Content-Type': 'application/octet-stream', 'X-File-Name': 'live.csv' }

describe('what a browser host lets nobody do', () => {
  it('answers its own host and port only, so a name rebound to this machine gets nothing', async () => {
    const host = await openHost()
    const refused = [
      'evil.example',
      `evil.example:${host.port}`,
      `localhost:${host.port}`,
      '127.0.0.1',
      `127.0.0.1:${host.port + 1}`,
      `127.0.0.1:${host.port}.evil.example`,
      '',
    ]
    for (const name of refused)
      expect([name, (await host.request({ headers: { Host: name } })).status]).toEqual([name, 421])
    expect((await host.request({})).status).toBe(200)
    const twice = await host.raw(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    )
    expect(twice).not.toMatch(/^HTTP\/1\.1 200/)
    expect(await endOf(host.socket(host.credentials.token, { headers: { Host: 'evil.example' } }))).toBe(421)
  })

  it('refuses requests and sockets that another site made the browser send', async () => {
    const host = await openHost()
    const foreign = [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${host.port}`,
      `http://127.0.0.1:${host.port + 1}`,
    ]
    for (const Origin of foreign) {
      expect((await host.request({ headers: { Origin } })).status).toBe(403)
      expect(await endOf(host.socket(host.credentials.token, { headers: { Origin } }))).toBe(403)
    }
    for (const site of ['cross-site', 'same-site'])
      expect((await host.request({ headers: { 'Sec-Fetch-Site': site } })).status).toBe(403)
    expect(
      (await host.request({ headers: { Origin: `http://127.0.0.1:${host.port}`, 'Sec-Fetch-Site': 'same-origin' } }))
        .status,
    ).toBe(200)
  })

  it('opens nothing to other origins, and sends the exact policy with every answer', async () => {
    const host = await openHost()
    const answers = [
      await host.request({}),
      await host.request({ path: '/nothing' }),
      await host.request({ headers: { Host: 'evil.example' } }),
      await host.request({ method: 'OPTIONS', headers: { Origin: `http://127.0.0.1:${host.port}` } }),
      await host.request({ method: 'PUT', path: '/upload' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 421, 405, 401])
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toBe(PAGE_POLICY)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      expect(headers['set-cookie']).toBeUndefined()
    }
    // The policy as 7-hardening states it, spelled out so that no edit of the list goes unseen.
    expect(PAGE_POLICY).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; child-src 'none'; frame-src 'none'; media-src 'none'; object-src 'none'; manifest-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
  })

  it('lets in no socket without the token: none, a wrong one, a part, one as bytes, or a late one', async () => {
    const host = await openHost({ limits: { greetingMs: 200 } })
    const { token } = host.credentials
    const wrong = [
      '',
      'x',
      token.slice(0, -1),
      `${token} `,
      token.toLowerCase(),
      '{"type":"call","id":1,"method":"project.info","params":{}}',
    ]
    for (const first of wrong) expect(await endOf(host.socket(first))).toBe(4401)
    expect(await endOf(host.socket(Buffer.from(token)))).toBe(4401)
    const silent = host.socket('')
    silent.removeAllListeners('open')
    expect(await endOf(silent)).toBe(4401)
    expect(await endOf(host.socket(token, {}, '/'))).toBe(404)
    expect(await endOf(host.socket(token, {}, `/engine?token=${token}`))).toBe(404)
    await expect((await host.page()).call('project.info', {})).resolves.toMatchObject({ has_review: false })
  })

  it('lets in no upload without the token in the header', async () => {
    const host = await openHost()
    const { token } = host.credentials
    const wrong = [undefined, '', token, `Basic ${token}`, `Bearer ${token}x`, `Bearer ${token} x`, 'Bearer undefined']
    for (const Authorization of wrong) {
      const headers = { ...UPLOAD, ...(Authorization !== undefined && { Authorization }) }
      expect((await host.request({ method: 'PUT', path: '/upload', headers, body: 'a,b\n' })).status).toBe(401)
    }
    expect(
      (await host.request({ method: 'PUT', path: `/upload?token=${token}`, headers: UPLOAD, body: 'a' })).status,
    ).toBe(405)
  })

  it('takes uploads by PUT as octets only: a form of another site cannot send that', async () => {
    const host = await openHost()
    const headers = { ...UPLOAD, Authorization: `Bearer ${host.credentials.token}` }
    expect((await host.request({ method: 'POST', path: '/upload', headers, body: 'a' })).status).toBe(405)
    for (const type of [
      'text/plain',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      'application/octet-stream; charset=x',
    ])
      expect(
        (
          await host.request({
            method: 'PUT',
            path: '/upload',
            headers: { ...headers, 'Content-Type': type },
            body: 'a',
          })
        ).status,
      ).toBe(415)
  })

  it('serves what the build listed and nothing else, however the path is written', async () => {
    const host = await openHost()
    expect((await host.request({ path: '/assets/app-1234.js' })).headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    })
    const paths = [
      '/unlisted.txt',
      '/page-files.json',
      '/../project.duckdb',
      '/assets/../unlisted.txt',
      '/%2e%2e/project.duckdb',
      '/..%2fproject.duckdb',
      '/assets/..\\unlisted.txt',
      '//etc/passwd',
      '/assets//app-1234.js',
      '/index.html%00',
      '/INDEX.HTML',
      '/?x',
      '/__proto__',
      '/constructor',
      `http://127.0.0.1:${host.port}/index.html`,
      '*',
    ]
    for (const path of paths) expect([path, (await host.request({ path })).status]).not.toEqual([path, 200])
    for (const method of ['POST', 'DELETE', 'PATCH', 'TRACE']) expect((await host.request({ method })).status).toBe(405)
  })

  it('never writes an upload outside its folder, whatever the name says', async () => {
    const host = await openHost()
    const before = new Set(readdirSync(host.folder))
    const escaped = () => readdirSync(tmpdir()).filter((name) => name.startsWith('escape'))
    const earlier = escaped()
    const headers = { ...UPLOAD, Authorization: `Bearer ${host.credentials.token}` }
    for (const name of [
      '..%2F..%2Fescape.csv',
      '%2Ftmp%2Fescape.csv',
      'C%3A%5Cescape.csv',
      'a%2F..%2F..%2Fescape.csv',
    ]) {
      const { status, body } = await host.request({
        method: 'PUT',
        path: '/upload',
        headers: { ...headers, 'X-File-Name': name },
        body: 'x',
      })
      expect([status, (JSON.parse(body) as { name: string }).name]).toEqual([200, 'escape.csv'])
    }
    for (const name of ['', '..', '%2E%2E', '%00', 'a%0Ab', '%ff', 'x'.repeat(300), '%E2%80%AEvsc.live'])
      expect([
        name,
        (
          await host.request({
            method: 'PUT',
            path: '/upload',
            headers: { ...headers, 'X-File-Name': name },
            body: 'x',
          })
        ).status,
      ]).toEqual([name, 400])
    expect(new Set(readdirSync(host.folder))).toEqual(before)
    expect(escaped()).toEqual(earlier)
  })

  it('keeps uploads where no other user of the machine can read them, and removes them at the end', async () => {
    // A temporary folder of our own: hosts of other tests make theirs meanwhile.
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporaryFolder())
    onTestFinished(() => void vi.unstubAllEnvs())
    const uploadFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('parity-uploads-'))
    const host = await openHost()
    const [folder = ''] = uploadFolders()
    expect(statSync(join(tmpdir(), folder)).mode & 0o777).toBe(0o700)
    await host.request({
      method: 'PUT',
      path: '/upload',
      headers: { ...UPLOAD, Authorization: `Bearer ${host.credentials.token}` },
      body: 'secret',
    })
    const [file = ''] = readdirSync(join(tmpdir(), folder))
    expect(statSync(join(tmpdir(), folder, file)).mode & 0o777).toBe(0o600)
    await host.close()
    expect(uploadFolders()).not.toContain(folder)
  })

  it('stops a body that is too large, announced or not, and keeps nothing of it', async () => {
    const host = await openHost({ limits: { uploadBytes: 1000 } })
    const headers = { ...UPLOAD, Authorization: `Bearer ${host.credentials.token}` }
    expect((await host.request({ method: 'PUT', path: '/upload', headers, body: 'x'.repeat(1001) })).status).toBe(413)
    const chunked = (chunk: string, times: number) => {
      const lines = Object.entries({ ...headers, 'Transfer-Encoding': 'chunked' }).map(
        ([name, value]) => `${name}: ${value}`,
      )
      const body = `${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(times)
      return host.raw(
        `PUT /upload HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n${lines.join('\r\n')}\r\n\r\n${body}0\r\n\r\n`,
      )
    }
    expect(await chunked('x'.repeat(1001), 1)).toMatch(/^HTTP\/1\.1 413/)
    // Far more than that may be cut off before the answer is read.
    expect(await chunked('x'.repeat(2000), 500)).not.toMatch(/^HTTP\/1\.1 200/)
    const exact = await host.request({ method: 'PUT', path: '/upload', headers, body: 'x'.repeat(1000) })
    expect(JSON.parse(exact.body)).toMatchObject({ name: 'live.csv', bytes: 1000 })
  })

  it('hangs up on a page that sends a message larger than any call', async () => {
    const host = await openHost({ limits: { messageBytes: 10_000 } })
    const page = host.socket(host.credentials.token)
    await new Promise((resolve) => page.once('message', resolve))
    page.send('x'.repeat(10_001))
    // 1009 is WebSocket's "message too big".
    expect(await endOf(page)).toBe(1009)
  })

  it('survives garbage on the socket and still answers', async () => {
    const host = await openHost()
    const noise = [
      Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)),
      'GET / HTTP/9.9\r\n\r\n',
      'GET /\r\n\r\n',
      '\r\n\r\n\r\n\r\n',
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
      `GET /engine HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\u0000\u0001\u0002`,
    ]
    for (const bytes of noise) expect(await host.raw(bytes, 500)).not.toMatch(/^HTTP\/1\.1 (200|101)/)
    expect((await host.request({})).status).toBe(200)
  })

  it('hangs up on a page whose frames are no messages, and serves the next', async () => {
    const host = await openHost()
    const page = host.socket(host.credentials.token)
    await new Promise((resolve) => page.once('message', resolve))
    page.send(Buffer.from([255, 255, 255, 255, 1]))
    expect(await endOf(page)).toBe(4410)
    await expect((await host.page()).call('project.info', {})).resolves.toBeDefined()
  })

  it('bounds pages, connections and the rate of requests', async () => {
    const host = await openHost({ limits: { pages: 2, connections: 6, burst: 40, perSecond: 0 } })
    await host.page()
    await host.page()
    expect(await endOf(host.socket(host.credentials.token))).toBe(503)
    const idle = Array.from({ length: 4 }, () => connect(host.port, '127.0.0.1'))
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
    // Two pages and four idle sockets are six: the seventh is cut off unanswered.
    expect(await host.raw('GET / HTTP/1.1\r\n\r\n', 1000)).toBe('')
    for (const socket of idle) socket.destroy()
    // The host hears of their end in its own time; until then it cuts off, and counts no request.
    await expect.poll(async () => (await host.request({})).status).toBe(200)
    const statuses: number[] = []
    for (let count = 0; count < 45; count += 1) statuses.push((await host.request({})).status)
    expect(statuses.at(0)).toBe(200)
    expect(statuses.at(-1)).toBe(429)
  })

  it('listens on the loopback address and no other', async () => {
    const host = await openHost()
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
    const reaches = (address: string) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ port: host.port, host: address, timeout: 2000 })
        socket
          .once('connect', () => resolve(true))
          .once('error', () => resolve(false))
          .once('timeout', () => resolve(false))
        socket.once('close', () => socket.destroy())
      })
    expect(await reaches('127.0.0.1')).toBe(true)
    for (const { address } of others) expect([address, await reaches(address)]).toEqual([address, false])
    expect(await reaches('127.0.0.2')).toBe(false)
  })
})

describe('what a page proves itself with', () => {
  it('has 32 random bytes, new at every start', () => {
    const [one, other] = [new Credentials().token, new Credentials().token]
    expect(Buffer.from(one, 'base64url')).toHaveLength(32)
    expect(one).not.toBe(other)
  })

  it('takes a ticket once and within a minute, and only the last one', () => {
    let now = 0
    const credentials = new Credentials(() => now)
    const first = credentials.issueTicket()
    const second = credentials.issueTicket()
    expect(credentials.admits(first)).toBe(false)
    expect(credentials.admits(second)).toBe(true)
    expect(credentials.admits(second)).toBe(false)
    const late = credentials.issueTicket()
    now = 60_001
    expect(credentials.admits(late)).toBe(false)
    expect(credentials.isToken(credentials.issueTicket())).toBe(false)
  })

  it('gives a page that came with a ticket the token for its next visit', async () => {
    const host = await openHost()
    const page = host.socket(host.credentials.issueTicket())
    const greeting = await new Promise<Buffer>((resolve) => page.once('message', (data) => resolve(data as Buffer)))
    expect(JSON.parse(greeting.toString())).toEqual({ token: host.credentials.token })
  })

  it('refills the rate as time passes', () => {
    let now = 0
    const mayPass = rateLimit({ burst: 2, perSecond: 1 }, () => now)
    expect([mayPass(), mayPass(), mayPass()]).toEqual([true, true, false])
    now = 1000
    expect([mayPass(), mayPass()]).toEqual([true, false])
  })

  it('opens a browser on a desktop, never over ssh or on a headless machine', () => {
    expect(browserCommand('linux', { DISPLAY: ':0' })).toEqual(['xdg-open'])
    expect(browserCommand('linux', {})).toBeNull()
    expect(browserCommand('linux', { DISPLAY: 'localhost:10.0', SSH_CONNECTION: 'a b c d' })).toBeNull()
    expect(browserCommand('darwin', {})).toEqual(['open'])
  })
})
