import { join } from 'node:path'
import { build } from 'vite'
import { ROOT, runTool } from './tool.ts'

const FOLDER = join(ROOT, '.parity/bench')

await build({
  configFile: false,
  root: ROOT,
  logLevel: 'warn',
  build: { ssr: join(ROOT, 'test/bench/main.ts'), outDir: FOLDER, emptyOutDir: true, minify: false },
})
const { code } = await runTool(join(FOLDER, 'main.js'), process.argv.slice(2), { show: true })
process.exit(code)
