import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSample } from './support/sample-files.ts'
import {
  CHROMIUM,
  dropFiles,
  openPage,
  pressTogether,
  serveWorkbench,
  startBrowser,
  waitForFigures,
  type Served,
  BROWSER_TEST_MS,
  eventually,
} from './support/workbench.ts'

const FILES = ['live.csv', 'backtest.csv', 'quotes.csv', 'equity.csv', 'cash.csv']

describe.skipIf(CHROMIUM === null)('the one-minute story', { timeout: BROWSER_TEST_MS }, () => {
  let browser: Browser
  let served: Served
  let sample: ReturnType<typeof writeSample>
  const paths = () => FILES.map((name) => sample.path(name))

  beforeAll(async () => {
    sample = writeSample()
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser.close()
    sample.remove()
  })

  it('goes from two dropped files to the cause to the report in at most six clicks', async () => {
    served = await serveWorkbench()
    try {
      const { page, errors, violations, clicks } = await openPage(browser, served.url)
      await dropFiles(page, paths())
      await page
        .getByText('ready')
        .nth(FILES.length - 1)
        .waitFor()

      await page.getByRole('button', { name: 'Import', exact: true }).click()
      await onWorstDay(page)

      await page.getByRole('button', { name: 'Explain' }).click()
      // The thin book of 11 March: 301.83 of slippage, all of it in SOL (worked from the sample's truth.json).
      await eventually(() => page.url()).toContain('cause=slippage')
      const firstRow = page.getByRole('grid', { name: 'By symbol' }).locator('tbody tr').first()
      await eventually(() => firstRow.innerText()).toContain('SOL-USDT-PERP')

      await firstRow.click()
      const pairs = page.getByRole('grid', { name: /^Pairs/ })
      await eventually(() => pairs.locator('tbody tr').first().innerText()).toMatch(/SOL-USDT-PERP[\s\S]*−/)

      await page.getByRole('link', { name: 'Report' }).click()
      await page.getByRole('heading', { name: 'Parity review' }).waitFor()

      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Write' }).click()
      const report = readFileSync(await (await download).path(), 'utf8')
      expect(report).toContain('<!doctype html>')
      expect(report).toContain('slippage')

      expect(await clicks()).toBeLessThanOrEqual(6)
      expect(violations).toEqual([])
      expect(errors).toEqual([])
    } finally {
      await served.stop()
    }
  })

  it('is told by the keyboard alone', async () => {
    served = await serveWorkbench()
    try {
      const { page, errors, clicks } = await openPage(browser, served.url)
      const chooser = page.waitForEvent('filechooser')
      await tabTo(page, (element) => element.textContent === 'Choose files')
      await page.keyboard.press('Enter')
      await (await chooser).setFiles(paths())
      await page
        .getByText('ready')
        .nth(FILES.length - 1)
        .waitFor()
      await page.keyboard.press('Control+Enter')
      await onWorstDay(page)
      await page.keyboard.press('Enter')
      await eventually(() => page.url()).toContain('#/attribution')
      await page.getByRole('grid', { name: 'By symbol' }).locator('tbody tr[data-row]').first().waitFor()
      await tabTo(page, (element) => element.matches('tr[data-row="SOL-USDT-PERP"]'))
      await page.keyboard.press('Enter')
      await eventually(() => page.url()).toContain('rows=pairs')
      await page.keyboard.press('Backspace')
      await eventually(() => page.url()).not.toContain('rows=pairs')
      await pressTogether(page, ['g', 'r'])
      await page.getByRole('heading', { name: 'Parity review' }).waitFor()
      const download = page.waitForEvent('download')
      await page.keyboard.press('w')
      expect((await download).suggestedFilename()).toBe('review.html')
      expect(await clicks()).toBe(0)
      expect(errors).toEqual([])
    } finally {
      await served.stop()
    }
  })
})

async function onWorstDay(page: Page): Promise<void> {
  await page.getByRole('heading', { name: '2026-03-11' }).waitFor()
  await waitForFigures(page)
}

/** Presses Tab until the focus is on what is wanted; fails after a hundred presses. */
async function tabTo(page: Page, isWanted: (element: Element) => boolean): Promise<void> {
  for (let press = 0; press < 100; press += 1) {
    await page.keyboard.press('Tab')
    if (await page.locator('*:focus').evaluate(isWanted)) return
  }
  throw new Error('Tab never reached it')
}
