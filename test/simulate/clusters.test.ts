import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../support/planted-folder.ts'
import { buildParity, runParity } from '../support/run-parity.ts'
import { writeSample } from './open-sample.ts'
import { startSlurm, whyNoSlurm } from './private-slurm.ts'

const GUIDE = readFileSync(join(ROOT, 'docs/clusters.md'), 'utf8')
/** What the guide runs, kept small: a few days of the sample. */
const SMALL = '--to 2026-03-05'
const RUN = ['--backtest', 'backtest.csv', '--scenario', 'slow-network', '--draws', '400', '--to', '2026-03-05']

/** Returns the guide's indented lines of a section, without the indent. */
function linesOf(section: string): string {
  const [, text = ''] = GUIDE.split(`## ${section}`)
  const [body = ''] = text.split('\n## ')
  return [...body.matchAll(/^ {4}(.*)$/gm)].map(([, line]) => line).join('\n')
}

const onFewDays = (lines: string) => lines.replaceAll('--draws 400', `--draws 400 ${SMALL}`)

let folder: string
let whole: string

beforeAll(async () => {
  buildParity()
  folder = writeSample()
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'parity'), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'out/main/cli.js')}" "$@"\n`)
  chmodSync(join(bin, 'parity'), 0o755)
  const { code, stderr } = await runParity(['simulate', ...RUN, '--out', 'whole'], { cwd: folder })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  whole = readFileSync(join(folder, 'whole/simulate.json'), 'utf8')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const environment = () => ({ ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` })

describe('shards through the batch command', () => {
  it('merge into the bytes of one run, in any order and from any number of workers', async () => {
    for (const [part, workers] of [
      ['3/3', '1'],
      ['1/3', '2'],
      ['2/3', '1'],
    ] as const)
      expect(
        (
          await runParity(['simulate', ...RUN, '--shard', part, '--workers', workers, '--out', 'three'], {
            cwd: folder,
          })
        ).code,
      ).toBe(0)
    const parts = ['2', '3', '1'].map((index) => `three/shard-${index}-of-3.json`)
    const merged = await runParity(['merge', ...parts, '--out', 'merged'], { cwd: folder })
    expect(merged.code).toBe(0)
    expect(readFileSync(join(folder, 'merged/simulate.json'), 'utf8') === whole).toBe(true)
    // Without --out the part itself is printed, for a scheduler that keeps output.
    const { stdout } = await runParity(['simulate', ...RUN, '--shard', '1/3'], { cwd: folder })
    expect(stdout === readFileSync(join(folder, 'three/shard-1-of-3.json'), 'utf8')).toBe(true)
  })

  it('refuse a missing part, and parts of other days or another program', async () => {
    const missing = await runParity(['merge', 'three/shard-1-of-3.json', 'three/shard-3-of-3.json'], { cwd: folder })
    expect(missing).toMatchObject({ code: 2, stdout: '' })
    expect(missing.stderr).toBe('parity: The run has 3 parts, but 2/3 is missing. Run it and merge again.\n')
    await runParity(['simulate', ...RUN.slice(0, -1), '2026-03-04', '--shard', '2/3', '--out', 'other'], {
      cwd: folder,
    })
    const stranger = await runParity(
      ['merge', ...['three/shard-1-of-3.json', 'other/shard-2-of-3.json', 'three/shard-3-of-3.json']],
      { cwd: folder },
    )
    expect(stranger.code).toBe(2)
    expect(stranger.stderr).toContain('Shard 2/3 is of another run')
    const torn = join(folder, 'torn.json')
    writeFileSync(torn, readFileSync(join(folder, 'three/shard-1-of-3.json'), 'utf8').slice(0, 5000))
    expect(await runParity(['merge', torn], { cwd: folder })).toMatchObject({
      code: 4,
      stderr: `parity: Cannot merge ${torn}: it is not a part that "parity simulate --shard" wrote whole. Run that part again.\n`,
    })
  })
})

describe("the guide's lines", () => {
  it('for GNU parallel give the bytes of one run', ({ skip }) => {
    skip(spawnSync('parallel', ['--version']).status !== 0, 'GNU parallel is not installed (Debian: parallel)')
    const guide = onFewDays(linesOf('GNU parallel, on one machine or over ssh'))
    expect(guide).toContain('parallel -j 2 parity simulate')
    expect(guide).toContain('--shard {}/8 --out parts ::: 1 2 3 4 5 6 7 8')
    const lines = guide.replace('{}/8', '{}/4').replace('4 5 6 7 8', '4')
    execFileSync('sh', ['-ec', lines.replaceAll('parts', 'parallel').replaceAll('merged', 'from-parallel')], {
      cwd: folder,
      env: environment(),
      stdio: 'pipe',
    })
    expect(readFileSync(join(folder, 'from-parallel/simulate.json'), 'utf8') === whole).toBe(true)
  })

  it('for Slurm give the bytes of one run', async ({ skip }) => {
    const reason = whyNoSlurm()
    skip(reason !== null, reason ?? '')
    const text = onFewDays(linesOf('Slurm job array'))
    const at = text.indexOf('mkdir -p parts')
    const home = join(folder, 'slurm')
    mkdirSync(home)
    // Three tasks: starting each takes the scheduler seconds.
    writeFileSync(join(folder, 'simulate.sbatch'), `${text.slice(0, at).trim().replace('1-8', '1-3')}\n`)
    const slurm = await startSlurm(home)
    try {
      execFileSync('sh', ['-ec', text.slice(at).replace('merged', 'from-slurm')], {
        cwd: folder,
        env: { ...environment(), ...slurm.environment },
        stdio: 'pipe',
        timeout: 120_000,
      })
    } finally {
      await slurm.stop()
    }
    expect(existsSync(join(folder, 'parts/3.log'))).toBe(true)
    expect(readFileSync(join(folder, 'from-slurm/simulate.json'), 'utf8') === whole).toBe(true)
  }, 180_000)

  it('for Kubernetes count parts from 1, as many as completions', () => {
    const job = linesOf('Kubernetes indexed job')
    const [, completions] = /completions: (\d+)/.exec(job) ?? []
    expect(job).toContain(`--shard $((JOB_COMPLETION_INDEX + 1))/${completions ?? '?'}`)
    expect(job).toContain('completionMode: Indexed')
  })
})
