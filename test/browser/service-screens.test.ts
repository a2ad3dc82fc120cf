import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BROWSER_TEST_MS,
  CHROMIUM,
  eventually,
  openPage,
  pressTogether,
  serveWorkbench,
  startBrowser,
  waitForFigures,
  type Served,
} from './support/workbench.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SCREENS = [
  { hash: 'slo', name: 'SLO', keys: ['g', 'l'], figures: 5 },
  { hash: 'canary', name: 'Canary', keys: ['g', 'k'], figures: 3 },
]

describe.skipIf(CHROMIUM === null)('the SLO and the Canary screen', { timeout: BROWSER_TEST_MS }, () => {
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

  it.each([
    { viewport: { width: 1440, height: 900 }, colorScheme: 'light' as const },
    { viewport: { width: 1024, height: 700 }, colorScheme: 'dark' as const },
  ])('open by keys without a serious barrier, at $viewport.width, $colorScheme', async (options) => {
    const { page, errors, violations } = await openPage(browser, served.url, options)
    for (const { name, keys, figures } of SCREENS) {
      await pressTogether(page, keys)
      await page.locator(`[data-screen="${name}"]`).waitFor()
      await eventually(() => page.locator('figure').count()).toBe(figures)
      await waitForFigures(page)
      expect([name, await barriers(page)]).toEqual([name, []])
      expect([name, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([name, 0])
    }
    expect(violations).toEqual([])
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('show the planted open alert worst first, with its formula filled in, and go on by the keyboard', async () => {
    const { page } = await openPage(browser, served.url)
    await open(page, 'slo', 'SLO')
    const rows = page.getByRole('grid', { name: 'Service levels' }).locator('tbody tr')
    await eventually(() => rows.first().innerText()).toMatch(/^Alert to acknowledgement\s+critical/)
    const inspector = page.getByRole('region', { name: 'Service level', exact: true })
    await eventually(() => inspector.innerText()).toContain('40.0 min / 15.0 min = 2.667')
    await page.keyboard.press(']')
    await eventually(() => page.url()).toContain('slo=tracking_error')
    await eventually(() => inspector.innerText()).toContain('Tracking error')
    // The history is 90 days, chosen by the keyboard, part of the address and of the tables behind the figures.
    const choice = page.getByRole('group', { name: 'Days of history' })
    expect(await choice.getByRole('button', { pressed: true }).innerText()).toBe('90 days')
    await choice.getByRole('button', { name: '30 days' }).focus()
    await page.keyboard.press('Enter')
    await eventually(() => page.url()).toContain('days=30')
    await page.getByRole('button', { name: 'Table of Earlier weeks' }).press('Enter')
    const weeks = page.getByRole('table', { name: 'Numbers of Earlier weeks' }).locator('tbody tr')
    // 30 days of the sample are four whole weeks and one that began before, for each level with a file.
    await eventually(() => weeks.count()).toBeGreaterThanOrEqual(5 * 4)
    expect((await weeks.allInnerTexts()).filter((text) => /CRITICAL|VIOLATED/.test(text)).length).toBeGreaterThan(0)
    await page.context().close()
  })

  it('show the planted rollback with what fired first, its evidence and its log, and say so in the rail', async () => {
    const { page } = await openPage(browser, served.url)
    await open(page, 'canary', 'Canary')
    const rows = page.getByRole('grid', { name: 'Gates and triggers' }).locator('tbody tr')
    await eventually(() => rows.first().innerText()).toMatch(/^fired\s+regression → rollback/)
    await rows.nth(1).click()
    await eventually(() => page.url()).toContain('check=metric%3Aslippage_bps')
    await eventually(() => page.getByRole('region', { name: 'Evidence' }).innerText()).toContain('Wilcoxon signed-rank')
    // The chosen metric by slot, both arms told apart by words and numbers, and its numbers as a table by the keyboard.
    const violin = page.getByRole('figure', { name: 'Canary and control by slot' })
    await eventually(() => violin.locator('div[role="img"]').getAttribute('aria-label')).toMatch(
      /^slippage by slot: median [−\d.]+ bps in the canary, [−\d.]+ bps in the control\.$/,
    )
    await violin.getByRole('button', { name: 'Table of Canary and control by slot' }).press('Enter')
    await eventually(() => violin.locator('tbody tr').count()).toBe(64)
    const log = page.getByRole('table', { name: 'Decision log, changes only' }).locator('tbody tr')
    await eventually(() => log.first().innerText()).toContain('ROLLBACK')
    await page.getByRole('link', { name: /Canary.*rollback/s }).waitFor()
    await page.context().close()
  })
})

describe.skipIf(CHROMIUM === null)('an empty project', { timeout: BROWSER_TEST_MS }, () => {
  it('says on both screens what is missing, and offers files and the sample', async () => {
    const browser = await startBrowser()
    const served = await serveWorkbench()
    const { page } = await openPage(browser, served.url)
    for (const { hash, name } of SCREENS) {
      await open(page, hash, name)
      await page.getByRole('button', { name: 'Bring in files' }).waitFor()
      await page.getByRole('button', { name: 'Open the sample' }).waitFor()
    }
    await browser.close()
    await served.stop()
  })
})

async function open(page: Page, hash: string, name: string): Promise<void> {
  await page.evaluate((value) => (location.hash = value), `#/${hash}`)
  await page.locator(`[data-screen="${name}"]`).waitFor()
}

async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (node: Document) => Promise<AxeResults> } }
    return axe.run(document)
  })
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
