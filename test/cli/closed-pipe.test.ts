import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { csv } from '../support/project.ts'
import { buildParity, PROGRAM } from '../support/run-parity.ts'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'

/** Writes into a pipe whose reader has closed it already: the command begins when the reader says so. */
const INTO_CLOSED_PIPE = `
  { until [ -e "$FOLDER/closed" ]; do sleep 0.01; done; "$NODE" "$PROGRAM" "$@"; echo $? > "$FOLDER/code"; } |
  { exec 0<&-; : > "$FOLDER/closed"; }`

function intoClosedPipe(...args: string[]): { code: string; stderr: string } {
  const folder = temporaryFolder()
  const env = { ...process.env, FOLDER: folder, NODE: process.execPath, PROGRAM }
  const { stderr } = spawnSync('sh', ['-c', INTO_CLOSED_PIPE, 'sh', ...args], { env, encoding: 'utf8' })
  return { code: readFileSync(join(folder, 'code'), 'utf8').trim(), stderr }
}

const fill = (price: number) =>
  csv([{ signal_id: 's1', symbol: 'A/USDT', side: 'buy', qty: 1, price, t_fill: '2025-01-06T10:00:00Z' }])

describe.skipIf(process.platform === 'win32')('output into a closed pipe', () => {
  beforeAll(buildParity)

  it('ends without a word, with the code a shell gives a program that a closed pipe ended', () => {
    expect(intoClosedPipe('--help')).toEqual({ code: '141', stderr: '' })
    expect(intoClosedPipe('review', '--help')).toEqual({ code: '141', stderr: '' })
  })

  it('finishes what was begun, and keeps a code that says more', () => {
    const sides = ['--live', temporaryFile('live.csv', fill(2)), '--backtest', temporaryFile('backtest.csv', fill(1))]
    const out = temporaryFolder()
    expect(intoClosedPipe('review', ...sides, '--out', out, '--format', 'json')).toEqual({ code: '141', stderr: '' })
    expect(JSON.parse(readFileSync(join(out, 'review.json'), 'utf8'))).toMatchObject({ schema: 'parity.review/1' })
    const empty = temporaryFile('empty.csv', '')
    const refused = intoClosedPipe('import', empty, '--role', 'live', '--project', join(out, 'p.duckdb'), '--json')
    expect(refused.code).toBe('4')
  })
})
