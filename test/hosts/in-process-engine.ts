import { EventEmitter } from 'node:events'
import { runEngine } from '#main/hosts/engine/run-engine.ts'
import type { FromEngine, ToEngine } from '#main/hosts/engine/messages.ts'
import type { EngineProcess } from '#main/hosts/supervisor.ts'

/** Runs the real engine entry inside the test's process, its messages cloned as between processes. `kill` only cuts the line. */
export function inProcessEngine(): EngineProcess {
  const line = new EventEmitter()
  let isOver = false
  const end = () => {
    if (isOver) return
    isOver = true
    line.emit('exit', 'ended')
  }
  const pass = (event: string, message: unknown) => {
    const copy: unknown = structuredClone(message)
    setImmediate(() => isOver || line.emit(event, copy))
  }
  runEngine(
    {
      post: (message) => pass('from', message),
      onMessage: (listener) => line.on('to', (message: ToEngine) => listener(message, [])),
      onGone: (listener) => line.on('gone', listener),
    },
    () => setImmediate(end),
  )
  return {
    pid: undefined,
    post: (message) => pass('to', message),
    onMessage: (listener) => line.on('from', (message: FromEngine) => listener(message)),
    onExit: (listener) => line.on('exit', listener),
    kill: () => {
      line.emit('gone')
      end()
    },
  }
}
