import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plant, removePlanted, ROOT } from '../support/planted-folder.ts'

/** One import against a wall: the rule that must refuse it, the importing file, what it imports. */
const REFUSED = [
  ['shared-imports-only-zod', 'src/shared/a.ts', '#domain/target.ts'],
  ['shared-imports-only-zod', 'src/shared/b.ts', 'node:path'],
  ['shared-imports-only-zod', 'src/shared/c.ts', 'ws'],
  ['domain-is-pure', 'src/domain/parity/a.ts', '#engine/target.ts'],
  ['domain-is-pure', 'src/domain/parity/b.ts', 'node:fs'],
  ['domain-is-pure', 'src/domain/parity/c.ts', 'zod'],
  ['engine-through-ports', 'src/main/engine/a.ts', 'node:fs'],
  ['engine-through-ports', 'src/main/engine/b.ts', 'node:fs/promises'],
  ['engine-through-ports', 'src/main/engine/c.ts', 'node:child_process'],
  ['engine-through-ports', 'src/main/engine/d.ts', 'node:worker_threads'],
  ['engine-through-ports', 'src/main/engine/e.ts', '#adapters/formats/target.ts'],
  ['engine-through-ports', 'src/main/engine/f.ts', '#adapters/clock.ts'],
  ['engine-through-ports', 'src/main/engine/g.ts', '#main/hosts/cli/target.ts'],
  ['engine-through-ports', 'src/main/engine/h.ts', '#main/rpc/target.ts'],
  ['engine-through-ports', 'src/main/engine/i.ts', 'node:timers/promises'],
  ['adapters-know-no-shell', 'src/main/adapters/formats/a.ts', '#main/hosts/cli/target.ts'],
  ['duckdb-in-one-place', 'src/main/engine/j.ts', '@duckdb/node-api'],
  ['duckdb-in-one-place', 'src/main/adapters/formats/b.ts', '@duckdb/node-api'],
  ['electron-in-one-place', 'src/main/hosts/cli/a.ts', 'electron'],
  ['electron-in-one-place', 'src/renderer/a.ts', 'electron'],
  ['network-in-one-place', 'src/main/adapters/files/a.ts', 'node:https'],
  ['network-in-one-place', 'src/main/adapters/formats/c.ts', 'http'],
  ['network-in-one-place', 'src/main/hosts/cli/d.ts', 'node:net'],
  ['network-in-one-place', 'src/main/hosts/electron/a.ts', 'node:dgram'],
  ['network-in-one-place', 'src/main/rpc/a.ts', 'ws'],
  ['network-in-one-place', 'src/main/hosts/cli/e.ts', 'node:dns/promises'],
  ['alerts-leave-from-the-batch-command', 'src/main/hosts/browser/a.ts', '#adapters/deliver/target.ts'],
  ['renderer-stays-in-the-page', 'src/renderer/b.ts', '#engine/target.ts'],
  ['renderer-has-no-node', 'src/renderer/c.ts', 'node:fs'],
  ['plotly-in-charts', 'src/renderer/features/a.ts', 'plotly.js/lib/core'],
  ['preload-is-a-doorman', 'src/preload/a.ts', 'node:fs'],
  ['workers-hold-no-logic', 'src/workers/a.ts', '#engine/target.ts'],
  ['no-test-code-in-the-product', 'src/main/hosts/cli/b.ts', '../../../../test/support/target.ts'],
  ['no-development-packages', 'src/main/hosts/cli/c.ts', 'fast-check'],
  ['no-cycles', 'src/domain/circle/a.ts', './b.ts'],
  ['no-unresolvable', 'src/domain/parity/d.ts', './not-there.ts'],
] as const

/** Imports the walls let through: without these, a rule that refuses everything would pass too. */
const ALLOWED = [
  ['src/shared/ok.ts', 'zod'],
  ['src/domain/parity/ok.ts', '#shared/target.ts'],
  ['src/domain/parity/ok-jstat.ts', 'jstat'],
  ['src/main/engine/ok.ts', '#domain/target.ts'],
  ['src/main/engine/ok-store.ts', '#adapters/duckdb/target.ts'],
  ['src/main/adapters/duckdb/target.ts', '@duckdb/node-api'],
  ['src/main/adapters/formats/ok.ts', 'node:fs'],
  ['src/main/adapters/deliver/ok.ts', 'node:https'],
  ['src/main/hosts/browser/ok.ts', 'ws'],
  ['src/main/hosts/offline-guard.ts', 'node:net'],
  ['src/main/hosts/cli/ok.ts', '#adapters/deliver/target.ts'],
  ['src/main/hosts/electron/ok.ts', 'electron'],
  ['src/renderer/ok.ts', '#domain/target.ts'],
  ['src/renderer/charts/ok.ts', 'plotly.js/lib/core'],
  ['src/workers/ok.ts', 'comlink'],
] as const

const TARGETS = [
  'src/shared/target.ts',
  'src/domain/target.ts',
  'src/main/engine/target.ts',
  'src/main/adapters/formats/target.ts',
  'src/main/adapters/clock.ts',
  'src/main/adapters/deliver/target.ts',
  'src/main/hosts/cli/target.ts',
  'src/main/rpc/target.ts',
  'test/support/target.ts',
]

const importing = (specifier: string) => `import * as planted from '${specifier}'\nexport { planted }\n`

function plantedFiles(): Record<string, string> {
  const files: [path: string, content: string][] = [
    ['package.json', readFileSync(join(ROOT, 'package.json'), 'utf8')],
    ...TARGETS.map((path): [string, string] => [path, 'export const planted = 1\n']),
    ...REFUSED.map(([, path, specifier]): [string, string] => [path, importing(specifier)]),
    ...ALLOWED.map(([path, specifier]): [string, string] => [path, importing(specifier)]),
    ['src/domain/circle/b.ts', importing('./a.ts')],
    ['src/domain/forgotten.ts', 'export const forgotten = 1\n'],
  ]
  return Object.fromEntries(files)
}

describe('the walls of the architecture', () => {
  let folder = ''
  let violations: { rule: string; from: string }[] = []

  beforeAll(async () => {
    folder = plant(plantedFiles())
    const { options, ...ruleSet } = await extractConfig(join(ROOT, '.dependency-cruiser.js'))
    const { output } = await cruise(['src'], { ...options, ruleSet, validate: true, baseDir: folder })
    violations = (output as ICruiseResult).summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }))
  })
  afterAll(() => {
    removePlanted(folder)
  })

  it.each(REFUSED)('%s refuses %s importing %s', (rule, from) => {
    expect(violations).toContainEqual({ rule, from })
  })

  it.each(ALLOWED)('%s may import %s', (from) => {
    expect(violations.filter((violation) => violation.from === from)).toEqual([])
  })

  it('refuses a module that nothing imports and that imports nothing', () => {
    expect(violations).toContainEqual({ rule: 'no-orphans', from: 'src/domain/forgotten.ts' })
  })

  it('gives every wall a reason, and every wall a planted import', async () => {
    const { forbidden = [] } = await extractConfig(join(ROOT, '.dependency-cruiser.js'))
    const planted = new Set<string>([...REFUSED.map(([rule]) => rule), 'no-orphans'])
    expect(forbidden.filter(({ comment = '' }) => comment.length < 40).map(({ name }) => name)).toEqual([])
    expect(forbidden.filter(({ name = '' }) => !planted.has(name)).map(({ name }) => name)).toEqual([])
  })
})
