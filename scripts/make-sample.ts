import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Makes the sample project, out/sample.parity, by the program just built, while the rest of the build goes on. `start` joins
 * the build of the programs, `finish` the last one. Made anew only when the programs differ. Without it, as after a failure
 * here, which is said, the workbench loads the sample itself, two seconds slower.
 */
export function makeSample(out: string): { readonly start: Plugin; readonly finish: Plugin } {
  let making: Promise<void> = Promise.resolve()
  const hook = (name: string, closeBundle: () => Promise<void> | void): Plugin => ({
    name,
    apply: 'build',
    enforce: 'post',
    closeBundle,
  })
  return {
    start: hook('sample-start', () => {
      making = makeProject(out)
    }),
    finish: hook('sample-finish', () => making),
  }
}

async function makeProject(out: string): Promise<void> {
  const [project, keyFile, program] = [join(out, 'sample.parity'), join(out, 'sample.key'), join(out, 'main/cli.js')]
  const key = keyOf(join(out, 'main'))
  if (existsSync(project) && existsSync(keyFile) && readFileSync(keyFile, 'utf8') === key) return
  // Two builds at once must not open one file; whole or not at all, the last one's stays.
  const making = `${project}.${process.pid}`
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, 'sample', '--project', making],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code === 0) {
    renameSync(making, project)
    writeFileSync(keyFile, key)
    return
  }
  for (const file of [making, `${making}.wal`, keyFile, project]) rmSync(file, { force: true })
  console.warn(`The sample project was not made (exit ${code ?? 'by a signal'}); the workbench will load it itself.`)
}

/** Names and content of the programs, in one hash. */
function keyOf(programs: string): string {
  const hash = createHash('sha256')
  for (const name of globSync('**/*.js', { cwd: programs }).sort())
    hash.update(name).update(readFileSync(join(programs, name)))
  return hash.digest('hex')
}
