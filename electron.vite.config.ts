import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, type UserConfig } from 'electron-vite'
import { listPage } from './scripts/list-page.ts'
import { makeSample } from './scripts/make-sample.ts'
import { preloadFirstScreen } from './scripts/preload-first-screen.ts'

const at = (path: string) => resolve(import.meta.dirname, path)

/** The programs under src/main, by the name of the file each becomes in out/main. */
const PROGRAMS = {
  cli: at('src/main/hosts/cli/main.ts'),
  browser: at('src/main/hosts/browser/main.ts'),
  electron: at('src/main/hosts/electron/main.ts'),
  engine: at('src/main/hosts/engine/main.ts'),
  simulator: at('src/workers/simulator.worker.ts'),
}
const PRELOAD = at('src/preload/index.ts')
const PAGE = at('src/renderer/index.html')

const sample = makeSample(at('out'))

const main: UserConfig['main'] = {
  plugins: [sample.start],
  build: {
    outDir: 'out/main',
    // Pure code goes into the programs: resolving a library's hundred small modules costs a start more than reading them.
    externalizeDeps: {
      exclude: ['zod', 'commander', 'csv-parse', 'smol-toml', 'comlink', 'croner', 'apache-arrow', 'jstat', 'yauzl'],
    },
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(PROGRAMS).filter(([, entry]) => existsSync(entry))),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
}

const preload: UserConfig['preload'] = {
  build: {
    outDir: 'out/preload',
    // A sandboxed preload can load nothing but itself, and only as CommonJS.
    externalizeDeps: false,
    rolldownOptions: { input: { index: PRELOAD }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
  },
}

const renderer: UserConfig['renderer'] = {
  root: at('src/renderer'),
  plugins: [
    svelte(),
    tailwindcss(),
    preloadFirstScreen(['parity/ParityScreen.svelte', 'charts/plotly.ts'], ['inter-latin-wght-normal']),
    listPage(),
    sample.finish,
  ],
  // plotly.js reads `global`, which a page does not have.
  define: { global: 'globalThis' },
  build: {
    outDir: at('out/renderer'),
    minify: true,
    // The page's policy loads fonts and scripts as files only, never as data in a style sheet.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { index: PAGE } },
  },
}

export default defineConfig({
  main,
  ...(existsSync(PRELOAD) && { preload }),
  ...(existsSync(PAGE) && { renderer }),
})
