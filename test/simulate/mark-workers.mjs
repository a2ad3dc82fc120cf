// Loaded into the batch command before anything else: writes the file PARITY_TEST_MARK names when a worker thread runs.
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const mark = process.env['PARITY_TEST_MARK']
if (isMainThread && mark !== undefined)
  process.on('worker', (worker) => worker.once('online', () => writeFileSync(mark, '')))
