import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FileSample } from '#engine/ports.ts'
import { rankFormats } from '#adapters/formats/registry.ts'
import { sniffDelimited } from '#adapters/formats/sniff-delimited.ts'
import { readDelimited } from '#adapters/formats/delimited-records.ts'
import { realData } from '../support/real-data.ts'
import { failureOf } from '../support/read-with-format.ts'
import { silentTask } from '../support/recording-sink.ts'
import { allRealFiles, openReal, REAL_FILES } from './real-files.ts'
import { readDetected, readText } from './read-text.ts'

const present = realData('.') !== null
const known = Object.entries(REAL_FILES)

describe.skipIf(!present)('the real files', () => {
  it('are claimed by their own format or by none', async () => {
    const claims: string[] = []
    const wrong: string[] = []
    for (const path of allRealFiles()) {
      const ranked = rankFormats(await openReal(path))
      const best = ranked[0]?.format.id ?? null
      const others = ranked.slice(1).map(({ format, score }) => `${format.id} ${score.toFixed(2)}`)
      claims.push([path.padEnd(72), (best ?? '-').padEnd(28), others.join(', ')].join(' ').trimEnd())
      if (best !== (REAL_FILES[path]?.format ?? null)) wrong.push(`${path}: ${best}`)
    }
    console.log(`claimed by, and who else claims:\n${claims.join('\n')}`)
    expect(wrong).toEqual([])
  })

  it.for(known)('%s is read whole', async ([path, expected]) => {
    const file = await openReal(path)
    if (expected.failure !== undefined) {
      expect(await failureOf(() => readDetected(file))).toMatchObject({ code: expected.failure })
      return
    }
    const { format, sink } = await readDetected(file, expected.answers)
    const { fills = 0, orders = 0, quotes = 0, bars = 0, equity = 0, rejects = {} } = expected
    expect({
      format: format.id,
      read: sink.read,
      fills: sink.fills.length,
      orders: sink.orders.length,
      quotes: sink.quotes.length,
      bars: sink.bars.length,
      equity: sink.equityRows.length,
      rejects: sink.refused,
    }).toEqual({ format: expected.format, read: expected.read, fills, orders, quotes, bars, equity, rejects })
  })

  it.for(known.filter(([, { answers }]) => answers !== undefined))('%s asks one question', async ([path]) => {
    const file = await openReal(path)
    expect(await failureOf(() => readDetected(file))).toMatchObject({ code: 'AMBIGUOUS' })
  })

  const tables = known.filter(([path]) => /\.csv$/.test(path) && !/ib\/(activity|trans)|lobster|alpaca/.test(path))
  it.for(tables)(
    '%s is known with shuffled columns, in capitals and behind a byte-order mark',
    async ([path, { format }]) => {
      const file = await openReal(path)
      const sniff = sniffDelimited(file.text ?? '', path)
      const rows: string[][] = []
      for await (const { cells } of readDelimited(file, sniff, silentTask())) if (rows.push([...cells]) === 30) break
      const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
      const backwards = rows.map((cells) => quoted(cells.toReversed())).join('\n')
      const [header = [], ...data] = rows
      const capitals = [header.map((cell) => cell.toUpperCase()), ...data].map(quoted).join('\n')
      for (const text of [backwards, capitals, `\uFEFF${rows.map(quoted).join('\n')}`]) {
        const head = Buffer.from(text)
        const variant: FileSample = {
          path,
          realPath: file.realPath,
          bytes: head.length,
          head,
          text: text.replace(/^\uFEFF/, ''),
        }
        expect(rankFormats(variant)[0]?.format.id).toBe(format)
      }
    },
  )

  it('a lone LEAN result without its events gives orders as fills of unknown fee', async () => {
    const text = readFileSync(realData('lean_results', '1186467672.json')!, 'utf8')
    const { sink } = await readText('alone.json', text)
    expect(sink).toMatchObject({ read: 301 })
    expect(sink.fills).toHaveLength(301)
    expect(sink.fills[0]).toMatchObject({ qty: 248, price: 381.25, arrival_mid: 381.235 })
    expect(sink.fills[0]?.fee).toBeUndefined()
    expect(sink.notes.get('fees-unknown')).toBe(301)
  })
})
