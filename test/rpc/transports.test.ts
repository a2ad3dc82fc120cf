import { once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import { WebSocketServer, type WebSocket as ServedSocket } from 'ws'
import { inProcessChannels } from '#main/rpc/in-process.ts'
import { emitterPortChannel, eventPortChannel, type EmitterPort, type EventPort } from '#shared/wire-port.ts'
import { socketChannel } from '#shared/wire-socket.ts'
import { describeContract } from './contract-suite.ts'

describeContract('one process', () => {
  const [engine, page] = inProcessChannels()
  return Promise.resolve({ engine, page })
})

describeContract('a MessagePort as pages have it', () => {
  const { port1, port2 } = new MessageChannel()
  return Promise.resolve({
    engine: eventPortChannel(port1 as unknown as EventPort),
    page: eventPortChannel(port2 as unknown as EventPort),
  })
})

/** Electron's main-process port: an emitter whose message event carries `data`. Node's gives the data itself. */
function asElectronPort(port: MessagePort): EmitterPort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: string, listener: (event: { data: unknown }) => void) =>
      event === 'message'
        ? port.on('message', (data: unknown) => listener({ data }))
        : port.on('close', () => listener({ data: null })),
    start: () => port.start(),
    close: () => port.close(),
  }
}

describeContract("a MessagePort as Electron's main process has it", () => {
  const { port1, port2 } = new MessageChannel()
  return Promise.resolve({
    engine: emitterPortChannel(asElectronPort(port1)),
    page: eventPortChannel(port2 as unknown as EventPort),
  })
})

describeContract('a WebSocket', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  onTestFinished(() => {
    server.close()
  })
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const client = new WebSocket(`ws://127.0.0.1:${port}`)
  const [[served]] = (await Promise.all([once(server, 'connection'), once(client, 'open')])) as unknown as [
    [ServedSocket],
    unknown,
  ]
  return { engine: socketChannel(served), page: socketChannel(client) }
})
