/**
 * Starts a packed desktop, looks into its window, and ends it: `node scripts/smoke-desktop.mjs PROGRAM`. The fuses close
 * Node's inspector in a packed program, so the window is reached through Chromium's own debugging port, on this machine only.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const [program, address = 'app://parity/'] = process.argv.slice(2)
const WITHIN_MS = 60_000
/** What must come to hold in the window, in this order; the engine has answered when a screen stands. */
const STEPS = [
  ['the first screen stands', `document.querySelector('[data-screen]') !== null`],
  ['no script reaches Node', `typeof require === 'undefined' && typeof process === 'undefined'`],
  [
    'the sample is asked for',
    `(() => { const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Open the sample'); button?.click(); return button !== undefined })()`,
  ],
  [
    'the sample is reviewed',
    `location.hash.startsWith('#/parity') && document.querySelector('figure[data-drawn=true]') !== null`,
  ],
]

/** Returns the first value of `look` that is neither null nor false; throws what was waited for. */
async function until(what, look) {
  for (const end = Date.now() + WITHIN_MS; Date.now() < end; await wait(200)) {
    const found = await look()
    if (found !== null && found !== false) return found
  }
  throw new Error(`Waited in vain until ${what}.`)
}

/** Returns a function that evaluates an expression in the window. */
async function openWindow(folder) {
  const portFile = join(folder, 'DevToolsActivePort')
  const port = await until(
    'the debugging port is open',
    () => existsSync(portFile) && readFileSync(portFile, 'utf8').split('\n')[0],
  )
  const target = await until('the window is there', async () => {
    const targets = await (await fetch(`http://127.0.0.1:${port}/json`)).json()
    return targets.find(({ type, url }) => type === 'page' && url.startsWith(address)) ?? null
  })
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  const waiting = new Map()
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(data)
    waiting.get(id)?.(result?.result?.value ?? null)
  }
  return (expression) =>
    new Promise((resolve) => {
      const id = waiting.size + 1
      waiting.set(id, resolve)
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }))
    })
}

const folder = mkdtempSync(join(tmpdir(), 'parity-smoke-'))
const child = spawn(program, [`--user-data-dir=${folder}`, '--remote-debugging-port=0'], { stdio: 'inherit' })
const ended = new Promise((resolve) => child.once('exit', resolve))
try {
  const failed = new Promise((_, reject) => child.once('error', reject))
  const evaluate = await Promise.race([openWindow(folder), failed])
  for (const [what, expression] of STEPS) {
    await until(what, () => evaluate(expression))
    console.log(`ok ${what}`)
  }
} finally {
  child.kill()
  await Promise.race([ended, wait(10_000)])
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
process.exit(0)
