import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ChannelDouble, PortDouble } from './double/message-port.ts'
import { MenuDouble } from './double/menu.ts'

const REGISTER = fileURLToPath(new URL('./double/register.ts', import.meta.url))
const TOO_EARLY = fileURLToPath(new URL('./fixtures/too-early.ts', import.meta.url))

describe('the double of Electron', () => {
  it('refuses before ready what Electron refuses before ready', async () => {
    const child = fork(TOO_EARLY, [], {
      execArgv: ['--disable-warning=ExperimentalWarning', '--import', REGISTER],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
    await once(child, 'close')
    const said = JSON.parse(output) as Record<string, string>
    expect(said).toEqual({
      window: 'Error: Cannot create BrowserWindow before app is ready',
      session: 'Error: Session can only be received when app is ready',
      screen: "Error: The 'screen' module can't be used before the app 'ready' event",
      dialog: 'Error: dialog module can only be used after app is ready',
      utility: 'Error: utilityProcess cannot be created before app is ready.',
    })
  })

  it('keeps what is posted to a port until the port is started', async () => {
    const { port1, port2 } = new ChannelDouble()
    const heard: unknown[] = []
    port2.on('message', ({ data }: { data: unknown }) => heard.push(data))
    port1.postMessage('early')
    await new Promise(setImmediate)
    expect(heard).toEqual([])
    port2.start()
    port1.postMessage('late')
    await expect.poll(() => heard.length).toBe(2)
    expect(heard).toEqual(['early', 'late'])
  })

  it('closes both ends of a channel, each saying so once', async () => {
    const { port1, port2 } = new ChannelDouble()
    let ends = 0
    for (const port of [port1, port2]) port.on('close', () => (ends += 1))
    port1.close()
    port2.close()
    await expect.poll(() => ends).toBe(2)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(ends).toBe(2)
  })

  it('copies what is posted, so that a later change of the original is not seen', async () => {
    const { port1, port2 } = new ChannelDouble()
    const message = { rows: 1 }
    const heard = once(port2, 'message') as Promise<[{ data: unknown }]>
    port2.start()
    port1.postMessage(message)
    message.rows = 2
    const [{ data }] = await heard
    expect(data).toEqual({ rows: 1 })
  })

  it('transfers ports only, and shares no memory', () => {
    const port = new PortDouble()
    expect(() => port.postMessage(null, [new ArrayBuffer(1)])).toThrow('Port at index 0 is not a valid port')
    expect(() => port.postMessage({ deep: [new Uint8Array(new SharedArrayBuffer(1))] })).toThrow('could not be cloned')
  })

  it('refuses keys that Electron would not understand in a menu', () => {
    expect(() => MenuDouble.buildFromTemplate([{ label: 'Open', accelerator: 'Strg+O' }])).toThrow(
      'No such accelerator',
    )
    expect(MenuDouble.buildFromTemplate([{ label: 'Open', accelerator: 'CmdOrCtrl+Shift+O' }]).items).toHaveLength(1)
  })
})
