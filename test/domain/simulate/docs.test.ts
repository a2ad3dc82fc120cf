import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { INSTANT_PARAMETERS } from '#domain/simulate/coefficients.ts'
import { CHOICE_PARAMETERS, NUMERIC_PARAMETERS } from '#shared/simulate/parameters.ts'
import { PRESETS } from '#shared/simulate/presets.ts'

const text = readFileSync(resolve(import.meta.dirname, '../../../docs/simulator.md'), 'utf8')

describe('docs/simulator.md', () => {
  it('has the row of every parameter as the code has it', () => {
    for (const [name, p] of Object.entries(NUMERIC_PARAMETERS))
      expect(text).toContain(
        `| \`${name}\` | ${p.group} | ${p.unit || '-'} | ${p.default} | ${p.min} to ${p.max} | ${p.meaning} |`,
      )
    for (const [name, p] of Object.entries(CHOICE_PARAMETERS))
      expect(text).toContain(
        `| \`${name}\` | ${p.group} | ${p.choices.map((choice) => `\`${choice}\``).join(', ')} | ${p.meaning} |`,
      )
    const documented = [...text.matchAll(/^\| `(\w+)` \| \w+ \| \S+ \| [-\d.]+ \|/gm)].map(([, name]) => name)
    expect(documented.filter((name) => !Object.hasOwn(NUMERIC_PARAMETERS, name!))).toEqual([])
  })

  it('names every preset and every instant parameter', () => {
    for (const [name, { meaning }] of Object.entries(PRESETS)) expect(text).toContain(`| \`${name}\` | ${meaning} |`)
    const sentence = /^Slippage, drift and flat fees.*$/m.exec(text)![0]
    for (const name of INSTANT_PARAMETERS) expect(sentence).toContain(`\`${name}\``)
  })
})
