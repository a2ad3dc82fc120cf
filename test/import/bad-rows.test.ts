import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importText, openProject, review, withProject } from '../support/project.ts'

const HEADER = 'fill_id,symbol,side,qty,price,t_fill,note'
const TIME = '2025-01-01T00:00:00Z'

/** A line or lines of a file, and what is refused of them: null for a row that is loaded or no row at all. */
interface Piece {
  readonly text: (id: number) => string
  readonly refused: { readonly reason: string; readonly column: string | null } | null
  readonly isRow: boolean
}

const row = (cells: Partial<Record<'side' | 'qty' | 'price' | 'time' | 'note', string>>) => (id: number) =>
  `id-${id},BTC/USDT,${cells.side ?? 'buy'},${cells.qty ?? '1'},${cells.price ?? '100'},${cells.time ?? TIME},${cells.note ?? ''}`
const good = (note = ''): Piece => ({ text: row({ note }), refused: null, isRow: true })
const bad = (reason: string, column: string | null, text: (id: number) => string): Piece => ({
  text,
  refused: { reason, column },
  isRow: true,
})

const GOOD: readonly Piece[] = [
  good(),
  good('"two\nlines"'),
  good('"a ""doubled"" quote"'),
  good('"a, comma"'),
  good('5" stray'),
  good('"\n\n"'),
]
const BLANK: Piece = { text: () => '', refused: null, isRow: false }
const BAD: readonly Piece[] = [
  bad('unknown-side', 'side', row({ side: 'hold' })),
  bad('negative-quantity', 'qty', row({ qty: '-1' })),
  bad('not-an-order', 'qty', row({ qty: '0' })),
  bad('missing-value', 'qty', row({ qty: '' })),
  bad('missing-value', 't_fill', row({ time: '' })),
  bad('bad-number', 'qty', row({ qty: 'many' })),
  bad('bad-number', 'qty', row({ qty: 'NaN' })),
  bad('bad-number', 'price', row({ price: 'inf', note: '"more\nlines"' })),
  bad('bad-number', 'price', row({ price: 'free', note: '"more\nlines"' })),
  bad('bad-time', 't_fill', row({ time: '2025-13-01T00:00:00Z' })),
  bad('bad-time', 't_fill', row({ time: '1800-01-01T00:00:00Z' })),
  bad('bad-time', 't_fill', row({ time: 'yesterday' })),
  bad('ragged-row', null, (id) => `id-${id},BTC/USDT,buy`),
  bad('ragged-row', null, (id) => `${row({})(id)},one,more`),
  bad('ragged-row', null, row({ note: '"closed" too early' })),
  bad('ragged-row', null, () => '   '),
]

const anyPiece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...GOOD) },
  { weight: 3, arbitrary: fc.constantFrom(...BAD) },
  { weight: 1, arbitrary: fc.constant(BLANK) },
)

interface Expected {
  readonly text: string
  readonly read: number
  readonly refused: { readonly line: number; readonly column: string | null; readonly reason: string }[]
}

function fileOf(pieces: readonly Piece[], newline: string, mark: boolean, ends: boolean): Expected {
  const all = [GOOD[0] ?? BLANK, ...pieces]
  const texts = [HEADER, ...all.map((piece, index) => piece.text(index))]
  const refused: Expected['refused'][number][] = []
  let line = 2
  all.forEach((piece, index) => {
    if (piece.refused !== null) refused.push({ line, ...piece.refused })
    line += (texts[index + 1] ?? '').split('\n').length
  })
  const body = texts.join('\n') + (ends ? '\n' : '')
  return {
    text: (mark ? '\uFEFF' : '') + body.replaceAll('\n', newline),
    read: all.filter((piece) => piece.isRow).length,
    refused,
  }
}

async function importAndCompare(expected: Expected): Promise<void> {
  await withProject(async (workbench) => {
    const report = await importText(workbench, expected.text)
    const rejects = report.rejects.map(({ line, column, reason }) => ({ line, column, reason }))
    expect(rejects).toEqual(expected.refused)
    const { read, accepted, rejected } = report.inputs[0]?.rows ?? { read: 0, accepted: 0, rejected: 0 }
    expect({ read, rejected, accepted }).toEqual({
      read: expected.read,
      rejected: expected.refused.length,
      accepted: expected.read - expected.refused.length,
    })
    expect(await workbench.store.runText('SELECT count(*)::DOUBLE AS n FROM fill')).toEqual([{ n: accepted }])
    expect(await workbench.store.runText('SELECT count(*)::DOUBLE AS n FROM reject')).toEqual([{ n: rejected }])
  })
}

describe('a file of good and bad rows', () => {
  it.each(BAD.map((piece) => [piece.refused?.reason ?? '', piece.text(1).replaceAll('\n', ' '), piece] as const))(
    'refuses %s: %s',
    async (_reason, _text, piece) => {
      await importAndCompare(fileOf([BLANK, piece, good('"two\nlines"'), piece], '\n', false, true))
    },
  )

  it('refuses each bad row with its physical line, column and reason, and loads the rest', async () => {
    // DuckDB's own line counts records, and its byte offset stands before blank lines and inside a CRLF.
    const property = fc.asyncProperty(
      fc.array(anyPiece, { maxLength: 25 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.boolean(),
      async (pieces, newline, mark, ends) => {
        await importAndCompare(fileOf(pieces, newline, mark, ends))
      },
    )
    await fc.assert(property, { numRuns: 40, endOnFailure: true })
  }, 400_000)

  it('says the sentence with what the cell holds', async () => {
    const workbench = await openProject()
    const report = await importText(
      workbench,
      `${HEADER}\n${row({})(1)}\n${row({ side: 'hold' })(2)}\n${row({ qty: 'many' })(3)}\n`,
    )
    expect(report.rejects.map((reject) => reject.message)).toEqual([
      'Column "side" holds "hold"; expected buy or sell.',
      'Column "qty" holds "many", which is not a usable number.',
    ])
  })

  it('names columns as the header spells them', async () => {
    const workbench = await openProject()
    const header = HEADER.replace('side', ' Side').replace('t_fill', 'T Fill').replace('qty', 'QTY')
    const text = `${header}\n${row({})(1)}\n${row({ side: 'hold' })(2)}\n${row({ qty: 'many' })(3)}\n${row({ time: 'now' })(4)}\n`
    const { rejects } = await importText(workbench, text)
    expect(rejects.map((reject) => reject.column)).toEqual(['Side', 'QTY', 'T Fill'])
    expect(rejects[0]?.message).toContain('"Side"')
  })

  it('shows the first hundred in the report and keeps all', async () => {
    const workbench = await openProject()
    const many = Array.from({ length: 250 }, (_, index) => row({ qty: '-1' })(index)).join('\n')
    const report = await importText(workbench, `${HEADER}\n${row({})(999)}\n${many}\n`)
    expect(report.inputs[0]?.rows).toEqual({ read: 251, accepted: 1, rejected: 250 })
    expect(report.rejects).toHaveLength(100)
    expect(await workbench.store.runText('SELECT count(*)::DOUBLE AS n, max(line) AS line FROM reject')).toEqual([
      { n: 250, line: 252 },
    ])
  })
})

describe('a price of zero', () => {
  it('is accepted and flagged', async () => {
    const workbench = await openProject()
    const report = await importText(workbench, `${HEADER}\n${row({ price: '0' })(1)}\n`)
    expect(report.inputs[0]?.rows).toEqual({ read: 1, accepted: 1, rejected: 0 })
    await importText(workbench, `${HEADER}\n${row({})(1)}\n`, { role: 'backtest' })
    expect((await review(workbench)).flags).toContainEqual({ code: 'zero-price', field: 'price', count: 1 })
  })
})
