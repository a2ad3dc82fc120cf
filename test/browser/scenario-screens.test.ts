import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSample } from './support/sample-files.ts'
import {
  BROWSER_TEST_MS,
  CHROMIUM,
  dropFiles,
  eventually,
  openPage,
  serveWorkbench,
  startBrowser,
  waitForFigures,
  type Served,
} from './support/workbench.ts'

const FILES = ['live.csv', 'backtest.csv', 'quotes.csv', 'equity.csv', 'cash.csv']
const LONG = 60_000

describe.skipIf(CHROMIUM === null)('scenarios and calibration', { timeout: BROWSER_TEST_MS }, () => {
  let browser: Browser
  let served: Served

  beforeAll(async () => {
    browser = await startBrowser()
    served = await serveWorkbench(['--sample'])
  })
  afterAll(async () => {
    await browser.close()
    await served.stop()
  })

  it('tells the whole one-minute story, from dropped files over a pinned scenario to the report, in eight clicks', async () => {
    const sample = writeSample()
    const empty = await serveWorkbench()
    try {
      const { page, errors, violations, clicks } = await openPage(browser, empty.url)
      await dropFiles(
        page,
        FILES.map((name) => sample.path(name)),
      )
      await page
        .getByText('ready')
        .nth(FILES.length - 1)
        .waitFor()
      await page.getByRole('button', { name: 'Import', exact: true }).click()
      await page.getByRole('heading', { name: '2026-03-11' }).waitFor()
      await page.getByRole('button', { name: 'Explain' }).click()
      const row = page.getByRole('grid', { name: 'By symbol' }).locator('tbody tr').first()
      await eventually(() => row.innerText()).toContain('SOL-USDT-PERP')
      await row.click()
      await eventually(() => page.url()).toContain('rows=pairs')
      await page.getByRole('button', { name: 'Try as scenario' }).click()
      await eventually(() => page.url()).toContain('#/scenarios?edit=')
      await comparison(page, /base_bps \+/)
      await page.getByRole('button', { name: 'Pin' }).click()
      await eventually(() => page.url()).toContain('pin=baseline')
      await page.getByRole('link', { name: 'Report' }).click()
      await page.getByRole('heading', { name: 'Parity review' }).waitFor()
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Write' }).click()
      expect(readFileSync(await (await download).path(), 'utf8')).toContain('slippage')
      expect(await clicks()).toBeLessThanOrEqual(8)
      expect(violations).toEqual([])
      expect(errors).toEqual([])
    } finally {
      await empty.stop()
      sample.remove()
    }
  })

  it('opens a link with parameters and seed, and gives the same figures for the same seed', async () => {
    const link = '#/scenarios?edit=slow-network%2Cnetwork_extra_ms%3A80&seed=7&draws=10'
    const texts: string[] = []
    for (let time = 0; time < 2; time += 1) {
      const { page } = await openPage(browser, served.url)
      await page.evaluate((hash) => (location.hash = hash), link)
      await comparison(page, /network_extra_ms 80/)
      expect(await page.getByLabel('Seed').inputValue()).toBe('7')
      expect(await page.getByLabel(/^network extra, ms/).inputValue()).toBe('80')
      texts.push(await page.getByRole('table', { name: 'Scenarios compared' }).innerText())
      await page.context().close()
    }
    expect(texts[1]).toBe(texts[0])
  })

  it('says which parameter a link has wrong, and offers the way back', async () => {
    const { page } = await openPage(browser, served.url)
    await page.evaluate(() => (location.hash = '#/scenarios?edit=baseline%2Crho%3A3'))
    await page.getByRole('alert').getByText('rho is 3, outside 0 to 0.95').waitFor({ timeout: LONG })
    await page.getByRole('button', { name: 'Start from the baseline' }).click()
    await comparison(page, /baseline/)
    await page.context().close()
  })

  it('calibrates to live, says what cannot be told, and keeps the fit as a new version only', async () => {
    const { page, errors } = await openPage(browser, served.url)
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.getByRole('button', { name: 'Calibrate' }).waitFor()
    await page.keyboard.press('Control+Enter')
    const table = page.getByRole('table', { name: 'Parameters' })
    await eventually(() => table.innerText()).toMatch(/network_p95_ms[\s\S]*not identifiable/)
    await waitForFigures(page)
    for (const version of [1, 2]) {
      if (version === 2) await page.goBack()
      await page.getByRole('button', { name: 'Use as scenario' }).click({ timeout: LONG })
      await eventually(() => decodeURIComponent(page.url())).toContain(`edit=as-live@${version}`)
    }
    expect(errors).toEqual([])
    await page.context().close()
  })
})

/** Waits until a scenario stands in the comparison with its tracking error. */
async function comparison(page: Page, name: RegExp): Promise<void> {
  const table = page.getByRole('table', { name: 'Scenarios compared' })
  await table.getByRole('columnheader', { name }).first().waitFor({ timeout: LONG })
  await eventually(() => table.innerText()).toMatch(/Tracking error, rms[\s\S]*\d/)
}
