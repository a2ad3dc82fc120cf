import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseMapping } from '#adapters/formats/mapping.ts'
import { failureOf } from '../support/read-with-format.ts'

const FILLS = `shape = "fills"
[columns]
symbol = "s"
qty = "q"
price = "p"
t_fill = "t"
`
const parse = (toml: string) => parseMapping(toml, 'm.toml')

describe('parseMapping', () => {
  it('reads every key', () => {
    const mapping = parse(`shape = "fills"
delimiter = ";"
decimal = ","
zone = "Europe/Paris"
date_order = "dmy"
fee_sign = "negative-charged"
time_offset = "-3h"
stamp = "bar-close"
price_scale = 0.0001
header = false
[columns]
symbol = 1
qty = 2
price = 3
t_fill = ["4", "5"]
[constants]
strategy = "S"
[values.side]
LONG = "buy"
[keep]
status = ["FILLED"]
`)
    expect(mapping).toMatchObject({
      shape: 'fills',
      delimiter: ';',
      decimal: ',',
      zone: 'Europe/Paris',
      dateOrder: 'dmy',
      feeSign: 'negative-charged',
      timeOffsetMicros: -10_800_000_000,
      stamp: 'bar-close',
      priceScale: 0.0001,
      hasHeader: false,
    })
    expect(mapping.columns.get('t_fill')).toEqual(['4', '5'])
    expect(mapping.values.get('side')?.get('LONG')).toBe('buy')
    expect(mapping.keep.get('status')).toEqual(new Set(['FILLED']))
  })

  it('leaves to the file what it does not say', () => {
    expect(parse(FILLS)).toMatchObject({
      decimal: null,
      zone: null,
      dateOrder: null,
      timeOffsetMicros: 0,
      stamp: 'event',
      hasHeader: true,
      priceScale: 1,
    })
  })

  it.each([
    ['1.5', 1_500_000],
    ['"250ms"', 250_000],
    ['"-1.5s"', -1_500_000],
    ['"10 m"', 600_000_000],
  ])('reads the offset %s as %i microseconds', (offset, micros) => {
    expect(parse(`time_offset = ${offset}\n${FILLS}`).timeOffsetMicros).toBe(micros)
  })

  it.each([
    ['text that is not TOML', `${FILLS}fee = = 1\n`, 7, 'column'],
    [
      'an unknown key',
      FILLS.replace('[columns]', 'delimeter = ","\n[columns]'),
      2,
      '"delimeter": there is no such key',
    ],
    ['an unknown shape', FILLS.replace('fills', 'fill'), 1, '"shape"'],
    ['an unknown canonical column', `${FILLS}prize = "x"\n`, 7, '"columns.prize"'],
    ['a wrong type', FILLS.replace('"q"', 'true'), 4, '"columns.qty"'],
    ['a missing required column', FILLS.replace('qty = "q"\n', ''), 2, '"qty"'],
    ['an unknown zone', `zone = "Mars/Olympus"\n${FILLS}`, 1, 'Mars/Olympus'],
    ['an offset without a unit', `time_offset = "3"\n${FILLS}`, 1, '"3" is not a duration'],
    ['a translation of no column', `${FILLS}[values.sid]\nL = "buy"\n`, 7, '"values.sid"'],
    ['a translation to a number', `${FILLS}[values.side]\nL = 1\n`, 8, '"values.side.L"'],
  ])('names the line and the key of %s', async (_name, toml, line, words) => {
    const failure = await failureOf(() => parse(toml))
    expect(failure).toMatchObject({ code: 'PARAMETER_INVALID', line })
    expect(failure.message).toContain(words)
    expect(failure.message).toContain('m.toml')
  })

  it('accepts every mapping file of ours', () => {
    const folder = resolve(import.meta.dirname, '../fixtures/mappings')
    const names = readdirSync(folder)
    expect(names.length).toBeGreaterThanOrEqual(6)
    for (const name of names)
      expect(parseMapping(readFileSync(join(folder, name), 'utf8'), name).columns.size).toBeGreaterThan(2)
  })
})
