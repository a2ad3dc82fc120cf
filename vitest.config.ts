import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const has = (folder: string) => existsSync(resolve(import.meta.dirname, folder))

const node: TestProjectConfiguration = {
  test: {
    name: 'node',
    include: ['test/**/*.test.ts'],
    exclude: ['test/renderer/**'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
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
    testTimeout: 15_000,
  },
}

export default defineConfig({
  test: {
    projects: has('test/renderer') ? [node, jsdom] : [node],
    allowOnly: false,
    passWithNoTests: false,
  },
})
