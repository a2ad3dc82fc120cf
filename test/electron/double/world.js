/**
 * Runs in the isolated world of each page of the double, before the preload: gives it `require('electron')` as a sandboxed
 * preload has it. The host's side is `__ipc`, a binding; it calls back through `__deliver`. Bytes cross as base64.
 */
;(() => {
  const toText = (value) =>
    JSON.stringify(value, (_key, item) => {
      if (!ArrayBuffer.isView(item)) return item
      const bytes = new Uint8Array(item.buffer, item.byteOffset, item.byteLength)
      let binary = ''
      for (let start = 0; start < bytes.length; start += 32768)
        binary += String.fromCharCode(...bytes.subarray(start, start + 32768))
      return { $bytes: btoa(binary) }
    })
  const fromText = (text) =>
    JSON.parse(text, (_key, item) =>
      item !== null && typeof item === 'object' && '$bytes' in item
        ? Uint8Array.from(atob(item.$bytes), (character) => character.charCodeAt(0))
        : item,
    )

  const listeners = new Map()
  const ports = new Map()
  const files = (globalThis.__files = [])
  const send = (message) => globalThis.__ipc(toText(message))

  const ipcRenderer = {
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    },
    send: (channel, ...args) => send({ kind: 'send', channel, args }),
  }
  const webUtils = {
    getPathForFile(file) {
      if (!(file instanceof File)) throw new TypeError('getPathForFile takes a File')
      // The path is asked of Chromium on the way out; see findPaths in display.ts.
      return `\0file:${files.push(file) - 1}`
    },
  }

  const openPort = (id) => {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port2)
    port2.onmessage = ({ data }) => send({ kind: 'port', id, message: data })
    return port1
  }
  globalThis.__deliver = (text) => {
    const message = fromText(text)
    if (message.kind === 'event')
      for (const listener of listeners.get(message.channel) ?? [])
        listener({ ports: message.ports.map(openPort) }, ...message.args)
    if (message.kind === 'port') ports.get(message.id)?.postMessage(message.message)
    // A page's port of Electron does not hear of the other end's end, so this one does not either.
    if (message.kind === 'close') ports.delete(message.id)
  }
  globalThis.require = (name) => {
    if (name === 'electron') return { ipcRenderer, webUtils }
    throw new Error(`module not found: ${name}`)
  }
})()
