import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Review } from '#shared/review.ts'
import { realData } from '../support/real-data.ts'
import { runParity } from '../support/run-parity.ts'
import { temporaryFile } from '../support/temporary-folder.ts'
import {
  CHROMIUM,
  dropFiles,
  openPage,
  serveWorkbench,
  startBrowser,
  type OpenedPage,
  BROWSER_TEST_MS,
  eventually,
} from './support/workbench.ts'

const HEADER = 'symbol,side,qty,price,fee,t_fill'
const TRADES = `${HEADER}\nA-USDT,buy,1,100,0.1,2026-03-02T10:00:00Z\nA-USDT,sell,1,101,0.1,2026-03-02T11:00:00Z\n`

describe.skipIf(CHROMIUM === null)('bringing files in', { timeout: BROWSER_TEST_MS }, () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  async function withWorkbench(work: (opened: OpenedPage) => Promise<void>): Promise<void> {
    const served = await serveWorkbench()
    try {
      await work(await openPage(browser, served.url))
    } finally {
      await served.stop()
    }
  }

  it('says of a broken file where it breaks and what mends it, and loads nothing', async () => {
    await withWorkbench(async ({ page }) => {
      await dropFiles(page, [temporaryFile('live.csv', '1,2,3\n4,5,6\n'), temporaryFile('backtest.csv', TRADES)])
      const row = page.getByRole('row', { name: /live\.csv/ })
      await eventually(() => row.innerText()).toMatch(/line 1 looks like data/i)
      expect(await row.innerText()).toMatch(/line 1[\s\S]*Add a first line that names the columns/i)
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      expect(await page.getByRole('contentinfo').innerText()).toContain('0 files')
      await row.getByRole('button', { name: /Leave out/ }).click()
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      await eventually(() => page.getByRole('contentinfo').innerText()).toContain('1 file')
    })
  })

  it('asks what a file does not say, and one click answers it', async () => {
    const naive = `${HEADER}\nA-USDT,buy,1,100,0.1,2026-03-02 10:00:00\nA-USDT,sell,1,101,0.1,2026-03-02 11:00:00\n`
    await withWorkbench(async ({ page }) => {
      await dropFiles(page, [temporaryFile('live.csv', naive)])
      const question = page.getByRole('group', { name: 'In which time zone are its times?' })
      await question.waitFor()
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      // Import is never dead: it goes to what is missing.
      await eventually(() => page.evaluate(() => document.activeElement?.id ?? '')).toContain('question-zone')
      await page.keyboard.press('Enter')
      await page.getByText('ready').waitFor()
      await page.keyboard.press('Control+z')
      await eventually(() => page.getByText('ready').count()).toBe(0)
      await page.keyboard.press('Control+Shift+z')
      await page.getByText('ready').waitFor()
    })
  })

  it('maps a column the user chooses, and shows the rows it then refuses', async () => {
    const lines = [
      'ticker,direction,amount,paid,when',
      'A-USDT,buy,1,100,2026-03-02T10:00:00Z',
      'A-USDT,sell,one,101,2026-03-02T11:00:00Z',
    ]
    await withWorkbench(async ({ page }) => {
      await dropFiles(page, [temporaryFile('live.csv', `${lines.join('\n')}\n`)])
      await page.getByRole('table', { name: 'Columns of live.csv' }).waitFor()
      for (const [field, source] of [
        ['symbol', 'ticker'],
        ['side', 'direction'],
        ['qty', 'amount'],
        ['price', 'paid'],
        ['t_fill', 'when'],
      ] as const)
        await page.getByRole('combobox', { name: `Column for ${field}` }).selectOption(source)
      await page.getByText('ready').waitFor()
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      const rejects = page.getByRole('table', { name: 'Rejected rows' })
      await eventually(() => rejects.innerText()).toMatch(/live\.csv\s+3\s[\s\S]*bad-number[\s\S]*"one"/)
    })
  })

  it('gives the numbers of parity review for a real pair', async (context) => {
    const names = ['live_tradesv3.sqlite', 'dryrun_tradesv3.sqlite']
    const [live, dryRun] = names.map((name) => realData('pairA_freqtrade_ichiV1', name))
    if (live == null || dryRun == null) return context.skip('no real data on this machine')
    const { stdout } = await runParity(['review', '--live', live, '--backtest', dryRun, '--capital', '1000', '--json'])
    const expected = JSON.parse(stdout) as Review
    await withWorkbench(async ({ page }) => {
      // The newest orders of a running bot stand in the log beside its database.
      await dropFiles(page, [live, `${live}-wal`, dryRun, `${dryRun}-wal`])
      await eventually(() => page.getByRole('combobox', { name: 'What dryrun_tradesv3.sqlite is' }).inputValue()).toBe(
        'backtest',
      )
      await page.getByLabel(/^Capital/).fill('1000')
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      await page.locator('[data-screen="Parity"]').waitFor()
      const shown = await downloadedReview(page)
      expect(shown.matching.matched).toBe(141)
      expect(shown.days).toEqual(expected.days)
      expect(shown.total).toEqual(expected.total)
      expect(shown.matching).toEqual(expected.matching)
      expect(shown.explain).toEqual(expected.explain)
    })
  })
})

async function downloadedReview(page: Page): Promise<Review> {
  await page.getByRole('link', { name: 'Report' }).click()
  await page.getByRole('checkbox', { name: /^HTML/ }).uncheck()
  await page.getByRole('checkbox', { name: /^JSON/ }).check()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Write' }).click()
  return JSON.parse(readFileSync(await (await download).path(), 'utf8')) as Review
}
