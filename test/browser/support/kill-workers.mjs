// Loaded into the engine before anything else: ends every worker thread when the file PARITY_TEST_KILL names appears.
import { existsSync, rmSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const workers = new Set()
const order = process.env['PARITY_TEST_KILL']

if (isMainThread && order !== undefined) {
  process.on('worker', (worker) => {
    workers.add(worker)
    worker.once('exit', () => workers.delete(worker))
  })
  setInterval(() => {
    if (workers.size === 0 || !existsSync(order)) return
    rmSync(order)
    for (const worker of workers) void worker.terminate()
  }, 50).unref()
}
