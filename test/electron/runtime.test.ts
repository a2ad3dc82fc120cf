import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/planted-folder.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const FAILS = `require('fs').appendFileSync('tries', 'x'); process.exit(1)`
const WORKS = `
const fs = require('fs'), path = require('path')
fs.appendFileSync('tries', process.env.ELECTRON_RUN_AS_NODE ?? 'x')
fs.mkdirSync(path.join(__dirname, 'dist'))
fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), '#!/bin/sh\\nexit 7\\n', { mode: 0o755 })
fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron')
`

/** A project folder with the script and an installer of its own, so that nothing is fetched. */
function plantProject(installer: string): {
  root: string
  tries: () => number
  run: (code: string, env?: object) => string
} {
  const root = temporaryFolder()
  mkdirSync(join(root, 'node_modules/electron'), { recursive: true })
  mkdirSync(join(root, 'scripts'))
  cpSync(join(ROOT, 'scripts/desktop.mjs'), join(root, 'scripts/desktop.mjs'))
  writeFileSync(join(root, 'node_modules/electron/install.js'), installer)
  const run = (code: string, env: object = {}) => {
    const source = `import * as desktop from './scripts/desktop.mjs'\nconsole.log(await (${code}))`
    const options = { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } } as const
    return (
      spawnSync(process.execPath, ['--input-type=module', '--eval', source], options)
        .stdout.trim()
        .split('\n')
        .at(-1) ?? ''
    )
  }
  const tries = () => (existsSync(join(root, 'tries')) ? readFileSync(join(root, 'tries'), 'utf8').length : 0)
  return { root, tries, run }
}

describe('the Electron runtime', () => {
  it('is fetched once; a failure is remembered until it is asked for again', () => {
    const { tries, run } = plantProject(FAILS)
    expect(run('desktop.provideElectron()')).toBe('null')
    expect(run('desktop.provideElectron()')).toBe('null')
    expect(tries()).toBe(1)
    expect(run('desktop.provideElectron({ again: true })')).toBe('null')
    expect(tries()).toBe(2)
  })

  it('is not fetched when it is there, and is started as Electron even from within an Electron editor', () => {
    const { root, tries, run } = plantProject(WORKS)
    const found = join(root, 'node_modules/electron/dist/electron')
    expect(run('desktop.findElectron()')).toBe('null')
    expect(run('desktop.provideElectron()', { ELECTRON_RUN_AS_NODE: '11' })).toBe(found)
    expect(run('desktop.provideElectron()')).toBe(found)
    // The installer wrote one x: it did not see the variable, nor was it run twice.
    expect(tries()).toBe(1)
    expect(run('desktop.openDesktop()')).toBe('7')
  })

  it('is looked for where ELECTRON_OVERRIDE_DIST_PATH says, and nowhere else', () => {
    const { root, run } = plantProject(FAILS)
    mkdirSync(join(root, 'elsewhere'))
    writeFileSync(join(root, 'elsewhere/electron'), '')
    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'elsewhere') }
    expect(run('desktop.findElectron()', env)).toBe(join(root, 'elsewhere/electron'))
    expect(run('desktop.findElectron()', { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'nowhere') })).toBe('null')
  })
})
