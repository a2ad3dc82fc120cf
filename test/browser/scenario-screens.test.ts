import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSample } from './support/sample-files.ts'
import {
  BROWSER_TEST_MS,
  CHROMIUM,
  dropFiles,
  eventually,
  openPage,
  pressTogether,
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
      // The worst day goes with it: what its rows paid is tried on that day.
      await eventually(() => page.url()).toMatch(/#\/scenarios\?from=2026-03-11&to=2026-03-11&edit=/)
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

  it.each([
    [
      'baseline%2Clatency%3A3',
      'The scenario has an unknown parameter "latency". Known parameters like it: network_p5_ms',
    ],
    ['basline', 'There is no scenario "basline". Name a scenario file, a stored scenario or one of baseline'],
  ])('refuses the link %s with a sentence', async (edit, sentence) => {
    const { page } = await openPage(browser, served.url)
    await page.evaluate((hash) => (location.hash = hash), `#/scenarios?edit=${edit}`)
    await page.getByRole('alert').getByText(sentence).waitFor({ timeout: LONG })
    await page.getByRole('button', { name: 'Start from the baseline' }).click()
    await comparison(page, /baseline/)
    await page.context().close()
  })

  it('refuses a typed value out of range beside its field, and days without orders with the way to all days', async () => {
    const { page } = await openPage(browser, served.url)
    await page.evaluate(() => (location.hash = '#/scenarios?edit=baseline&draws=5&from=2030-01-01'))
    await page
      .getByRole('alert')
      .getByText('The two sides have no common trading day from 2030-01-01')
      .waitFor({ timeout: LONG })
    await page.getByRole('button', { name: 'Show all days' }).click()
    await comparison(page, /baseline/)
    const field = page.getByLabel(/^taker fee, bps/)
    await field.fill('5000')
    await field.press('Enter')
    await page.getByText('Give -100 to 1000 bps.').waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    await page.context().close()
  })

  it('moves every figure with a slider on a fee, at once and without the engine', async () => {
    const { page, errors } = await openPage(browser, served.url)
    const sent: string[] = []
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => sent.push(...(/"scenario\.\w+"/.exec(String(payload)) ?? []))),
    )
    await page.reload()
    await page.evaluate(() => (location.hash = '#/scenarios?edit=baseline&draws=50'))
    await comparison(page, /baseline/)
    await waitForFigures(page)
    const slider = page.getByRole('slider', { name: 'taker fee slider' })
    // The sums are asked for right after the run; until they are here a slider waits for its release.
    await eventually(() => sent).toContain('"scenario.instant"')
    await eventually(() => page.getByRole('button', { name: /^\d+ jobs?$/ }).count()).toBe(0)
    sent.length = 0
    const compared = page.getByRole('table', { name: 'Scenarios compared' })
    const shownTables = [await compared.innerText()]
    for (const place of [0.3, 0.32, 0.34]) {
      // The slider is held: only its moving is heard, and nothing asks the engine before it is let go.
      await slider.evaluate((element, to) => {
        ;(element as HTMLInputElement).value = String(to)
        element.dispatchEvent(new Event('input', { bubbles: true }))
      }, place)
      await eventually(() => compared.innerText()).not.toBe(shownTables.at(-1))
      shownTables.push(await compared.innerText())
    }
    expect(new Set(shownTables).size).toBe(4)
    expect(sent).toEqual([])
    expect(await page.getByRole('button', { name: /^\d+ jobs?$/ }).count()).toBe(0)
    await slider.dispatchEvent('change')
    await page.getByText(/taker_fee_bps [\d.]+: recombined at once from 50 draws\./).waitFor()
    await page.getByText('Run says which causes that is.').waitFor()
    expect(sent).toEqual([])
    const [shown, left] = [await cellsOf(page, 'P&L'), await cellsOf(page, 'TE left against live')]
    await page.getByRole('button', { name: /^Run Ctrl/ }).click()
    await page.getByText('Run says which causes that is.').waitFor({ state: 'detached', timeout: LONG })
    await page.getByText(/^With "baseline, taker_fee_bps/).waitFor({ timeout: LONG })
    // What the page recombined is what the engine simulates.
    expect((await cellsOf(page, 'P&L')).slice(0, 6)).toEqual(shown.slice(0, 6))
    expect(await cellsOf(page, 'TE left against live')).toEqual(left)
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('simulates when another slider is let go, shows figures of the first draws meanwhile, and is cancelled', async () => {
    const { page } = await openPage(browser, served.url)
    await page.evaluate(() => (location.hash = '#/scenarios?edit=baseline&draws=20'))
    await comparison(page, /baseline/)
    const extra = page.getByLabel(/^network extra, ms/)
    await extra.fill('80')
    await extra.press('Enter')
    await comparison(page, /network_extra_ms 80/)
    const draws = page.getByLabel('Draws')
    await draws.fill('200000')
    await draws.press('Enter')
    const partial = page.getByRole('region', { name: 'Partial figures' })
    await partial
      .getByText(/^[\d,]+ of 200,000$/)
      .first()
      .waitFor({ timeout: LONG })
    expect(await partial.innerText()).toMatch(/TE, bps a year\s+[\d.,]+\s+(< )?[\d.]+\s+[\d.,]+\s+[\d.,]+\s+[\d.,]+/)
    await page.getByRole('button', { name: 'Cancel' }).first().click()
    await partial.waitFor({ state: 'detached' })
    // What stands is of 20 draws, and said to be: the run did not go on to its end.
    await page.getByText('Seed, draws, days or files changed since the run.').waitFor()
    await page.context().close()
  })

  it('draws the fan of P&L against live and backtest, with its numbers', async () => {
    const { page } = await openPage(browser, served.url)
    await page.evaluate(() => (location.hash = '#/scenarios?edit=volatile&draws=20'))
    const fan = page.getByRole('figure', { name: 'Cumulative P&L' })
    await fan.waitFor({ timeout: LONG })
    await waitForFigures(page)
    await fan.getByRole('button', { name: 'Table of Cumulative P&L' }).click()
    const last = fan.getByRole('table').locator('tbody tr').last()
    const [day = '', live = '', , , low = '', middle = '', high = ''] = await last.locator('td').allInnerTexts()
    expect(day).toBe('2026-04-30')
    // The sample's live P&L over all days (truth.json adds up to it), and a band around its median.
    expect(live).toMatch(/^\+9\d\d\.\d\d$/)
    const [p5, p50, p95] = [low, middle, high].map((text) => Number(text.replace('−', '-').replaceAll(/[+,]/g, '')))
    expect(p5!).toBeLessThan(p50!)
    expect(p50!).toBeLessThan(p95!)
    await page.context().close()
  })

  it('keeps the day when timing of the latency day is tried as a scenario, and says how little is left', async () => {
    const { page } = await openPage(browser, served.url)
    await page.evaluate(() => (location.hash = '#/attribution?from=2026-03-20&to=2026-03-20&cause=timing'))
    await page.getByRole('button', { name: 'Try as scenario' }).click()
    await eventually(() => page.url()).toMatch(/#\/scenarios\?.*from=2026-03-20&to=2026-03-20/)
    // 267 bps a year before, all of it latency; what is left is live's own slippage noise.
    await page.getByText(/^With "live-latency" .* over 1 day .*: 2\.\d bps .* left, under the limit of 20\.$/).waitFor({
      timeout: LONG,
    })
    const [before, after] = await columnsOf(page, 'TE left against live')
    expect(before!).toBeGreaterThan(260)
    expect(after!).toBeLessThan(3)
    await page.context().close()
  })

  it('says that a killed worker failed its run only, and runs again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parity-kill-'))
    const order = join(folder, 'kill')
    const preload = pathToFileURL(join(import.meta.dirname, 'support/kill-workers.mjs')).href
    const env = { NODE_OPTIONS: `--import ${preload}`, PARITY_TEST_KILL: order }
    const other = await serveWorkbench(['--sample'], env)
    try {
      const { page } = await openPage(browser, other.url)
      await page.evaluate(() => (location.hash = '#/scenarios?edit=slow-network&draws=10'))
      await comparison(page, /slow-network/)
      const draws = page.getByLabel('Draws')
      await draws.fill('1000000')
      await draws.press('Enter')
      await page.getByRole('region', { name: 'Partial figures' }).waitFor({ timeout: LONG })
      writeFileSync(order, '')
      await page
        .getByRole('alert')
        .getByText('A computation stopped because its worker ended')
        .waitFor({ timeout: LONG })
      await page.getByRole('alert').getByText('use fewer draws or a smaller selection').waitFor()
      // The last figures stay, greyed; another screen works; fewer draws run on a new worker.
      await page.getByRole('table', { name: 'Scenarios compared' }).getByText('Tracking error, rms').waitFor()
      await page.getByRole('button', { name: 'Run 100,000 draws' }).waitFor()
      await draws.fill('15')
      await draws.press('Enter')
      await eventually(() => page.getByRole('alert').count()).toBe(0)
      await page.evaluate(() => (location.hash = '#/parity'))
      await page.getByRole('heading', { name: '2026-03-11' }).waitFor()
      await page.context().close()
    } finally {
      await other.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('names the order with a negative daily volume, and says what was taken for a missing volatility', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parity-bad-'))
    const header = 'fill_id,symbol,side,qty,price,t_fill,arrival_mid,adv,volatility_daily,spread_bps'
    const rows = (price: number, adv: string) =>
      [2, 3, 4].flatMap((day) => [
        `${day}a,BTC/USDT,buy,1,${price},2025-01-0${day}T10:00:00Z,100,${adv},,2`,
        `${day}b,BTC/USDT,sell,1,101,2025-01-0${day}T12:00:00Z,101,${adv},,2`,
      ])
    const write = (name: string, price: number, adv: string) =>
      writeFileSync(join(folder, name), [header, ...rows(price, adv)].join('\n'))
    try {
      for (const [adv, check] of [
        [
          '5000',
          (page: Page) =>
            page.getByText('Volatility is missing in the file for 6 of 6 orders').waitFor({ timeout: LONG }),
        ],
        [
          '-5000',
          (page: Page) =>
            page
              .getByRole('alert')
              .getByText('has a daily volume (adv) of -5000; it must be 0 or more')
              .waitFor({ timeout: LONG }),
        ],
      ] as const) {
        write('live.csv', 100.1, '5000')
        write('backtest.csv', 100, adv)
        const empty = await serveWorkbench()
        try {
          const { page } = await openPage(browser, empty.url)
          await dropFiles(
            page,
            ['live.csv', 'backtest.csv'].map((name) => join(folder, name)),
          )
          await page.getByText('ready').nth(1).waitFor()
          await page.getByRole('button', { name: 'Import', exact: true }).click()
          await page.locator('[data-screen="Parity"]').waitFor()
          await page.evaluate(() => (location.hash = '#/scenarios?edit=volatile&draws=3'))
          if (adv === '5000') await page.getByText('Inputs of the orders').click({ timeout: LONG })
          await check(page)
          await page.context().close()
        } finally {
          await empty.stop()
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('proves every part of a fit on the screen, and lets go of a fit at once when cancelled', async () => {
    const { page, errors } = await openPage(browser, served.url)
    await page.evaluate(() => (location.hash = '#/calibration?fit=live'))
    const verdicts = page.getByRole('list', { name: 'Verdict of each part' })
    await eventually(() => verdicts.innerText()).toMatch(/slippage[\s\S]*latency[\s\S]*fills[\s\S]*fees/)
    await verdicts.getByRole('button', { name: /^latency/ }).click()
    await eventually(() => page.url()).toContain('part=latency')
    expect(await page.getByRole('table', { name: 'Scores out of sample of latency' }).innerText()).toMatch(
      /loss[\s\S]*MAE/,
    )
    await page.getByRole('button', { name: 'Calibrate' }).click()
    await page
      .getByRole('status')
      .getByText(/^(Fitting|Proving) /)
      .waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await eventually(() => page.getByRole('button', { name: 'Cancel' }).count()).toBe(0)
    // What was fitted before stands.
    expect(await verdicts.count()).toBe(1)
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('calibrates to live, says what cannot be told, and keeps the fit as a new version only', async () => {
    const { page, errors } = await openPage(browser, served.url)
    await pressTogether(page, ['g', 'c'])
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

/** The numbers of a row of the comparison: the baseline's, then the next scenario's. */
async function columnsOf(page: Page, measure: string): Promise<(number | undefined)[]> {
  const cells = await cellsOf(page, measure)
  return [cells[2], cells[4]].map((text) => Number(text?.replace('−', '-').replaceAll(',', '')))
}

/** The cells of a row of the comparison, as written. */
async function cellsOf(page: Page, measure: string): Promise<string[]> {
  const rows = page.getByRole('table', { name: 'Scenarios compared' }).locator('tbody tr')
  const title = page.locator('td').first().getByText(measure, { exact: true })
  return await rows.filter({ has: title }).locator('td').allInnerTexts()
}

/** Waits until a scenario stands in the comparison with its tracking error. */
async function comparison(page: Page, name: RegExp): Promise<void> {
  const table = page.getByRole('table', { name: 'Scenarios compared' })
  await table.getByRole('columnheader', { name }).first().waitFor({ timeout: LONG })
  await eventually(() => table.innerText()).toMatch(/Tracking error, rms[\s\S]*\d/)
}
