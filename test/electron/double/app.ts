import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type Electron from 'electron'
import { BrowserWindowDouble, windowEvents } from './browser-window.ts'
import { emitPreventable } from './preventable.ts'
import { becomeReady, beforeReady } from './runtime.ts'
import { utilities } from './utility-process.ts'

const { promise: ready, resolve: setReady } = Promise.withResolvers<undefined>()
const paths = new Map<string, string>([
  ['userData', join(tmpdir(), `parity-double-${process.pid}`)],
  ['documents', homedir()],
])
const events = new EventEmitter()
const recentDocuments: string[] = []
let isQuitting = false

const commandLine = {
  appendSwitch(name) {
    beforeReady(`the switch ${name} comes too late: app is ready`)
  },
  getSwitchValue: (name) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
} satisfies Pick<Electron.CommandLine, 'appendSwitch' | 'getSwitchValue'>

const methods = {
  isPackaged: false,
  enableSandbox: () => beforeReady('app.enableSandbox() can only be called before app is ready'),
  requestSingleInstanceLock: () => true,
  whenReady: () => ready,
  getVersion: () => '0.0.0',
  getPath(name) {
    const path = paths.get(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  },
  setPath(name, path) {
    mkdirSync(path, { recursive: true })
    paths.set(name, path)
  },
  addRecentDocument: (path) => void recentDocuments.push(path),
  getAppMetrics: () => [...utilities].flatMap(({ pid, name }) => (pid === undefined ? [] : [metric(pid, name)])),
  quit() {
    events.emit('before-quit', { preventDefault: () => undefined })
    isQuitting = true
    for (const window of BrowserWindowDouble.getAllWindows()) window.close()
    isQuitting = false
    if (BrowserWindowDouble.getAllWindows().length > 0) return
    if (!emitPreventable(events, 'will-quit')) methods.exit(0)
  },
  exit(code = 0) {
    for (const child of utilities) child.kill()
    process.exit(code)
  },
} satisfies Pick<
  Electron.App,
  | 'isPackaged'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'getVersion'
  | 'getPath'
  | 'setPath'
  | 'addRecentDocument'
  | 'getAppMetrics'
  | 'quit'
  | 'exit'
> & { whenReady(): Promise<unknown> }

function metric(pid: number, name: string): Electron.ProcessMetric {
  const cpu = { percentCPUUsage: 0, idleWakeupsPerSecond: 0 }
  const memory = { workingSetSize: 0, peakWorkingSetSize: 0 }
  return { pid, name, type: 'Utility', creationTime: 0, cpu, memory }
}

export const app = Object.assign(events, methods, { commandLine })

windowEvents.on('contents', (contents) => app.emit('web-contents-created', {}, contents))
windowEvents.on('closed', () => {
  // Electron is silent about it while it quits.
  if (!isQuitting && BrowserWindowDouble.getAllWindows().length === 0) app.emit('window-all-closed')
})

setImmediate(() => {
  becomeReady()
  app.emit('ready')
  setReady(undefined)
})
