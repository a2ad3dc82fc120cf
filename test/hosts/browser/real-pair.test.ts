import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, it } from 'vitest'
import type { PickedFile } from '#shared/contract.ts'
import type { Review } from '#shared/review.ts'
import { realData } from '../../support/real-data.ts'
import { runParity } from '../../support/run-parity.ts'
import { openHost, type OpenedHost } from './open-host.ts'

const LIVE = realData('pairA_freqtrade_ichiV1', 'live_tradesv3.sqlite')
const BACKTEST = realData('pairA_freqtrade_ichiV1', 'dryrun_tradesv3.sqlite')

async function upload(host: OpenedHost, path: string): Promise<PickedFile> {
  const headers = {
    'Content-Type': 'application/octet-stream',
    'X-File-Name': encodeURIComponent(basename(path)),
    Authorization: `Bearer ${host.credentials.token}`,
  }
  const { status, body } = await host.request({ method: 'PUT', path: '/upload', headers, body: readFileSync(path) })
  expect(status).toBe(200)
  return JSON.parse(body) as PickedFile
}

/** The numbers of a review to nine digits: sums of many threads differ in the sixteenth. */
function numbersOf({ version: _, generated_at: __, inputs, ...rest }: Review): unknown {
  const rows = inputs.map((input) => [input.role, input.sha256, input.rows])
  const round = (_key: string, value: unknown) =>
    typeof value !== 'number' ? value : Math.abs(value) < 1e-9 ? 0 : Number(value.toPrecision(9))
  return JSON.parse(JSON.stringify({ ...rest, rows }, round))
}

it.skipIf(LIVE === null || BACKTEST === null)(
  'a real pair dropped into the page, logs and all, gives the numbers of parity review',
  async () => {
    const host = await openHost()
    const page = await host.page()
    const dropped = [`${LIVE}-wal`, LIVE!, BACKTEST!, `${BACKTEST}-wal`]
    const picked: PickedFile[] = []
    for (const path of dropped) picked.push(await upload(host, path))
    const { files } = await page.call('import.sniff', { files: picked })
    // Four files were dropped; each log belongs to its database, which holds no orders without it.
    expect(files.map((file) => [file.name, file.format, file.role])).toEqual([
      ['live_tradesv3.sqlite', 'freqtrade-sqlite', 'live'],
      ['dryrun_tradesv3.sqlite', 'freqtrade-sqlite', 'backtest'],
    ])
    expect(files[0]?.reason).toContain('Its log (-wal) is read with it.')
    expect(files[0]?.preview.length).toBe(5)
    await page.call('import.run', { files: files.map(({ token, role }) => ({ token, role: role!, answers: {} })) })
    const review = await page.call('review.run', { scale: 'auto' })
    const batch = await runParity(['review', '--live', LIVE!, '--backtest', BACKTEST!, '--scale', 'auto', '--json'])
    expect(batch.code).toBe(0)
    expect(numbersOf(review)).toEqual(numbersOf(JSON.parse(batch.stdout) as Review))
  },
  400_000,
)
