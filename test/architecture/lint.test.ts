import { join } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/planted-folder.ts'

// The planted source is on no disk, so the rules that need types are off; those tested here need none.
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ] as ESLint.Options['overrideConfig'] & object,
})

async function rulesAgainst(source: string, path: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(source, { filePath: join(ROOT, path) })
  return result?.messages.map(({ ruleId }) => ruleId) ?? []
}

const CLOCK_AND_CHANCE = [
  'Date.now()',
  'new Date()',
  'Date()',
  'Math.random()',
  'performance.now()',
  'crypto.randomUUID()',
]

describe('the linter', () => {
  it.each(CLOCK_AND_CHANCE)('refuses %s in domain and engine', async (expression) => {
    const source = `export const now = (): unknown => ${expression}\n`
    expect(await rulesAgainst(source, 'src/domain/parity/planted.ts')).toContain('no-restricted-syntax')
    expect(await rulesAgainst(source, 'src/main/engine/planted.ts')).toContain('no-restricted-syntax')
    expect(await rulesAgainst(source, 'src/main/adapters/planted.ts')).toEqual([])
  })

  it('lets a given instant through in domain', async () => {
    const source = 'export const day = (micros: number): Date => new Date(micros / 1000)\n'
    expect(await rulesAgainst(source, 'src/domain/parity/planted.ts')).toEqual([])
  })

  it('refuses chance imported from node:crypto in the engine', async () => {
    const source = "import { randomUUID } from 'node:crypto'\nexport const id = (): string => randomUUID()\n"
    expect(await rulesAgainst(source, 'src/main/engine/planted.ts')).toContain('no-restricted-imports')
  })

  it.each([
    ['fetch(address)', 'no-restricted-globals'],
    ['new WebSocket(address)', 'no-restricted-globals'],
    ['new XMLHttpRequest()', 'no-restricted-globals'],
    ['globalThis.fetch(address)', 'no-restricted-properties'],
    ['navigator.sendBeacon(address)', 'no-restricted-properties'],
  ])('refuses %s anywhere but where connections are made', async (expression, rule) => {
    const source = `export const call = (address: string): unknown => [address, ${expression}]\n`
    expect(await rulesAgainst(source, 'src/main/engine/planted.ts')).toContain(rule)
    expect(await rulesAgainst(source, 'src/renderer/features/planted.ts')).toContain(rule)
    expect(await rulesAgainst(source, 'src/main/adapters/deliver/planted.ts')).toEqual([])
    expect(await rulesAgainst(source, 'src/renderer/rpc/browser-host.ts')).toEqual([])
  })

  it('refuses default exports in src', async () => {
    expect(await rulesAgainst('export default 1\n', 'src/main/rpc/planted.ts')).toEqual(['no-restricted-syntax'])
  })

  it('refuses a file of more than 400 lines', async () => {
    expect(await rulesAgainst('export {}\n'.repeat(401), 'src/domain/planted.ts')).toContain('max-lines')
    expect(await rulesAgainst('export {}\n'.repeat(400), 'src/domain/planted.ts')).not.toContain('max-lines')
  })

  it('cannot be switched off by a comment', async () => {
    const source = '/* eslint-disable */\nexport default 1\n'
    expect(await rulesAgainst(source, 'src/main/rpc/planted.ts')).toContain('no-restricted-syntax')
  })

  it.each(['it.only', 'it.skip', 'describe.only', 'test.todo'])('refuses %s in a test', async (call) => {
    expect(await rulesAgainst(`${call}('a rule', () => {})\n`, 'test/planted.test.ts')).toContain(
      'no-restricted-syntax',
    )
  })

  it('refuses any and silenced type errors', async () => {
    const source = '// @ts-ignore\nexport const value: any = 1\n'
    const rules = await rulesAgainst(source, 'src/main/rpc/planted.ts')
    expect(rules).toContain('@typescript-eslint/no-explicit-any')
    expect(rules).toContain('@typescript-eslint/ban-ts-comment')
  })
})
