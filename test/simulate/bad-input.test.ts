import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runParity } from '../support/run-parity.ts'
import { runHere } from './run-here.ts'

const MARK_WORKERS = pathToFileURL(join(import.meta.dirname, 'mark-workers.mjs')).href

const HEADER = 'fill_id,symbol,side,qty,price,t_fill,arrival_mid,adv,volatility_daily,spread_bps'
const ROW = '1,BTC/USDT,buy,1,100,2025-01-01T10:00:00Z,100,5000,0.02,2'
const EXIT = '2,BTC/USDT,sell,1,101,2025-01-01T12:00:00Z,101,5000,0.02,2'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parity-test-'))
  file('backtest.csv', [HEADER, ROW, EXIT].join('\n'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

async function parity(...args: string[]) {
  const { code, stdout, stderr } = await runHere(args)
  return { code, stdout, sentence: stderr.trim() }
}

const simulate = (...args: string[]) =>
  parity('simulate', '--backtest', join(folder, 'backtest.csv'), '--draws', '3', ...args)
const scenario = (content: unknown) => file('scenario.json', JSON.stringify(content))

describe('a scenario that cannot be simulated stops the command with exit 2 and one sentence', () => {
  it.each([
    [{ name: 'x', params: { latency: 3 } }, 'parity: The scenario has an unknown parameter "latency".'],
    [
      { name: 'x', params: { rho: 0.99 } },
      "parity: The scenario's rho is 0.99, outside 0 to 0.95 load. Give a value inside.",
    ],
    [{ name: 'x', params: { rho: 'high' } }, 'parity: The scenario\'s rho is "high", which cannot be read'],
    [{ name: 'x', draws: 0 }, "parity: The scenario's draws is 0, outside"],
    [{ params: {} }, "parity: The scenario's name is missing"],
  ])('%j', async (content, sentence) => {
    const { code, stdout, sentence: said } = await simulate('--scenario', scenario(content))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(said).toContain(sentence)
    expect(said.split('\n')).toHaveLength(1)
  })

  it('and names a file that is not JSON, a name that is none, and a shard that is none', async () => {
    const torn = file('torn.json', '{"name": "x"')
    expect(await simulate('--scenario', torn)).toMatchObject({
      code: 2,
      sentence: expect.stringContaining(`The scenario file ${torn} is not JSON`),
    })
    expect(await simulate('--scenario', 'slow-netwrk')).toMatchObject({
      code: 2,
      sentence: expect.stringContaining('There is no scenario "slow-netwrk". Name a scenario file'),
    })
    expect(await simulate('--shard', '5/4')).toMatchObject({
      code: 2,
      sentence: 'parity: The shard "5/4" is not a part of a run. Write i/n with 1 <= i <= n, such as 2/4.',
    })
    expect(await parity('simulate')).toMatchObject({ code: 2, sentence: expect.stringContaining('--backtest FILE') })
  })
})

describe('orders that cannot be simulated', () => {
  it('name the first order with a negative daily volume', async () => {
    const path = file('negative.csv', [HEADER, ROW, EXIT.replace('5000', '-5000')].join('\n'))
    const { code, sentence } = await parity('simulate', '--backtest', path)
    expect(code).toBe(2)
    expect(sentence).toBe(
      'parity: Order 1 (BTC-USDT) has a daily volume (adv) of -5000; it must be 0 or more, or left out. Correct the file or its mapping.',
    )
  })

  it('are estimated, and said to be, where only the volatility is missing', async () => {
    const path = file('calm.csv', [HEADER, ROW, EXIT].join('\n').replaceAll(',0.02,', ',,'))
    const { code, stdout } = await parity('simulate', '--backtest', path, '--draws', '3')
    expect(code).toBe(0)
    expect(stdout).toContain(
      'Volatility is missing in the file for 2 of 2 orders: the default of 3 % a day was taken for 2.',
    )
  })

  it('are none in an empty selection, with a JSON document when asked', async () => {
    const { code, stdout } = await simulate('--from', '2026-01-01', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'parity.error/1',
      code: 'PARAMETER_INVALID',
      message: 'The selection holds no backtest orders to simulate. Widen the filter or load a backtest.',
    })
  })

  it('share no day with the live trades: exit 4', async () => {
    const live = file('live.csv', [HEADER, ROW.replace('2025-01-01', '2025-03-01')].join('\n'))
    const { code, sentence } = await simulate('--live', live)
    expect(code).toBe(4)
    expect(sentence).toContain('The two sides have no common trading day')
  })
})

describe('a sweep or calibration that cannot be run', () => {
  it.each([
    [['--vary', 'slippage.bases=0:1:1'], 'unknown parameter "bases"'],
    [['--vary', 'slippage.base=0-1'], 'is not a range. Write PARAMETER=LOW:HIGH:STEP'],
    [['--vary', 'base_bps=2:1:0.5'], 'The sweep of base_bps goes from 2 to 1. Give the lower value first.'],
    [['--vary', 'rho=0:2:0.5'], "The scenario's rho is 1, outside 0 to 0.95 load."],
    [['--vary', 'rho=0:0.9:0.00001'], 'between 1 and 10000 can be run'],
    [[], 'Say what to vary'],
  ])('%j exits with 2', async (args, words) => {
    const { code, sentence } = await parity(
      'sweep',
      '--backtest',
      join(folder, 'backtest.csv'),
      '--draws',
      '2',
      ...args,
    )
    expect({ code, sentence }).toEqual({ code: 2, sentence: expect.stringContaining(words) })
  })

  it('has no live trades: exit 2', async () => {
    expect(await parity('calibrate', '--backtest', join(folder, 'backtest.csv'))).toMatchObject({
      code: 2,
      sentence: expect.stringContaining('Give the trades to calibrate to: --live FILE'),
    })
  })
})

describe('a simulation of its own process', () => {
  it('ends with 130 on Ctrl+C, having printed nothing and left nothing behind', { timeout: 400_000 }, async () => {
    const temporary = join(folder, 'temporary')
    mkdirSync(temporary)
    const mark = join(folder, 'simulating')
    // Minutes of work: three thousand orders, a million draws.
    const rows = Array.from({ length: 3000 }, (_, k) => (k % 2 === 0 ? ROW : EXIT).replace(/^\d+/, String(k)))
    const path = file('many.csv', [HEADER, ...rows].join('\n'))
    const args = ['simulate', '--backtest', path, '--draws', '1000000', '--scenario', 'volatile']
    const { code, stdout, stderr } = await runParity(args, {
      env: { TMPDIR: temporary, NODE_OPTIONS: `--import ${MARK_WORKERS}`, PARITY_TEST_MARK: mark },
      started: (child) => void interruptOnce(mark, child),
    })
    expect({ code, stdout, stderr }).toEqual({
      code: 130,
      stdout: '',
      stderr: 'parity: The simulation was cancelled; nothing was changed.\n',
    })
    expect(readdirSync(temporary)).toEqual([])
  })
})

/** Interrupts the command once its workers simulate, which they tell by a file. */
async function interruptOnce(mark: string, child: ChildProcess): Promise<void> {
  while (!existsSync(mark) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20))
  child.kill('SIGINT')
}
