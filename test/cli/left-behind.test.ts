import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { csv } from '../support/project.ts'
import { buildParity, runParity } from '../support/run-parity.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

const fill = (price: number) =>
  csv([{ signal_id: 's1', symbol: 'A/USDT', side: 'buy', qty: 1, price, t_fill: '2025-01-06T10:00:00Z' }])

/** Runs a command that is sent a signal as soon as its temporary folder is there, and returns what it left beside it. */
async function stoppedAtOnce(args: readonly string[], prefix: string, signal: NodeJS.Signals) {
  const folder = temporaryFolder()
  const ended = await runParity(args, {
    env: { TMPDIR: folder, TEMP: folder, TMP: folder },
    started: (child) => {
      const timer = setInterval(() => {
        if (!readdirSync(folder).some((name) => name.startsWith(prefix))) return
        clearInterval(timer)
        child.kill(signal)
      }, 1)
      child.once('exit', () => clearInterval(timer))
    },
  })
  return { ...ended, left: readdirSync(folder) }
}

describe.skipIf(process.platform === 'win32')('a command stopped while it begins', () => {
  beforeAll(buildParity)

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no temporary project: review, %s', async (stop) => {
    // The project is made before its database is open and anything listens to Ctrl+C.
    const sides = ['--live', temporaryFile('live.csv', fill(2)), '--backtest', temporaryFile('backtest.csv', fill(1))]
    const { code, signal, stdout, left } = await stoppedAtOnce(['review', ...sides], 'parity-review-', stop)
    expect({ stdout, left }).toEqual({ stdout: '', left: [] })
    expect(code === 130 || signal === stop).toBe(true)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no project, upload or engine folder: serve, %s', async (stop) => {
    const ended = await stoppedAtOnce(['serve', '--no-browser'], 'parity-project-', stop)
    expect(ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '', left: [] })
  })
})
