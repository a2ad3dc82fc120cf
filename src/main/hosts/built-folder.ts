import { basename, dirname, join } from 'node:path'

const HERE = import.meta.dirname
const PROGRAMS = basename(HERE) === 'chunks' ? dirname(HERE) : HERE

/** Where the build put things, as seen from the running program, which stands in out/main or out/main/chunks. */
export const BUILT = {
  engine: join(PROGRAMS, 'engine.js'),
  page: join(PROGRAMS, '..', 'renderer'),
  /** The sample project, loaded and reviewed; made at the end of a build. */
  sample: join(PROGRAMS, '..', 'sample.parity'),
} as const
