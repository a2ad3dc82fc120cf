import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const has = (folder: string) => existsSync(resolve(import.meta.dirname, folder))

/** Limits end what hangs; they judge no speed. A test takes seconds here: a machine three times slower and busy takes a minute or two. */
const limits = { testTimeout: 120_000, hookTimeout: 240_000, expect: { poll: { timeout: 30_000 } } }

const node: TestProjectConfiguration = {
  test: {
    name: 'node',
    include: ['test/**/*.test.ts'],
    exclude: ['test/renderer/**'],
    environment: 'node',
    ...limits,
    // Node 22 warns of node:sqlite, which works there.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
}

const jsdom: TestProjectConfiguration = {
  plugins: [svelte()],
  resolve: { conditions: ['browser'] },
  test: {
    name: 'jsdom',
    include: ['test/renderer/**/*.test.ts'],
    environment: 'jsdom',
    ...limits,
  },
}

export default defineConfig({
  test: {
    projects: has('test/renderer') ? [node, jsdom] : [node],
    allowOnly: false,
    passWithNoTests: false,
  },
})
