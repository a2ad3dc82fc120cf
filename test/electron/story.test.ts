import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { answerSaveDialog, dropFiles } from './support/desktop-hands.ts'
import { describeRunning } from './support/describe-desktop.ts'

const FILES = ['live.csv', 'backtest.csv', 'quotes.csv', 'equity.csv', 'cash.csv']

describeRunning('the one-minute story', (running) => {
  it('goes from dropped files to the cause to a PDF in the window', async () => {
    const { desktop, page, folder } = running()
    for (const { name, text } of generateSample(SAMPLE_SEED)) writeFileSync(join(folder, name), text)
    await dropFiles(
      page,
      FILES.map((name) => join(folder, name)),
    )
    await page
      .getByText('ready')
      .nth(FILES.length - 1)
      .waitFor()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    // The thin book of 11 March is the sample's planted cause.
    await page.getByRole('heading', { name: '2026-03-11' }).waitFor()
    await page.getByRole('button', { name: 'Explain' }).click()
    await page.waitForURL(/cause=slippage/)
    // The first row says "Reading." until the cube is here.
    await page.getByRole('grid', { name: 'By symbol' }).locator('tbody tr').filter({ hasText: 'SOL-USDT-PERP' }).click()
    await page.getByRole('grid', { name: /^Pairs/ }).waitFor()
    await page.getByRole('link', { name: 'Report' }).click()
    await page.getByRole('heading', { name: 'Parity review' }).waitFor()
    await page.getByRole('checkbox', { name: /^HTML/ }).uncheck()
    await page.getByRole('checkbox', { name: /^PDF/ }).check()
    const path = join(folder, 'written.pdf')
    await answerSaveDialog(desktop, path)
    await page.getByRole('button', { name: 'Write' }).click()
    await page.getByText('Written: written.pdf.').waitFor()
    expect(readFileSync(path, 'latin1').slice(0, 5)).toBe('%PDF-')
  }, 240_000)
})
