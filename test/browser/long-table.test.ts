import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
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
  type Served,
} from './support/workbench.ts'

const PAIRS = 5000

/** Fills an hour apart, live one cent dearer for every hundredth, so that the order by difference is not the order of time. */
function fills(side: 'live' | 'backtest'): string {
  const rows = Array.from({ length: PAIRS }, (_, at) => {
    const price = 100 + (side === 'live' ? (at % 100) / 100 : 0)
    const time = new Date(Date.UTC(2026, 0, 1) + at * 600_000).toISOString()
    return `s${at},A-USDT,${at % 2 === 0 ? 'buy' : 'sell'},1,${price},0,${time}`
  })
  return `signal_id,symbol,side,qty,price,fee,t_fill\n${rows.join('\n')}\n`
}

/** What of the table of pairs is drawn, and which row has the focus. */
async function tableOf(page: Page) {
  return await page.getByRole('grid', { name: /^Pairs/ }).evaluate((table) => {
    const places = [...table.querySelectorAll<HTMLElement>('tr[data-place]')].map((row) => Number(row.dataset['place']))
    const focused = document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')
    return {
      rows: Number(table.getAttribute('aria-rowcount')),
      drawn: places.length,
      last: places.at(-1),
      focused: focused == null ? null : Number(focused),
    }
  })
}

describe.skipIf(CHROMIUM === null)('a long table', () => {
  let folder: string
  let served: Served
  let browser: Browser

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parity-test-'))
    const [live, backtest] = (['live', 'backtest'] as const).map((side) => {
      const path = join(folder, `${side}.csv`)
      writeFileSync(path, fills(side))
      return path
    })
    served = await serveWorkbench(['--live', live!, '--backtest', backtest!, '--capital', '100000'])
    browser = await startBrowser()
  }, BROWSER_TEST_MS)
  afterAll(async () => {
    await browser.close()
    await served.stop()
    rmSync(folder, { recursive: true })
  })

  it(
    'draws what shows and says how long it is; keys reach any row, and the wheel does not lose the focus',
    async () => {
      const { page, errors } = await openPage(browser, served.url)
      await pressTogether(page, ['g', 'a'])
      await page.getByRole('navigation', { name: 'Level' }).getByRole('button', { name: 'Pairs' }).click()
      const grid = page.getByRole('grid', { name: /^Pairs/ })
      await grid.locator('tr[data-row]').first().focus()
      // The header is a row to those who listen, so the first pair is row 2 of 5,001.
      expect(await tableOf(page)).toMatchObject({ rows: PAIRS + 1, focused: 2 })
      expect((await tableOf(page)).drawn).toBeLessThan(60)
      for (const [key, focused] of [
        ['ArrowDown', 3],
        ['End', PAIRS + 1],
        ['ArrowUp', PAIRS],
        ['Home', 2],
      ] as const) {
        await page.keyboard.press(key)
        await eventually(async () => (await tableOf(page)).focused).toBe(focused)
      }
      await page.keyboard.press('PageDown')
      await eventually(async () => (await tableOf(page)).focused).toBeGreaterThan(4)
      await grid.hover()
      await page.mouse.wheel(0, 24 * 1000)
      // Twelve rows are drawn beyond the thousand scrolled and those that show; one that went on scrolling by itself ends at 4,999.
      await eventually(async () => (await tableOf(page)).last).toBeGreaterThan(1000)
      await page.waitForTimeout(300)
      expect((await tableOf(page)).last).toBeLessThan(1100)
      expect((await tableOf(page)).focused).not.toBeNull()
      expect(errors).toEqual([])
    },
    BROWSER_TEST_MS,
  )

  it(
    'is saved whole as Parquet, though the page holds a few hundred of its rows',
    async () => {
      const { page, errors } = await openPage(browser, served.url)
      await pressTogether(page, ['g', 'a'])
      await page.getByRole('navigation', { name: 'Level' }).getByRole('button', { name: 'Pairs' }).click()
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: /^Parquet of Pairs/ }).click()
      expect((await download).suggestedFilename()).toBe('pairs.parquet')
      const path = join(folder, 'pairs.parquet')
      await (await download).saveAs(path)
      const instance = await DuckDBInstance.create(':memory:')
      const connection = await instance.connect()
      const sql = 'SELECT count(*)::INTEGER AS pairs, count(DISTINCT pair_id)::INTEGER AS ids FROM read_parquet($path)'
      const [row] = (await connection.runAndReadAll(sql, { path })).getRowObjectsJS()
      connection.closeSync()
      instance.closeSync()
      expect(row).toEqual({ pairs: PAIRS, ids: PAIRS })
      expect(errors).toEqual([])
    },
    BROWSER_TEST_MS,
  )
})
