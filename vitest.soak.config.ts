import { defineConfig } from 'vitest/config'

/** `npm run soak`: long runs that watch memory, outside the suite. SOAK_RUNS says how many. */
export default defineConfig({
  test: {
    include: ['test/**/*.soak.ts'],
    environment: 'node',
    testTimeout: 4 * 3_600_000,
    hookTimeout: 600_000,
    execArgv: ['--disable-warning=ExperimentalWarning', '--expose-gc'],
  },
})
