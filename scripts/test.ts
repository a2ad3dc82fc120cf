import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listChecks, runChecks } from './checks.ts'
import { provideChromium } from './chromium.ts'
import { TALLY_FILE, type Tally } from './tally-reporter.ts'
import { commandOf, ROOT, runTool } from './tool.ts'

/** Builds the programs as users get them. Runs alone: the walls and tests that read out/ come after it. */
const BUILD = {
  name: 'build',
  rule: 'electron-vite builds every program',
  script: commandOf('electron-vite'),
  args: ['build', '--logLevel', 'warn'],
}

async function runTests(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'parity-tally-'))
  const file = join(folder, 'tally.json')
  process.env[TALLY_FILE] = file
  try {
    const reporters = ['--reporter', 'default', '--reporter', './scripts/tally-reporter.ts']
    const { code } = await runTool(commandOf('vitest'), ['run', ...reporters], { show: true })
    const tally = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Tally)
      : { passed: 0, failed: 1, skipped: 0 }
    return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function testAll(): Promise<boolean> {
  if (existsSync(join(ROOT, 'test/browser'))) process.env['CHROMIUM'] = provideChromium() ?? ''
  console.log('Checks (each counts as one test):')
  const checks = await runChecks(listChecks())
  const build = await runChecks([BUILD])
  const tests = await runTests()
  const passed = checks.passed + build.passed + tests.passed
  const failed = checks.failed + build.failed + tests.failed
  if (tests.skipped > 0) console.log(`${tests.skipped} skipped, for the reasons printed above`)
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0
}

try {
  process.exitCode = (await testAll()) ? 0 : 1
} catch (error) {
  console.error(error)
  console.log('0 passed, 1 failed')
  process.exitCode = 1
}
