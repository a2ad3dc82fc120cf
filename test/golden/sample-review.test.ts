import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { daysCsv } from '#domain/report/review-csv.ts'
import { reviewHtml } from '#domain/report/review-html.ts'
import { reviewMarkdown } from '#domain/report/review-markdown.ts'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { importFiles } from '#engine/import-files.ts'
import { reviewParity } from '#engine/review-parity.ts'
import { openWorkbench } from '#main/compose.ts'
import { reviewSchema, type Review } from '#shared/review.ts'
import type { Role } from '#shared/canonical.ts'
import { silentTask } from '../support/recording-sink.ts'
import { NOW_MICROS } from '../support/project.ts'

const FILES: readonly (readonly [Role, string])[] = [
  ['live', 'live.csv'],
  ['backtest', 'backtest.csv'],
  ['market', 'quotes.csv'],
  ['orders', 'orders.csv'],
  ['cash', 'cash.csv'],
]

const SAMPLE = generateSample(SAMPLE_SEED)

/** The report as another machine would write it: file names without folders, one version whatever the package's. */
function portable(review: Review): Review {
  return { ...review, version: 'x', inputs: review.inputs.map((input) => ({ ...input, path: basename(input.path) })) }
}

/** Imports and reviews the sample in a project of its own, as any shell does, with a fixed clock. */
async function reviewSample(): Promise<Review> {
  const folder = mkdtempSync(join(tmpdir(), 'parity-golden-'))
  const workbench = await openWorkbench(join(folder, 'project.duckdb'), { nowMicros: () => NOW_MICROS })
  try {
    for (const { name, text } of SAMPLE) writeFileSync(join(folder, name), text)
    const requests = FILES.map(([role, name]) => ({ role, path: join(folder, name), answers: {} }))
    await importFiles(workbench, requests, silentTask())
    return portable(await reviewParity(workbench, { capital: 100_000 }, silentTask()))
  } finally {
    await workbench.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every number of a document with its place, to compare two of them. */
function numbersOf(value: unknown, place = ''): [string, number][] {
  if (typeof value === 'number') return [[place, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, `${place}.${key}`))
}

let parallel: readonly Review[] = []
let serial: readonly Review[] = []
let first: Review

describe('the reports of the sample', () => {
  beforeAll(async () => {
    vi.stubEnv('PARITY_THREADS', '3')
    parallel = [await reviewSample(), await reviewSample()]
    vi.stubEnv('PARITY_THREADS', '1')
    serial = [await reviewSample(), await reviewSample()]
    vi.unstubAllEnvs()
    first = reviewSchema.parse(parallel[0])
  }, 400_000)

  it('are the same HTML and Markdown, byte for byte, on every run and any number of threads', () => {
    for (const write of [reviewHtml, reviewMarkdown]) {
      const texts = [...parallel, ...serial].map((review) => write(review))
      expect(new Set(texts).size, write.name).toBe(1)
    }
  })

  it('are the same JSON and CSV, byte for byte, on one thread', () => {
    expect(new Set(serial.map((review) => JSON.stringify(review))).size).toBe(1)
    expect(new Set(serial.map(daysCsv)).size).toBe(1)
  })

  // Threads add in another order each run, which moves the last digits of a sum: far below what any report prints.
  it('differ between runs on many threads by rounding dust at most', () => {
    const [one = [], two = []] = [parallel[0], serial[0]].map((review) => numbersOf(review))
    expect(one.map(([place]) => place)).toEqual(two.map(([place]) => place))
    for (const [index, [place, value]] of one.entries()) {
      expect(Math.abs(value - (two[index]?.[1] ?? Number.NaN)), place).toBeLessThan(1e-8)
    }
  })

  it('read as the golden report, word for word', async () => {
    await expect(reviewMarkdown(first)).toMatchFileSnapshot('sample-review.md')
  })

  it('tell the planted story in the HTML report: the worst day, its cause, a residual within rounding', () => {
    const html = reviewHtml(first)
    expect(html).toContain('Worst day, 11 Mar 2026')
    expect(html).toContain('−30.1 bps of capital')
    expect(html).toContain('the residual is within')
    expect([...html.matchAll(/<tr id="day-/g)]).toHaveLength(60)
    expect([...html.matchAll(/<section id=/g)].length).toBeGreaterThanOrEqual(10)
    expect(html.length).toBeLessThan(250_000)
  })
})
