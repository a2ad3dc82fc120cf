import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { findChromium } from '../../scripts/chromium.ts'
import { inMs, median, type Bench, type BenchContext, type Line } from './bench.ts'

const PROGRAM = join(process.cwd(), 'out/main/cli.js')
const FIRST_CHART = '.js-plotly-plot .main-svg'
/** Seconds from the start of the program to the first chart. */
const TARGET_SECONDS = 1.5

/**
 * From the start of `parity serve --sample` to its address, and on to the first chart drawn in a browser that runs already,
 * a new page and a new project each time. Build first: `npm run build`.
 */
export const bench: Bench = {
  name: 'first-chart',
  async run(context) {
    const executablePath = findChromium()
    if (executablePath === null || !existsSync(PROGRAM)) {
      const reason = executablePath === null ? 'there is no Chromium (set CHROMIUM to the path of one)' : 'not built'
      context.say(`first-chart: skipped: ${reason}`)
      return []
    }
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      return await measureStarts(context, browser)
    } finally {
      await browser.close()
    }
  },
}

async function measureStarts({ runs, say }: BenchContext, browser: Browser): Promise<Line[]> {
  const starts: { addressMs: number; chartMs: number }[] = []
  for (let round = 0; round <= runs; round++) {
    const start = await startOnce(browser)
    say(
      `first chart after ${inMs(start.chartMs)}, address after ${inMs(start.addressMs)}${round === 0 ? ' (warming up)' : ''}`,
    )
    if (round > 0) starts.push(start)
  }
  return [
    lineOf('start to the printed address', median(starts.map(({ addressMs }) => addressMs)), null),
    lineOf('start to the first chart of the sample, s', median(starts.map(({ chartMs }) => chartMs)), TARGET_SECONDS),
  ]
}

function lineOf(what: string, ms: number, target: number | null): Line {
  return { what, ours: inMs(ms), peer: null, ratio: ms / 1000, cpuRatio: null, target }
}

async function startOnce(browser: Browser): Promise<{ addressMs: number; chartMs: number }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', PROGRAM, 'serve', '--sample', '--no-browser'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    const address = await addressOf(child)
    const addressMs = performance.now() - began
    await page.goto(address, { waitUntil: 'commit' })
    await page.waitForSelector(FIRST_CHART, { state: 'attached' })
    return { addressMs, chartMs: performance.now() - began }
  } finally {
    await page.close()
    await stop(child)
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /http:\S+/.exec(said)
      if (address !== null) resolve(address[0])
    })
    child.once('close', (code) => reject(new Error(`parity serve ended with ${code ?? 'a signal'}`)))
  })
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  await closed
}
