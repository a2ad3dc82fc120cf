import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '..')

/** What a finished tool left behind: `output` is stdout and stderr in the order they came. */
export interface ToolResult {
  readonly code: number
  readonly output: string
  readonly seconds: number
}

/** Returns the script behind a package's command, so that it runs under this very Node on every system, without a shell. */
export function commandOf(packageName: string, command = packageName): string {
  const folder = join(ROOT, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>
  }
  const script = typeof bin === 'string' ? bin : bin[command]
  if (script === undefined) throw new Error(`The package ${packageName} has no command ${command}.`)
  return join(folder, script)
}

/** Runs a package's command to its end and collects what it printed; with `show` it prints as it goes instead. */
export function runTool(script: string, args: readonly string[], { show = false } = {}): Promise<ToolResult> {
  const began = performance.now()
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (text: string) => (output += text)
  child.stdout?.setEncoding('utf8').on('data', collect)
  child.stderr?.setEncoding('utf8').on('data', collect)
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => done({ code: code ?? 1, output, seconds: (performance.now() - began) / 1000 }))
  })
}
