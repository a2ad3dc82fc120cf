import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CHROMIUM,
  openPage,
  serveWorkbench,
  startBrowser,
  waitForFigures,
  type Served,
  BROWSER_TEST_MS,
  eventually,
} from './support/workbench.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SCREENS = ['data', 'parity', 'attribution', 'scenarios', 'calibration', 'report']
/** What a screen shows by itself; a fit is asked for. */
const ADDRESS: Readonly<Record<string, string>> = {
  scenarios: 'scenarios?edit=live-latency&draws=10',
  calibration: 'calibration?fit=live',
}
const LONG = 60_000
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
]

describe.skipIf(CHROMIUM === null)('every screen', { timeout: BROWSER_TEST_MS }, () => {
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

  describe.each(SIZES)('at $width x $height', (viewport) => {
    it.each(['light', 'dark'] as const)(
      'has no serious barrier and no refusal by the content policy, %s',
      async (colorScheme) => {
        const { page, errors, violations } = await openPage(browser, served.url, { viewport, colorScheme })
        for (const screen of SCREENS) {
          await show(page, screen)
          expect([screen, await barriers(page)]).toEqual([screen, []])
          expect([screen, await overflow(page)]).toEqual([screen, 0])
        }
        await page.keyboard.press('Control+k')
        await page.getByPlaceholder('Find an action').waitFor()
        expect(['palette', await barriers(page)]).toEqual(['palette', []])
        expect(violations).toEqual([])
        expect(errors).toEqual([])
        await page.context().close()
      },
    )
  })

  it('is a place: back, forward, reload and a copied address return to what was shown', async () => {
    const { page } = await openPage(browser, served.url)
    await show(page, 'parity')
    await page.keyboard.press('Enter')
    await eventually(() => page.url()).toContain('from=2026-03-11')
    const explained = page.url()
    await page.getByRole('button', { name: 'Tracking error', exact: true }).click()
    await eventually(() => page.url()).toContain('measure=te')
    await page.goBack()
    await eventually(() => page.url()).toBe(explained)
    await page.goForward()
    await eventually(() => page.url()).toContain('measure=te')
    await page.reload()
    await eventually(() =>
      page.getByRole('button', { name: 'Tracking error', exact: true }).getAttribute('aria-pressed'),
    ).toBe('true')
    await page.context().close()
  })

  // The rail kept the focus, so Enter opened its link once more and forgot the day, where the screen offers "Explain Enter".
  it('has the focus when it was opened by the rail or by keys, so that Enter is its own', async () => {
    const { page } = await openPage(browser, served.url)
    const open = [
      () =>
        page
          .getByRole('navigation', { name: 'Screens' })
          .getByRole('link', { name: /^Parity/ })
          .click(),
      () => page.keyboard.type('gp'),
    ]
    for (const openParity of open) {
      await show(page, 'data')
      await openParity()
      await page.getByRole('heading', { name: '2026-03-11' }).waitFor()
      await page.keyboard.press('Enter')
      await eventually(() => page.url()).toContain('#/attribution?from=2026-03-11')
      await page.keyboard.press('Escape')
    }
    await page.context().close()
  })

  it('restores what was open when the project is opened again', async () => {
    const { page } = await openPage(browser, served.url)
    await show(page, 'attribution')
    await page.keyboard.press('m')
    await eventually(() => page.url()).toContain('measure=te')
    const second = await page.context().newPage()
    await second.goto(served.url)
    await eventually(() => second.url()).toContain('#/attribution?measure=te')
    await page.context().close()
  })

  it('filters every figure from one choice, and Escape returns exactly what was there before', async () => {
    const { page } = await openPage(browser, served.url)
    await show(page, 'attribution')
    const rows = page.getByRole('grid', { name: 'By symbol' }).locator('tbody')
    const facets = page.getByRole('region', { name: 'Filters by gap' })
    await facets.waitFor()
    const before = [await rows.innerText(), await facets.innerText()]
    await facets.getByRole('button', { name: /^sell/ }).click()
    await eventually(() => rows.innerText()).not.toBe(before[0])
    await eventually(() => page.url()).toContain('side=sell')
    await page.keyboard.press('Escape')
    await eventually(() => rows.innerText()).toBe(before[0])
    await eventually(() => facets.innerText()).toBe(before[1])
    await page.context().close()
  })

  it('narrows every figure and the table by a brush over the days, and widens them again', async () => {
    const { page } = await openPage(browser, served.url)
    await show(page, 'parity')
    const rows = page.getByRole('grid', { name: 'Days' }).locator('tbody tr')
    const all = await rows.count()
    const box = await page.getByRole('img', { name: /^Tracking error of/ }).boundingBox()
    if (box === null) throw new Error('the figure has a place')
    await page.mouse.move(box.x + box.width * 0.3, box.y + 60)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, box.y + 90, { steps: 5 })
    await page.mouse.up()
    await eventually(() => page.url()).toMatch(/from=2026-0\d-\d\d&to=2026-0\d-\d\d/)
    await eventually(() => rows.count()).toBeLessThan(all)
    await page.keyboard.press('Escape')
    await eventually(() => rows.count()).toBe(all)
    await page.context().close()
  })

  it('takes an edit back with Ctrl+Z', async () => {
    const { page } = await openPage(browser, served.url)
    await show(page, 'report')
    const findings = page.getByRole('checkbox', { name: 'Findings' })
    await findings.uncheck()
    await eventually(() => page.getByRole('heading', { name: 'Findings' }).count()).toBe(0)
    await page.keyboard.press('Control+z')
    await eventually(() => findings.isChecked()).toBe(true)
    await page.getByRole('heading', { name: 'Findings' }).first().waitFor()
    await page.context().close()
  })

  it('goes to the next and the previous breach with brackets', async () => {
    const { page } = await openPage(browser, served.url)
    await show(page, 'parity')
    await page.keyboard.press(']')
    await page.getByRole('heading', { name: '2026-03-12' }).waitFor()
    await page.keyboard.press('[')
    await page.getByRole('heading', { name: '2026-03-11' }).waitFor()
    await page.context().close()
  })

  it('exports a figure as an image and its numbers in full precision', async () => {
    const { page } = await openPage(browser, served.url)
    await show(page, 'attribution')
    const bridge = page.getByRole('figure', { name: 'Bridge' })
    for (const [format, head] of [
      ['PNG', '\u0089PNG'],
      ['SVG', '<svg'],
    ] as const) {
      const download = page.waitForEvent('download')
      await bridge.getByRole('button', { name: `${format} of Bridge` }).click()
      expect(readFileSync(await (await download).path(), 'latin1').slice(0, 4)).toBe(head)
    }
    const download = page.waitForEvent('download')
    await bridge.getByRole('button', { name: 'CSV of Bridge' }).click()
    const lines = readFileSync(await (await download).path(), 'utf8').split('\n')
    // Shown as -475.16; the file has every digit.
    expect(lines.find((line) => line.startsWith('slippage'))).toMatch(/^slippage,-475\.16\d{6,}/)
    await page.context().close()
  })
})

async function show(page: Page, screen: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/${ADDRESS[screen] ?? screen}`)
  await page.locator(`[data-screen="${screen[0]?.toUpperCase() ?? ''}${screen.slice(1)}"]`).waitFor()
  if (screen === 'scenarios') await page.getByRole('figure', { name: 'Cumulative P&L' }).waitFor({ timeout: LONG })
  if (screen === 'calibration') await page.getByRole('figure', { name: 'Loss by fold' }).waitFor({ timeout: LONG })
  if (screen !== 'data' && screen !== 'report') await waitForFigures(page)
  if (screen === 'report') await page.getByRole('heading', { name: 'Parity review' }).waitFor()
  if (screen === 'attribution') await page.getByRole('region', { name: /^Filters by/ }).waitFor()
}

/** Serious and critical findings of axe, in one line each. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** Pixels by which the window scrolls sideways. */
async function overflow(page: Page): Promise<number> {
  return await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))
}
