import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { PAGE_POLICY } from '#main/hosts/browser/headers.ts'
import { describeRunning } from './support/describe-desktop.ts'
import { call, connect, violations } from './support/page-client.ts'
import { untilSome } from './support/until.ts'

describeRunning('the walls around the page', (running) => {
  it('serves the page with the one policy, exactly', async () => {
    const { page } = running()
    const response = await page.reload()
    expect(response?.headers()['content-security-policy']).toBe(PAGE_POLICY)
    expect(response?.headers()['x-content-type-options']).toBe('nosniff')
    await connect(page)
  })

  it('gives the page nothing of Node or Electron', async () => {
    const { page } = running()
    const seen = await page.evaluate(() =>
      ['require', 'process', 'module', 'ipcRenderer', 'electron', '__ipc'].filter((name) => name in globalThis),
    )
    expect(seen).toEqual([])
  })

  it('lets the page go nowhere and open nothing', async () => {
    const { desktop, page } = running()
    const shown = desktop.pageCount()
    await page.evaluate(() => {
      const page = globalThis as unknown as { open(url: string): void; location: { href: string } }
      page.open('https://example.com/')
      page.location.href = 'https://example.com/'
    })
    await page.evaluate(
      "Object.assign(document.createElement('a'), { href: 'https://example.com/', target: '_blank' }).click()",
    )
    await untilSome('pop-ups are closed', () => desktop.pageCount() === shown)
    expect(page.url()).toContain('parity/index.html')
    expect(await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1)
  })

  it('lets the page load itself again', async () => {
    const { page } = running()
    await Promise.all([page.waitForEvent('load'), page.evaluate('location.reload()').catch(() => undefined)])
    await connect(page)
    expect(await call(page, 'project.info', {})).toMatchObject({ safe_mode: false })
  })

  it('denies permissions but the two the page needs', async () => {
    const { page } = running()
    const states = await page.evaluate(
      `Promise.all(['geolocation', 'notifications', 'midi', 'camera', 'clipboard-write'].map(async (name) => [name, (await navigator.permissions.query({ name })).state]))`,
    )
    expect(Object.fromEntries(states as [string, string][])).toEqual({
      geolocation: 'denied',
      notifications: 'denied',
      midi: 'denied',
      camera: 'denied',
      'clipboard-write': 'granted',
    })
  })

  it('runs no inline script, no eval, and loads nothing from elsewhere', async () => {
    const { page } = running()
    await page.evaluate(`{
      const script = document.createElement('script'); script.textContent = 'window.ran = 1'; document.head.append(script)
      const image = new Image(); image.src = 'https://example.com/a.png'
      const frame = document.createElement('iframe'); frame.src = 'https://example.com/'; document.body.append(frame)
      fetch('https://example.com/').catch(() => 0)
      new Function
    }`)
    for (const stopped of [
      'script-src-elem inline',
      'script-src eval',
      'img-src https:',
      'frame-src https:',
      'connect-src https:',
    ])
      await untilSome(`the policy stops ${stopped}`, async () =>
        (await violations(page)).some((one) => one.startsWith(stopped)),
      )
    expect(await page.evaluate("'ran' in window")).toBe(false)
    await page.reload()
    await connect(page)
  })

  it('reaches no network from a window, nor from the main process', async () => {
    const { desktop } = running()
    let hits = 0
    const server = createServer((_request, response) => response.end(String((hits += 1)))).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const loaded = await desktop.main(async ({ BrowserWindow, session }, address) => {
      const window = new BrowserWindow({ show: false, webPreferences: { session: session.fromPartition('parity') } })
      const outcome = await window.loadURL(address).then(
        () => 'loaded',
        () => 'refused',
      )
      window.destroy()
      return outcome
    }, url)
    expect(loaded).toBe('refused')
    const fetched = await desktop.main((_electron, address) => {
      try {
        void fetch(address)
        return 'sent'
      } catch (error) {
        return String(error)
      }
    }, url)
    expect(fetched).toContain('never uses the network')
    server.close()
    expect(hits).toBe(0)
  })

  it('throws where Electron throws', async () => {
    const { desktop } = running()
    const thrown = await desktop.main(({ app, ipcMain, MessageChannelMain, BrowserWindow, protocol, session }) => {
      const said = (act: () => unknown) => {
        try {
          act()
          return 'nothing'
        } catch (error) {
          return String(error)
        }
      }
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      ipcMain.handle('parity:twice', () => null)
      return {
        sandboxAfterReady: said(() => app.enableSandbox()),
        schemesAfterReady: said(() => protocol.registerSchemesAsPrivileged([])),
        schemeTwice: said(() => session.fromPartition('parity').protocol.handle('app', () => new Response())),
        handlerTwice: said(() => ipcMain.handle('parity:twice', () => null)),
        bufferAsPort: said(() => contents?.postMessage('x', null, [new ArrayBuffer(8)] as never)),
        sharedMemory: said(() =>
          new MessageChannelMain().port1.postMessage(new Float64Array(new SharedArrayBuffer(8))),
        ),
      }
    }, null)
    expect(thrown.sandboxAfterReady).toContain('before app is ready')
    expect(thrown.schemesAfterReady).toContain('before app is ready')
    expect(thrown.schemeTwice).toContain('Failed to register protocol')
    expect(thrown.handlerTwice).toContain("second handler for 'parity:twice'")
    expect(thrown.bufferAsPort).toMatch(/TypeError/)
    expect(thrown.sharedMemory).toContain('could not be cloned')
  })
})
