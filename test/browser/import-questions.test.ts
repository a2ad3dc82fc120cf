import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFile, temporaryFolder } from '../support/temporary-folder.ts'
import {
  BROWSER_TEST_MS,
  CHROMIUM,
  dropFiles,
  eventually,
  openPage,
  serveWorkbench,
  startBrowser,
} from './support/workbench.ts'

const HEADER = 'symbol,side,qty,price,fee,t_fill'
const TRADES = `${HEADER}\nA-USDT,buy,1,100,0.1,2026-03-02T10:00:00Z\nA-USDT,sell,1,101,0.1,2026-03-02T11:00:00Z\n`
const NAIVE = TRADES.replaceAll('T1', ' 1').replaceAll('Z', '')
const TRADOVATE = `symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration
MESH5,-2,0,0.25,1,2,1,6117.75,6130.25,$62.50,01/22/2025 23:02:03,01/23/2025 00:30:16,1h 28min
`

describe.skipIf(CHROMIUM === null)('what files do not say, and many of them', { timeout: BROWSER_TEST_MS }, () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  async function withPage(work: (page: Page) => Promise<void>): Promise<void> {
    const served = await serveWorkbench()
    try {
      const { page, errors } = await openPage(browser, served.url)
      await work(page)
      expect(errors).toEqual([])
    } finally {
      await served.stop()
    }
  }

  it('asks what a foreign format cannot tell, and a digit answers and goes on to the next', async () => {
    await withPage(async (page) => {
      await dropFiles(page, [temporaryFile('Performance.csv', TRADOVATE), temporaryFile('backtest.csv', NAIVE)])
      const question = page.getByRole('group', { name: 'In which time zone are its times?' })
      await question.waitFor()
      expect(await question.getByRole('button', { name: /America\/Chicago/ }).innerText()).toMatch(
        /23 Jan 2025, 05:02:03 UTC/,
      )
      await eventually(() => focused(page)).toContain('question-zone')
      await page.keyboard.press('5')
      // The next file's question has the focus; its first choice is UTC, an arrow goes to the second.
      await page.getByRole('heading', { name: 'backtest.csv does not say' }).waitFor()
      await eventually(() => focused(page)).toContain('question-zone')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await eventually(() => focused(page)).toBe('import-go')
      await page.getByRole('button', { name: 'Performance.csv', exact: true }).click()
      const rows = page.getByRole('table', { name: 'First rows of Performance.csv' })
      await eventually(() => rows.innerText()).toContain('2025-01-23T05:02:03.000Z')
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      await eventually(() => page.getByRole('contentinfo').innerText()).toContain('2 files')
    })
  })

  it('asks which strategy is reviewed, and one digit reviews it and is kept in the settings', async () => {
    const rows = (name: string) => `${name},A-USDT,buy,1,100,0.1,2026-03-02T10:00:00Z\n`
    const sided = (...names: string[]) => `strategy,${HEADER}\n${names.map(rows).join('')}`
    await withPage(async (page) => {
      await dropFiles(page, [
        temporaryFile('live.csv', sided('A', 'B')),
        temporaryFile('backtest.csv', sided('X', 'Y')),
      ])
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      const question = page.getByRole('region', { name: 'Which strategy is reviewed?' })
      await question.waitFor()
      await eventually(() => focused(page)).toBe('strategy-1')
      expect(await page.getByRole('button', { name: /B against X/ }).innerText()).toMatch(/^3/)
      await page.keyboard.press('3')
      await eventually(() => Promise.resolve(page.url())).toContain('parity')
      await page.keyboard.press('g')
      await page.keyboard.press('d')
      expect(await page.getByLabel('Strategy', { exact: true }).inputValue()).toBe('B=X')
      expect(await question.count()).toBe(0)
    })
  })

  it('turns the question an import comes to into one click, and the import goes on', async () => {
    // The one candle without an offset stands beyond what is looked at beforehand.
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 3) + minute * 60_000).toISOString()
    const candles = Array.from({ length: 25_000 }, (_, minute) => `BTCUSDT,${at(minute)},1,2,1,2,5`)
    const text = [
      'symbol,date,open,high,low,close,volume',
      ...candles,
      'BTCUSDT,2026-04-20 10:00:00,1,2,1,2,5',
      '',
    ].join('\n')
    await withPage(async (page) => {
      await dropFiles(page, [temporaryFile('candles.csv', text)])
      await page.getByText('ready').waitFor()
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      const question = page.getByRole('group', { name: 'In which time zone are its times?' })
      await question.waitFor()
      expect(await page.getByText('2026-04-20 10:00:00', { exact: true }).count()).toBe(1)
      expect(await page.getByRole('alert').count()).toBe(0)
      expect(await page.getByRole('contentinfo').innerText()).toContain('0 files')
      await question.getByRole('button', { name: /UTC/ }).first().click()
      await eventually(() => focused(page)).toBe('import-go')
      await page.keyboard.press('Enter')
      await eventually(() => page.getByRole('contentinfo').innerText()).toContain('25,001 rows')
    })
  })

  it('remembers the answer for the next file with the header, and shows that it did', async () => {
    await withPage(async (page) => {
      await dropFiles(page, [temporaryFile('live.csv', NAIVE)])
      await page.getByRole('button', { name: /Asia\/Tokyo/ }).click()
      await page.getByText('ready').waitFor()
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      await page.getByText('live.csv as live', { exact: false }).waitFor()
      await dropFiles(page, [temporaryFile('live-2.csv', NAIVE.replaceAll('A-', 'B-'))])
      await page.getByText('remembered from a file with this header').waitFor()
      expect(await page.getByRole('button', { name: /Asia\/Tokyo/ }).getAttribute('aria-pressed')).toBe('true')
      await eventually(() => page.getByText('ready').count()).toBe(1)
    })
  })

  it('loads by the columns it proposed, without the user choosing one', async () => {
    const text = 'Pair,Direction,Size,Avg Price,Commission,Executed At\nA-USDT,buy,2,100.5,0.1,2026-03-03T10:00:00Z\n'
    await withPage(async (page) => {
      await dropFiles(page, [temporaryFile('broker live.csv', text)])
      await page.getByText('ready').waitFor()
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      await eventually(() => page.getByRole('contentinfo').innerText()).toContain('1 file')
      expect(await page.getByText('1 read, 1 accepted').count()).toBe(1)
    })
  })

  it('takes folders, packed files and copies: nothing is lost, nothing comes twice', async () => {
    const folder = join(temporaryFolder(), 'export')
    mkdirSync(join(folder, 'deep'), { recursive: true })
    writeFileSync(join(folder, 'live.csv'), TRADES)
    writeFileSync(join(folder, 'deep', 'backtest.csv.gz'), gzipSync(TRADES.replaceAll(',0.1,', ',0.2,')))
    writeFileSync(join(folder, '.hidden'), 'x')
    const copy = join(temporaryFolder(), 'again.csv')
    cpSync(join(folder, 'live.csv'), copy)
    await withPage(async (page) => {
      await dropForReal(page, [folder])
      await eventually(() => listed(page)).toEqual(['live.csv live', 'backtest.csv.gz backtest'])
      await dropForReal(page, [copy])
      await eventually(() => page.getByRole('contentinfo').innerText()).toContain(
        'again.csv is left out: it has the same content as live.csv.',
      )
      expect(await listed(page)).toEqual(['live.csv live', 'backtest.csv.gz backtest'])
      // One key swaps the sides, and it is undone like any edit.
      await page.locator('body').press('x')
      await eventually(() => listed(page)).toEqual(['live.csv backtest', 'backtest.csv.gz live'])
      await page.keyboard.press('Control+z')
      await eventually(() => listed(page)).toEqual(['live.csv live', 'backtest.csv.gz backtest'])
    })
  })

  it('takes a loaded file out again by a second click', async () => {
    await withPage(async (page) => {
      await dropFiles(page, [temporaryFile('live.csv', TRADES)])
      await page.getByText('ready').waitFor()
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      await eventually(() => page.getByRole('contentinfo').innerText()).toContain('1 file')
      await page.getByRole('button', { name: 'Remove live.csv' }).click()
      await page.getByRole('button', { name: /Remove 2 rows\?/ }).click()
      await eventually(() => page.getByRole('contentinfo').innerText()).toMatch(/0 files\s+0 rows/)
    })
  })

  it('shows how far a large file is, and a cancel leaves the project as it was and the file in the list', async () => {
    const row = (id: number) =>
      `f${id},S${id % 50}-USDT,buy,1,100.25,0.01,${new Date(1.767e12 + id * 1500).toISOString()}`
    const rows = Array.from({ length: 2_000_000 }, (_, id) => row(id))
    const path = temporaryFile('big-live.csv', ['fill_id,symbol,side,qty,price,fee,t_fill', ...rows, ''].join('\n'))
    await withPage(async (page) => {
      await dropForReal(page, [path])
      await page.getByText('ready').waitFor()
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      const working = page.getByRole('status').filter({ hasText: 'Importing' }).first()
      await eventually(() => working.innerText()).toMatch(/Loading big-live\.csv\s+\d+ % · [\d.]+ s/)
      await page.keyboard.press('Control+.')
      await eventually(() => page.getByRole('contentinfo').innerText()).toContain('cancelled; nothing was changed')
      expect(await page.getByRole('contentinfo').innerText()).toContain('0 files')
      expect(await listed(page)).toEqual(['big-live.csv live'])
    })
  })
})

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.id ?? '')
}

/** Drops paths as the system does, folders too; a synthetic event can carry files only. */
async function dropForReal(page: Page, files: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data })
  await session.detach()
}

/** The waiting files with what they are. */
async function listed(page: Page): Promise<string[]> {
  const rows = await page.getByRole('table', { name: 'Files to import' }).locator('tbody tr').all()
  return await Promise.all(
    rows.map(
      async (row) => `${await row.locator('td').first().innerText()} ${await row.locator('select').inputValue()}`,
    ),
  )
}
