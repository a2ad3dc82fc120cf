import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { FORMATS } from '#adapters/formats/registry.ts'
import { failureOf } from '../support/read-with-format.ts'
import type { MarketSink } from './market-sink.ts'
import { readText } from './read-text.ts'
import { LINES, LISTS, type ListSpecimen } from './specimens-lists.ts'
import { OTHERS } from './specimens-others.ts'
import { TABLES, type TableSpecimen } from './specimens-tables.ts'

/** What a file gave, whatever its kind: trades of the market count one by one, not the bars they become. */
function outputsOf(sink: MarketSink): number {
  const { fills, orders, cashRows, quotes, bars, equityRows } = sink
  const trades = sink.notes.get('trades-as-bars')
  const rows = fills.length + orders.length + cashRows.length + quotes.length + equityRows.length
  return rows + (trades ?? bars.length)
}

const cellsOf = (line: string): string[] => {
  const rows: string[][] = parse(line, { relax_column_count: true })
  return rows[0] ?? []
}
const lineOf = (cells: readonly string[]): string =>
  cells.map((cell) => (/[",|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
const columnOf = ({ header }: TableSpecimen, column: string): number => cellsOf(header).indexOf(column)

/** The lines of the nth record. */
const recordOf = ({ good }: TableSpecimen, n: number) => good.map((line) => line.replaceAll('{n}', String(n)))

/** Three records, the first line of the middle one with another cell. */
function withCell(table: TableSpecimen, column: string, text: string): string {
  const [first = '', ...rest] = recordOf(table, 2)
  const cells = cellsOf(first)
  cells[columnOf(table, column)] = text
  return [table.header, ...recordOf(table, 1), lineOf(cells), ...rest, ...recordOf(table, 3)].join('\n')
}

it('every registered format has a specimen here, and only one', () => {
  const specimens = [...TABLES, ...LISTS, ...LINES, ...OTHERS].map(({ format }) => format)
  expect(specimens.toSorted()).toEqual(FORMATS.map(({ id }) => id).toSorted())
})

describe('a table with a header', () => {
  it.each(TABLES)('$format reads the same with other column order, case, and a byte-order mark', async (table) => {
    const { format, name, header, good, answers } = table
    const plain = await readText(name, `${[header, ...good].join('\n')}\n`, answers)
    expect(plain.format.id).toBe(format)
    expect(plain.sink.rejects).toEqual([])
    expect(outputsOf(plain.sink)).toBeGreaterThan(0)
    const rows = [header, ...good].map(cellsOf)
    const reversed = rows.map((cells) => lineOf(cells.toReversed())).join('\n')
    const [first = [], ...data] = rows
    const capitals = [first.map((cell) => cell.toUpperCase()), ...data].map(lineOf).join('\n')
    const wider = rows.map((cells, index) => lineOf([...cells, index === 0 ? 'a further column' : '1'])).join('\n')
    // Degiro's amounts stand in columns without a name behind those of their currency, so their order is theirs.
    const variants = format === 'degiro-account' ? [capitals] : [reversed, capitals, wider]
    for (const text of [...variants, `\uFEFF${[header, ...good].join('\r\n')}\r\n`]) {
      const variant = await readText(name, text, answers)
      expect(variant.format.id).toBe(format)
      expect(variant.sink.rejects).toEqual([])
      expect(outputsOf(variant.sink)).toBe(outputsOf(plain.sink))
    }
  })

  it.each(TABLES)('$format with a wrong number and a wrong time rejects that row and reads the rest', async (table) => {
    const { name, number, time, answers, ownNumbers, wrong = 'abc', good, header } = table
    const one = outputsOf((await readText(name, [header, ...good].join('\n'), answers)).sink)
    for (const [column, text, reason] of [
      [number, wrong, 'bad-number'],
      [time, 'yesterday', 'bad-time'],
    ] as const) {
      const { sink } = await readText(name, withCell(table, column, text), answers)
      expect(sink.rejects).toHaveLength(1)
      expect(sink.rejects[0]?.reason).toBe(reason)
      if (ownNumbers === undefined) expect(sink.rejects[0]?.record).toBe(2 + good.length)
      expect(sink.read).toBe(3 * good.length)
      expect(outputsOf(sink)).toBe(table.outputs ?? 2 * one)
    }
  })

  it.each(TABLES)('$format that ends in the middle of a row says so', async ({ name, header, good, answers }) => {
    const [first = ''] = good
    const cut = cellsOf(first)
      .slice(0, 2)
      .map((cell) => lineOf([cell]))
      .join(',')
    const { sink } = await readText(name, [header, ...good, cut].join('\n'), answers)
    expect(sink.rejects).toMatchObject([{ record: 2 + good.length, reason: 'ragged-row' }])
    expect(sink.read).toBe(good.length + 1)
  })
})

/** A copy of a document with another list at a path. */
function withList(document: unknown, path: readonly string[], list: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return list
  return { ...(document as object), [key]: withList((document as Record<string, unknown>)[key], rest, list) }
}

function listOf({ document, list }: ListSpecimen): readonly unknown[] {
  let found = document
  for (const key of list) found = (found as Record<string, unknown>)[key]
  return found as readonly unknown[]
}

/** The same with the keys of every object backwards. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[]).map(backwards)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, backwards(inner)]),
  )
}

function withField(record: unknown, field: string | number, value: unknown): unknown {
  if (!Array.isArray(record)) return { ...(record as object), [field]: value }
  return (record as readonly unknown[]).map((cell, index) => (index === field ? value : cell))
}

describe('a JSON document with a list', () => {
  it.each(LISTS)(
    '$format reads the same with its keys in another order, indented, behind a byte-order mark',
    async (specimen) => {
      const { format, name, answers, inOrder } = specimen
      const document = withList(specimen.document, specimen.list, listOf(specimen).slice(0, 1))
      const plain = await readText(name, JSON.stringify(document), answers)
      expect([plain.format.id, plain.sink.rejects]).toEqual([format, []])
      expect(outputsOf(plain.sink)).toBeGreaterThan(0)
      const other = inOrder === true ? document : backwards(document)
      for (const text of [
        JSON.stringify(other),
        JSON.stringify(document, null, 2),
        `\uFEFF${JSON.stringify(document)}`,
      ]) {
        const variant = await readText(name, text, answers)
        expect([variant.format.id, outputsOf(variant.sink)]).toEqual([format, outputsOf(plain.sink)])
      }
    },
  )

  it.each(LISTS)(
    '$format with a wrong number and a record that is none rejects those and reads the rest',
    async (specimen) => {
      const { format, name, answers, number } = specimen
      const [good] = listOf(specimen)
      const one = await readText(name, JSON.stringify(withList(specimen.document, specimen.list, [good])), answers)
      const list = [good, withField(good, number, 'abc'), 7, good]
      const { format: found, sink } = await readText(
        name,
        JSON.stringify(withList(specimen.document, specimen.list, list)),
        answers,
      )
      expect(found.id).toBe(format)
      expect(sink.rejects).toMatchObject([
        { record: 2, reason: 'bad-number', raw: 'abc' },
        { record: 3, reason: 'ragged-row' },
      ])
      expect([sink.read, outputsOf(sink)]).toEqual([4, 2 * outputsOf(one.sink)])
    },
  )

  it.each(LISTS)('$format that ends early says so', async ({ name, document, answers }) => {
    const text = JSON.stringify(document)
    expect(await failureOf(() => readText(name, text.slice(0, -1), answers))).toMatchObject({ code: 'FILE_TRUNCATED' })
  })
})

describe('a dump of lines', () => {
  it.each(LINES)('$format rejects a wrong number and a line cut off, and reads the rest', async (specimen) => {
    const { format, name, good, wrong, cut, cutReason = 'ragged-row', answers } = specimen
    const one = await readText(name, `${good}\n`, answers)
    const { format: found, sink } = await readText(name, [good, wrong, good, good, cut].join('\n'), answers)
    expect([found.id, one.sink.rejects]).toEqual([format, []])
    expect(sink.rejects).toMatchObject([
      { record: 2, reason: 'bad-number' },
      { record: 5, reason: cutReason },
    ])
    expect(sink.read).toBe(5)
    // Returns begin with the capital, once a file.
    const again = outputsOf((await readText(name, `${good}\n${good}`, answers)).sink) - outputsOf(one.sink)
    expect(outputsOf(sink)).toBe(outputsOf(one.sink) + 2 * again)
  })

  it.each(LINES)(
    '$format is known behind a byte-order mark and with Windows line ends',
    async ({ format, name, good, answers }) => {
      const { format: found, sink } = await readText(name, `\uFEFF${good}\r\n${good}\r\n`, answers)
      expect([found.id, sink.read, sink.rejects]).toEqual([format, 2, []])
    },
  )
})

describe('a file of a kind of its own', () => {
  it.each(OTHERS)('$format, broken, rejects the bad record and reads the rest', async ({ format, broken }) => {
    const { read, rejects, outputs } = await broken()
    const [found, sink] = read
    expect(found).toBe(format)
    expect(sink.rejects.map(({ record, reason }) => [record, reason])).toEqual(rejects)
    expect(outputsOf(sink)).toBe(outputs)
  })

  it.each(OTHERS.filter(({ cut }) => cut !== undefined))('$format that ends early says so', async ({ cut }) => {
    expect((await failureOf(cut!)).code).toMatch(/^FILE_(TRUNCATED|UNREADABLE|MISSING)$/)
  })
})
