/** Runs in the page; page-client.ts says what it is for. Frames are text: no method the spec calls answers with columns. */
;(() => {
  const waiting = new Map()
  const asked = new Map()
  let port = null
  let takePort = null
  let lastId = 1_000_000
  const client = {
    handed: [],
    told: [],
    violations: [],
    connect: () =>
      new Promise((resolve) => {
        takePort = resolve
        window.postMessage({ type: 'parity:connect' }, location.origin)
      }),
    call: (method, params) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        port?.postMessage(JSON.stringify({ type: 'call', id, method, params }))
      }),
    ask: (ask) =>
      new Promise((resolve) => {
        const id = ++lastId
        asked.set(id, resolve)
        window.postMessage({ type: 'parity:ask', id, ask }, location.origin)
      }),
  }
  const receive = ({ data }) => {
    const frame = JSON.parse(data)
    if (frame.type === 'progress') return
    const call = waiting.get(frame.id)
    waiting.delete(frame.id)
    if (frame.type === 'reply') call?.resolve(frame.result)
    else call?.reject(new Error(`${frame.error.code}: ${frame.error.message}`))
  }
  const hear = (event) => {
    const { data, ports } = event
    if (typeof data?.type !== 'string' || !data.type.startsWith('parity:')) return
    client.told.push({ ...data })
    if (data.type === 'parity:handed') client.handed.push(...data.files)
    if (data.type === 'parity:answer') asked.get(data.id)?.(data.answer)
    if (data.type === 'parity:gone') {
      for (const { reject } of waiting.values()) reject(new Error('ENGINE_GONE: told by the desktop'))
      waiting.clear()
    }
    if (data.type !== 'parity:port' || takePort === null || ports[0] === undefined) return
    // This one is ours: the program must not take it.
    event.stopImmediatePropagation()
    port = ports[0]
    port.onmessage = receive
    takePort()
    takePort = null
  }
  window.addEventListener('message', hear, true)
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    client.violations.push(`${effectiveDirective} ${blockedURI}`)
  })
  window.parityTest = client
})()
