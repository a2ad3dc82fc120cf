import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { plant, removePlanted, ROOT } from '../support/planted-folder.ts'

/** Runs the project's svelte-check, under the renderer's own compiler options, over one component. */
function checkComponent(source: string): { code: number | null; output: string } {
  folder = plant({
    'tsconfig.json': JSON.stringify({ extends: '../../src/renderer/tsconfig.json', include: ['.'] }),
    'Canary.svelte': source,
  })
  const script = join(ROOT, 'node_modules/svelte-check/bin/svelte-check')
  const args = [
    '--workspace',
    folder,
    '--tsconfig',
    join(folder, 'tsconfig.json'),
    '--fail-on-warnings',
    '--output',
    'machine',
  ]
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: ROOT, encoding: 'utf8' })
  return { code: status, output: stdout + stderr }
}
let folder = ''

describe('svelte-check', () => {
  afterEach(() => {
    removePlanted(folder)
  })

  it('passes a component without errors', () => {
    const { code, output } = checkComponent(
      '<script lang="ts">\n  let count: number = $state(1)\n</script>\n<p>{count}</p>\n',
    )
    expect(output).toMatch(/COMPLETED \d+ FILES 0 ERRORS 0 WARNINGS/)
    expect(code).toBe(0)
  })

  it('fails on a type error, so a silent pass over no files would show', () => {
    const { code, output } = checkComponent(
      '<script lang="ts">\n  let count: number = $state("one")\n</script>\n<p>{count}</p>\n',
    )
    expect(output).toContain('Canary.svelte')
    expect(output).toContain("Type 'string' is not assignable to type 'number'")
    expect(code).toBe(1)
  })

  it('fails on an unchecked index, which only the project options catch', () => {
    const { code, output } = checkComponent(
      '<script lang="ts">\n  const first: number = [1][0]\n</script>\n<p>{first}</p>\n',
    )
    expect(output).toContain('undefined')
    expect(code).toBe(1)
  })

  it('fails on a warning', () => {
    const { code, output } = checkComponent('<img src="chart.png">\n')
    expect(output).toContain('alt')
    expect(code).toBe(1)
  })
})
