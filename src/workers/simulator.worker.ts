import { parentPort } from 'node:worker_threads'
import { expose } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { invariant } from '#shared/errors.ts'
import { createSimulator } from './simulator-loop.ts'

invariant(parentPort, 'the simulator runs in a worker thread')
expose(createSimulator(), nodeEndpoint(parentPort))
