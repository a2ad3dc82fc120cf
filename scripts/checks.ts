import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { commandOf, ROOT, runTool } from './tool.ts'

/** One thing that must hold of the source: a name to call it by, the rule in words, and the tool that proves it. */
export interface Check {
  readonly name: string
  readonly rule: string
  readonly script: string
  readonly args: readonly string[]
}

const typescript = (name: string, project: string, rule: string): Check => ({
  name,
  rule,
  script: commandOf('typescript', 'tsc'),
  args: ['--noEmit', '--pretty', 'false', '-p', project],
})

/** Returns the checks that apply to what exists, the slowest first so that two at a time end soonest. */
export function listChecks(): Check[] {
  const hasRenderer = existsSync(join(ROOT, 'src/renderer/index.html'))
  return [
    { name: 'lint', rule: 'eslint finds nothing', script: commandOf('eslint'), args: ['.', '--max-warnings', '0'] },
    typescript('types', '.', 'main, workers, tests and scripts have no type errors'),
    ...(hasRenderer ? [svelteCheck()] : []),
    typescript('types-page', 'test/browser', 'tests that run in or drive the page have no type errors'),
    typescript('types-domain', 'src/domain', 'domain has no type errors, and no Node or DOM'),
    typescript('types-shared', 'src/shared', 'shared has no type errors, and no Node or DOM'),
    typescript('types-preload', 'src/preload', 'preload has no type errors, and the DOM but no Node'),
    {
      name: 'walls',
      rule: 'imports respect the architecture (.dependency-cruiser.js)',
      script: commandOf('dependency-cruiser', 'depcruise'),
      args: ['src', 'test', 'scripts', '--output-type', 'err-long'],
    },
    {
      name: 'unused',
      rule: 'no unused file, export or dependency (knip)',
      script: commandOf('knip'),
      args: ['--no-progress'],
    },
    {
      name: 'format',
      rule: 'files are formatted; `npm run format` does it',
      script: commandOf('prettier'),
      args: ['--check', '--log-level', 'warn', '.'],
    },
  ]
}

function svelteCheck(): Check {
  return {
    name: 'svelte',
    rule: 'components have no type errors and no warnings',
    script: commandOf('svelte-check'),
    args: ['--tsconfig', 'src/renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  }
}

/** Runs the checks two at a time and prints each as it ends, a failed one with all it said. Returns how many passed and failed. */
export async function runChecks(checks: readonly Check[]): Promise<{ passed: number; failed: number }> {
  const waiting = [...checks]
  const failed: string[] = []
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (!(await runCheck(check))) failed.push(check.name)
    }
  }
  await Promise.all([work(), work()])
  if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`)
  return { passed: checks.length - failed.length, failed: failed.length }
}

async function runCheck({ name, rule, script, args }: Check): Promise<boolean> {
  const { code, output, seconds } = await runTool(script, args)
  const verdict = code === 0 ? 'ok    ' : 'FAILED'
  console.log(`${verdict} ${name.padEnd(13)} ${seconds.toFixed(1).padStart(5)} s  ${rule}`)
  if (code !== 0) console.log(`\n${output.trimEnd()}\n`)
  return code === 0
}
