import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOrderOf, parseTimeMicros, timeKindOf } from '#adapters/formats/read-time.ts'
import { zonedToUtcMs } from '#adapters/formats/zone.ts'
import { failureOf } from '../support/read-with-format.ts'

const UTC = { zone: 'UTC', dateOrder: null } as const
const NEW_YORK = { zone: 'America/New_York', dateOrder: null } as const
const at = (iso: string) => Date.parse(iso) * 1000

describe('parseTimeMicros', () => {
  it.each([
    ['1704125400', 'epoch-s', 1704125400_000000],
    ['1704125400123', 'epoch-ms', 1704125400_123000],
    ['1735689600010866', 'epoch-us', 1735689600_010866],
    ['1723161255030314667', 'epoch-ns', 1723161255_030314],
    // A double of the whole number of seconds would give ...456999: the fraction is read by itself.
    ['1704125400.123457', 'epoch-s', 1704125400_123457],
    ['1515568500000.0', 'epoch-ms', 1515568500_000000],
    ['2024-01-12T20:20:15.580289Z', 'iso', at('2024-01-12T20:20:15Z') + 580289],
    ['2018-01-10 07:15:00+00:00', 'iso', at('2018-01-10T07:15:00Z')],
    ['2024-01-02 00:00:00.000000001+05:30', 'iso', at('2024-01-01T18:30:00Z')],
    ['2024-01-02T09:30:00-0500', 'iso', at('2024-01-02T14:30:00Z')],
    ['2024-01-12 20:20:15.580289', 'iso-naive', at('2024-01-12T20:20:15Z') + 580289],
    ['2021-11-23, 12:46:38', 'iso-naive', at('2021-11-23T12:46:38Z')],
    ['20260501;101500', 'iso-naive', at('2026-05-01T10:15:00Z')],
    ['2024-01-12', 'iso-naive', at('2024-01-12T00:00:00Z')],
  ])('reads %s as %s', (text, kind, micros) => {
    expect(timeKindOf(text)).toBe(kind)
    expect(parseTimeMicros(text, UTC)).toBe(micros)
  })

  it('reads 12/10/2024 only in the order that was answered', () => {
    expect(timeKindOf('12/10/2024 09:30:00')).toBe('slashed-naive')
    expect(parseTimeMicros('12/10/2024 09:30:00', UTC)).toBeNull()
    expect(parseTimeMicros('12/10/2024 09:30', { ...UTC, dateOrder: 'dmy' })).toBe(at('2024-10-12T09:30:00Z'))
    expect(parseTimeMicros('12/10/2024 9:30:00 PM', { ...UTC, dateOrder: 'mdy' })).toBe(at('2024-12-10T21:30:00Z'))
    expect(parseTimeMicros('12/10/2024 12:00 AM', { ...UTC, dateOrder: 'mdy' })).toBe(at('2024-12-10T00:00:00Z'))
  })

  it('sees which orders a date proves', () => {
    expect([dateOrderOf('13/10/2024'), dateOrderOf('10/13/2024'), dateOrderOf('10/10/2024')]).toEqual([
      'dmy',
      'mdy',
      null,
    ])
  })

  it.each([
    '2024-02-30',
    '2024-13-01',
    '2024-01-01 24:00:00',
    '2024-01-01 10:61:00',
    '12:00',
    'soon',
    '',
    '17041254',
    '2024-01-01 13:00 PM',
  ])('takes %j for no time', (text) => {
    expect(parseTimeMicros(text, UTC)).toBeNull()
  })

  it('takes a naive time for none while the zone is not known', () => {
    expect(parseTimeMicros('2024-01-12 20:20:15', { zone: null, dateOrder: null })).toBeNull()
    expect(parseTimeMicros('2024-01-12 20:20:15Z', { zone: null, dateOrder: null })).toBe(at('2024-01-12T20:20:15Z'))
  })
})

describe('zonedToUtcMs', () => {
  it.each([
    ['winter', '2024-01-15 09:30:00', '2024-01-15T14:30:00Z'],
    ['summer', '2024-07-15 09:30:00', '2024-07-15T13:30:00Z'],
    ['the hour before spring forward', '2024-03-10 01:59:59', '2024-03-10T06:59:59Z'],
    ['the hour after spring forward', '2024-03-10 03:00:00', '2024-03-10T07:00:00Z'],
    // 02:30 does not exist that day: an hour on, 03:30 EDT.
    ['a time the clock skips', '2024-03-10 02:30:00', '2024-03-10T07:30:00Z'],
    // 01:30 comes twice: the first, still EDT, is 05:30Z; taking the second would be an hour late.
    ['a time the clock repeats', '2024-11-03 01:30:00', '2024-11-03T05:30:00Z'],
    ['the hour after fall back', '2024-11-03 02:00:00', '2024-11-03T07:00:00Z'],
  ])('reads New York in %s', (_name, local, utc) => {
    expect(parseTimeMicros(local, NEW_YORK)).toBe(at(utc))
  })

  it('knows a half-hour zone and one whose clocks change at midnight', () => {
    expect(parseTimeMicros('2024-01-01 05:30:00', { zone: 'Asia/Kolkata', dateOrder: null })).toBe(
      at('2024-01-01T00:00:00Z'),
    )
    // Beirut skips 00:00 to 01:00 on 31 March 2024; 00:30 is 01:30 summer time.
    expect(parseTimeMicros('2024-03-31 00:30:00', { zone: 'Asia/Beirut', dateOrder: null })).toBe(
      at('2024-03-30T22:30:00Z'),
    )
  })

  it('says that a zone is not known', async () => {
    expect(await failureOf(() => zonedToUtcMs(0, 'Mars/Olympus'))).toMatchObject({ code: 'PARAMETER_INVALID' })
  })

  it('undoes how the system writes an instant in a zone, but for the repeated hour', () => {
    const instants = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2035, 0) })
    const zones = fc.constantFrom('America/New_York', 'Europe/Paris', 'Asia/Kolkata', 'Australia/Lord_Howe')
    fc.assert(
      fc.property(instants, zones, (ms, zone) => {
        const second = Math.floor(ms / 1000) * 1000
        const written = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'medium',
        }).format(second)
        const back = zonedToUtcMs(Date.parse(`${written.replace(' ', 'T')}Z`), zone)
        expect([0, 1_800_000, 3_600_000]).toContain(second - back)
      }),
    )
  })
})
