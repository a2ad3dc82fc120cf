import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { doubleLauncher } from '../electron/support/launch-double.ts'
import { joinPage } from '../electron/support/describe-desktop.ts'
import { call } from '../electron/support/page-client.ts'
import { ROOT } from '../support/planted-folder.ts'
import { listArchive, takeApart, type ArchivedFile } from './asar.ts'
import { makeDummyRuntime } from './dummy-runtime.ts'

const BUILDER = join(ROOT, 'node_modules/electron-builder/cli.js')
const { version: electronVersion } = JSON.parse(
  readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8'),
) as { version: string }
const missing = process.platform === 'linux' ? null : 'the dummy runtime is one for Linux'

describe('the packed desktop', () => {
  let folder = ''
  let packed = ''
  let files: ArchivedFile[] = []

  beforeAll(() => {
    if (missing !== null) return
    folder = mkdtempSync(join(tmpdir(), 'parity-package-'))
    makeDummyRuntime(join(folder, 'runtime'), electronVersion)
    const options = [`-c.electronDist=${join(folder, 'runtime')}`, `-c.directories.output=${join(folder, 'dist')}`]
    const args = ['--linux', 'dir', '--config', 'electron.builder.yml', '--publish', 'never', ...options]
    const { status, stdout, stderr } = spawnSync(process.execPath, [BUILDER, ...args], { cwd: ROOT, encoding: 'utf8' })
    if (status !== 0) throw new Error(`electron-builder failed: ${stdout}${stderr}`)
    packed = join(folder, 'dist', process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked')
    files = listArchive(join(packed, 'resources/app.asar'))
  }, 180_000)
  beforeEach(({ skip }) => skip(missing !== null, missing ?? ''))
  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true })
  })

  it('states every fuse', async () => {
    const wire = await getCurrentFuseWire(join(packed, 'parity-workbench'))
    const states = Object.fromEntries(
      Object.entries(wire).flatMap(([index, state]) =>
        index === 'version' ? [] : [[FuseV1Options[Number(index)], state === FuseState.ENABLE]],
      ),
    )
    expect(states).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: false,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    })
  })

  it('holds the built programs, the page and the preload, each with its hash', () => {
    const paths = new Set(files.map(({ path }) => path))
    for (const path of [
      'package.json',
      'out/main/electron.js',
      'out/main/engine.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'out/renderer/page-files.json',
    ])
      expect(paths).toContain(path)
    expect(files.filter(({ isUnpacked, hasIntegrity }) => !isUnpacked && !hasIntegrity)).toEqual([])
  })

  it('holds no source, no test, no development package, and no second Node', () => {
    const strange = files.filter(({ path }) =>
      /^(src|test|scripts|docs|dist)\/|\.map$|node_modules\/(electron|electron-builder|vite|vitest|typescript|playwright-core|node-(linux|win|darwin)-)/.test(
        path,
      ),
    )
    expect(strange.map(({ path }) => path)).toEqual([])
    const megabytes = files.reduce((total, { size, isUnpacked }) => total + (isUnpacked ? 0 : size), 0) / 2 ** 20
    expect(megabytes).toBeLessThan(60)
  })

  it('unpacks DuckDB whole, its library beside its binding, and nothing else', () => {
    const unpacked = files.filter(({ isUnpacked }) => isUnpacked).map(({ path }) => path)
    expect(unpacked.filter((path) => !path.startsWith('node_modules/@duckdb/'))).toEqual([])
    const binding = unpacked.find((path) => path.endsWith('/duckdb.node')) ?? ''
    expect(unpacked).toContain(binding.replace('duckdb.node', 'libduckdb.so'))
    expect(existsSync(join(packed, 'resources/app.asar.unpacked', binding))).toBe(true)
  })

  it('runs from what was packed alone', async ({ skip }) => {
    const launcher = doubleLauncher()
    skip(launcher.missing !== null, launcher.missing ?? '')
    const root = join(folder, 'apart')
    takeApart(join(packed, 'resources/app.asar'), root)
    const desktop = await launcher.launch({ dataFolder: join(folder, 'data'), root })
    try {
      const page = await joinPage(desktop)
      await call(page, 'import.sample', {})
      expect((await call(page, 'project.info', {})).sources.length).toBeGreaterThan(1)
    } finally {
      await desktop.quit()
      await launcher.close()
    }
  })
})
