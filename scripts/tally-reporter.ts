import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** How a test run ended, as the tally reporter writes it. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Names the environment variable that says where {@link TallyReporter} writes its {@link Tally}. */
export const TALLY_FILE = 'PARITY_TALLY_FILE'

/** A vitest reporter that prints why each skipped test was skipped, and leaves the counts in a file for the script that started the run. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const skipped = tests.filter((test) => test.result().state === 'skipped')
    for (const test of skipped) console.log(`skipped: ${test.fullName}: ${reasonOf(test)}`)
    // A file that cannot be loaded, or a hook that throws, fails without any test of it failing.
    const broken = modules.filter(
      (module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length,
    )
    const tally: Tally = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      failed: tests.filter((test) => test.result().state === 'failed').length + broken.length + unhandledErrors.length,
      skipped: skipped.length,
    }
    const file = process.env[TALLY_FILE]
    if (file !== undefined) writeFileSync(file, JSON.stringify(tally))
  }
}

function reasonOf(test: TestCase): string {
  const result = test.result()
  return (result.state === 'skipped' && result.note) || 'its file says why above'
}
