import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DELIMITERS, sniffDelimited } from '#adapters/formats/sniff-delimited.ts'
import { failureOf } from '../support/read-with-format.ts'

const table = (...lines: string[]) => `${lines.join('\n')}\n`

describe('sniffDelimited', () => {
  it('reads a comma file with a point', () => {
    const sniff = sniffDelimited(table('Symbol,Avg Price,t_fill', 'BTC,1.5,2024-01-02T03:04:05Z'))
    expect(sniff).toMatchObject({
      delimiter: ',',
      quote: '"',
      decimal: '.',
      hasHeader: true,
      headerOnly: false,
      ambiguities: [],
    })
    expect(sniff.header).toEqual([
      { text: 'Symbol', name: 'symbol', index: 0 },
      { text: 'Avg Price', name: 'avg_price', index: 1 },
      { text: 't_fill', name: 't_fill', index: 2 },
    ])
    expect(sniff.columns.map(({ content, time }) => [content, time])).toEqual([
      ['text', null],
      ['number', null],
      ['time', 'iso'],
    ])
  })

  it('reads a semicolon file with a decimal comma, not as a comma file with more columns', () => {
    const sniff = sniffDelimited(table('symbol;price;fee', 'BTC;1,50;0,10', 'ETH;2,25;0,20'))
    expect(sniff).toMatchObject({ delimiter: ';', decimal: ',', ambiguities: [] })
    expect(sniff.header).toHaveLength(3)
  })

  it.each([
    ['\t', 'a\tb\n1\t2\n'],
    ['|', 'a|b\n1|2\n'],
  ])('sees the delimiter %j', (delimiter, text) => {
    expect(sniffDelimited(text).delimiter).toBe(delimiter)
  })

  it('keeps quoted delimiters, newlines and doubled quotes inside their cell', () => {
    const sniff = sniffDelimited(table('"a","note, long"', '"1","x;y', 'z ""q"""', '"2","p"'))
    expect(sniff.header.map((cell) => cell.text)).toEqual(['a', 'note, long'])
    expect(sniff.sampledRows).toBe(2)
  })

  it('sees single quotes', () => {
    expect(sniffDelimited(table("'a','b,c'", "'x','y,z'"))).toMatchObject({ quote: "'", sampledRows: 1 })
  })

  it('reads CRLF, a byte-order mark and blank lines like plain lines', () => {
    const plain = sniffDelimited(table('a,b', '1.5,2024-01-02'))
    expect(sniffDelimited('\uFEFFa,b\r\n\r\n1.5,2024-01-02\r\n\r\n')).toEqual(plain)
  })

  it('leaves out the row the sample cuts, and only that one', () => {
    expect(sniffDelimited('a,b\n1,2\n3,4\n5').sampledRows).toBe(2)
    expect(sniffDelimited('a,b\n1,2\n3,4', 'f', true).sampledRows).toBe(2)
    expect(sniffDelimited('a,b\n1,"open quo').sampledRows).toBe(0)
  })

  it('says that a name stands twice, and where', async () => {
    const failure = await failureOf(() => sniffDelimited(table('price,Avg Price,qty,avg  price', '1,2,3,4'), 'f.csv'))
    expect(failure).toMatchObject({ code: 'HEADER_INVALID', line: 1 })
    expect(failure.message).toContain('"avg  price"')
  })

  it('lets unnamed columns repeat', () => {
    expect(sniffDelimited(table(',a,', '0,x,')).header).toHaveLength(3)
  })

  it('says that a file has a header only', () => {
    expect(sniffDelimited(table('a,b,c')).headerOnly).toBe(true)
  })

  it('says that a file has no header when its first row holds numbers', () => {
    const sniff = sniffDelimited(table('0,0.2,50.0,1735689600010866,False', '1,0.3,51.0,1735689600020866,True'))
    expect(sniff).toMatchObject({ hasHeader: false, headerOnly: false, sampledRows: 2 })
    expect(sniff.columns[3]?.time).toBe('epoch-us')
  })

  it.each([
    ['1704125400', 'epoch-s'],
    ['1704125400123', 'epoch-ms'],
    ['1704125400123456', 'epoch-us'],
    ['1704125400123456789', 'epoch-ns'],
    ['2024-01-02T03:04:05+01:00', 'iso'],
    ['2024-01-02 03:04:05', 'iso-naive'],
  ])('sees that %s is %s', (cell, kind) => {
    expect(sniffDelimited(table('t,x', `${cell},a`)).columns[0]?.time).toBe(kind)
  })

  it('asks for the zone of times without one', () => {
    const sniff = sniffDelimited(table('t,x', ',a', '2024-01-02 03:04:05,b'))
    expect(sniff.ambiguities).toEqual([{ kind: 'zone', column: 't', example: '2024-01-02 03:04:05' }])
  })

  it('asks for the date order, unless a row proves it', () => {
    const asks = sniffDelimited(table('t,x', '12/10/2024 00:00:00Z,a', '11/10/2024 00:00:00Z,b'))
    expect(asks.dateOrder).toBeNull()
    expect(asks.ambiguities).toEqual([{ kind: 'date-order', column: 't', example: '12/10/2024 00:00:00Z' }])
    expect(sniffDelimited(table('t,x', '12/10/2024,a', '13/10/2024,b')).dateOrder).toBe('dmy')
    expect(sniffDelimited(table('t,x', '12/10/2024,a', '12/13/2024,b')).dateOrder).toBe('mdy')
  })

  it('asks when rows prove both date orders', () => {
    const sniff = sniffDelimited(table('t,x', '13/10/2024 00:00:00Z,a', '10/13/2024 00:00:00Z,b'))
    expect(sniff.dateOrder).toBeNull()
    expect(sniff.ambiguities.map(({ kind }) => kind)).toEqual(['date-order'])
  })

  it('asks for the decimal mark of 1,234, and of 1.234 between semicolons', () => {
    expect(sniffDelimited(table('a,b', '"1,234",x')).ambiguities).toEqual([
      { kind: 'decimal', column: 'a', example: '1,234' },
    ])
    expect(sniffDelimited(table('a;b', '1.234;x')).ambiguities).toEqual([
      { kind: 'decimal', column: 'a', example: '1.234' },
    ])
    expect(sniffDelimited(table('a,b', '1.234,x'))).toMatchObject({ decimal: '.', ambiguities: [] })
  })

  it('takes one proof for the whole file: 0.5 settles 1,234', () => {
    expect(sniffDelimited(table('a,b', '"1,234",0.5'))).toMatchObject({ decimal: '.', ambiguities: [] })
  })

  it('asks when cells prove both marks', () => {
    const sniff = sniffDelimited(table('a;b', '1,5;2.25'))
    expect(sniff).toMatchObject({ decimal: null, ambiguities: [{ kind: 'decimal', column: 'a', example: '1,5' }] })
  })

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        try {
          expect(DELIMITERS).toContain(sniffDelimited(text).delimiter)
        } catch (error) {
          expect(error).toMatchObject({ code: 'HEADER_INVALID' })
        }
      }),
    )
  })

  it('finds the delimiter and the rows of any quoted table', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'B', ' ', ',', ';', '\t', '|', '"', '\n', '\r\n'),
      maxLength: 8,
    })
    const rows = fc
      .integer({ min: 2, max: 5 })
      .chain((columns) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
      )
    fc.assert(
      fc.property(rows, fc.constantFrom(...DELIMITERS), (data, delimiter) => {
        const header = data[0]!.map((_, index) => `column ${String.fromCharCode(97 + index)}`)
        const quoted = [header, ...data].map((row) =>
          row.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter),
        )
        const sniff = sniffDelimited(`${quoted.join('\n')}\n`, 'f', true)
        expect(sniff.delimiter).toBe(delimiter)
        expect(sniff.sampledRows).toBe(data.length)
      }),
    )
  })
})
