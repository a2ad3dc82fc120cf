import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { connectClient, type EngineClient } from '#shared/wire-client.ts'
import { socketChannel } from '#shared/wire-socket.ts'
import { ROOT } from '../../support/planted-folder.ts'
import { buildParity, runParity } from '../../support/run-parity.ts'
import { temporaryFile, temporaryFolder } from '../../support/temporary-folder.ts'

const PROGRAM = join(ROOT, 'out/main/cli.js')

interface Served {
  readonly child: ChildProcess
  readonly said: string
  readonly url: URL
  /** Connects as a page does, with the token of the printed address. */
  page(): Promise<EngineClient>
  /** Sends Ctrl+C and returns the exit code. */
  stop(): Promise<number | null>
}

/** Starts `parity serve` and waits until it says where it is. */
async function startServing(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, 'serve', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  // A killed one would leave its temporary folders.
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Stop with Ctrl+C')) resolve()
    })
    void exited.then((code) => {
      reject(new Error(`parity serve ended with ${String(code)}`))
    })
  })
  const url = new URL(/http:\S+/.exec(said)?.[0] ?? '')
  return {
    child,
    said,
    url,
    page: async () => {
      const socket = new WebSocket(`ws://${url.host}/engine`)
      socket.on('open', () => socket.send(url.hash.slice('#token='.length)))
      onTestFinished(() => {
        socket.terminate()
      })
      await new Promise((resolve, reject) => {
        socket.once('message', resolve)
        socket.once('close', (code) => reject(new Error(`closed with ${code}`)))
      })
      return connectClient(socketChannel(socket))
    },
    stop: () => {
      child.kill('SIGINT')
      return exited
    },
  }
}

describe('parity serve', () => {
  beforeAll(buildParity)

  it('opens the sample, reviewed, and leaves nothing behind when stopped', async () => {
    const temporary = temporaryFolder()
    const served = await startServing(['--sample'], { TMPDIR: temporary, TEMP: temporary, TMP: temporary })
    expect(readdirSync(temporary).length).toBeGreaterThan(0)
    expect(served.said).toContain(`ssh -L ${served.url.port}:127.0.0.1:${served.url.port}`)
    expect(served.said).toContain('Nothing is kept')
    const page = await served.page()
    const { review } = await page.call('review.latest', {})
    expect(review?.worst_day).toBe('2026-03-11')
    expect(await served.stop()).toBe(0)
    expect(readdirSync(temporary)).toEqual([])
  })

  it('leaves nothing behind when it is stopped while it reads a file', async () => {
    const temporary = temporaryFolder()
    const rows = Array.from({ length: 400_000 }, (_, index) => `id-${index},BTC/USDT,buy,1,100,2025-01-06T10:00:00Z`)
    const live = temporaryFile('live.csv', `fill_id,symbol,side,qty,price,t_fill\n${rows.join('\n')}\n`)
    const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary }
    const served = await startServing(['--live', live], env)
    const page = await served.page()
    const { files } = await page.call('import.offered', {})
    const before = readdirSync(temporary).length
    page.call('import.run', { files: [{ token: files[0]!.token, role: 'live', answers: {} }] }).catch(() => undefined)
    // The engine reads in a private folder of its own.
    await expect.poll(() => readdirSync(temporary).length, { timeout: 60_000, interval: 1 }).toBeGreaterThan(before)
    expect(await served.stop()).toBe(0)
    expect(readdirSync(temporary)).toEqual([])
  })

  it('offers the files it was given with their role, and keeps the project it was told to', async () => {
    const project = join(temporaryFolder(), 'kept.parity')
    const live = temporaryFile(
      'fills.csv',
      'signal_id,symbol,side,qty,price,fee,t_fill\ns1,A,buy,1,10,0,2026-03-03T10:00:00Z\n',
    )
    const checks = temporaryFile('checks.csv', 't,status\n2026-03-03T10:00:00Z,up\n')
    const served = await startServing(['--open', project, '--live', live, '--uptime', checks])
    const page = await served.page()
    const { files } = await page.call('import.offered', {})
    expect(files).toMatchObject([
      { name: 'fills.csv', role: 'live' },
      { name: 'checks.csv', role: 'uptime' },
    ])
    await page.call('import.run', { files: [{ token: files[0]!.token, role: 'live', answers: {} }] })
    expect(await served.stop()).toBe(0)
    expect(existsSync(project)).toBe(true)
    const again = await startServing(['--open', project])
    const info = await (await again.page()).call('project.info', {})
    expect(info.sources.map((source) => source.path)).toEqual(['fills.csv'])
    // The project is held: the batch command says so with its own exit code, naming the process.
    const busy = await runParity(['import', live, '--role', 'live', '--project', project])
    expect(busy.code).toBe(5)
    expect(await again.stop()).toBe(0)
  })

  it('loads and reviews both sides when it is told the capital, and opens all the same when it cannot', async () => {
    const header = 'signal_id,symbol,side,qty,price,fee,t_fill'
    const [live, backtest] = [101, 100].map((price, side) =>
      temporaryFile(`${side}.csv`, `${header}\ns1,A-USDT,buy,1,${price},0,2026-03-03T10:00:00Z\n`),
    )
    const served = await startServing(['--live', live!, '--backtest', backtest!, '--capital', '1000'])
    const { review } = await (await served.page()).call('review.latest', {})
    // One unit bought one dearer; both are marked alike.
    expect(review?.total.active_pnl).toBe(-1)
    expect(await served.stop()).toBe(0)
    const naive = temporaryFile('naive.csv', `${header}\ns1,A-USDT,buy,1,9,0,2026-03-03 10:00:00\n`)
    const asked = await startServing(['--live', naive, '--backtest', backtest!, '--capital', '1000'])
    expect((await (await asked.page()).call('project.info', {})).sources).toEqual([])
    expect(await asked.stop()).toBe(0)
  })

  it('ends with exit code 2 for a taken port and 4 for a file that is not there', async () => {
    const served = await startServing([])
    expect((await runParity(['serve', '--port', served.url.port])).code).toBe(2)
    expect((await runParity(['serve', '/nothing/here.csv'])).code).toBe(4)
  })
})
