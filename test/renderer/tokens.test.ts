import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BANDS } from '#shared/review.ts'
import { ciede2000, contrast, difference, shift, VISIONS } from './support/colour.ts'

const CSS = readFileSync(join(import.meta.dirname, '../../src/renderer/style/tokens.css'), 'utf8')

/** The tokens of a theme, read from the style sheet the page loads. */
function tokensOf(theme: 'light' | 'dark'): (name: string) => string {
  const [, after = ''] = CSS.split(`[data-theme='${theme}'] {`)
  const [block = ''] = after.split('}')
  const tokens = new Map([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name, value]))
  return (name) => {
    const value = tokens.get(name)
    if (value === undefined) throw new Error(`no token --${name} in ${theme}`)
    return value
  }
}

const PAIRS = BANDS.flatMap((one, at) => BANDS.slice(at + 1).map((other) => [one, other] as const))
const CAUSES = ['alpha', 'fees', 'slippage', 'timing', 'sizing'] as const

describe('the colour difference', () => {
  it('gives the published values of CIEDE2000, rotation and grey included', () => {
    // Sharma, Wu and Dalal (2005), table 1, pairs 1, 7, 13, 17 and 25.
    expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4)
    expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4)
    expect(ciede2000([50, -0.001, 2.49], [50, 0.0009, -2.49])).toBeCloseTo(4.8045, 4)
    expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4)
    expect(ciede2000([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4)
  })

  it('is 21 in contrast between black and white, and leaves grey as it is for the colour-blind', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 9)
    // The colour-blind see grey as grey: a matrix whose rows do not sum to 1 would tint it.
    for (const vision of VISIONS) expect(shift('#808080', vision)).toBeLessThan(0.5)
    // What red-green blindness is: red and an olive of its lightness come together.
    expect(difference('#c80000', '#5f5a00', 'deutan')).toBeLessThan(difference('#c80000', '#5f5a00') / 2)
  })
})

describe.each(['light', 'dark'] as const)('the tokens of the %s theme', (theme) => {
  const token = tokensOf(theme)

  it.each(VISIONS)('keep any two bands 20 apart under %s vision', (vision) => {
    const tooNear = PAIRS.filter(([one, other]) => difference(token(one), token(other), vision) < 20)
    expect(tooNear).toEqual([])
  })

  it('give every mark and border at least 3 : 1 on the background', () => {
    for (const name of [...BANDS, ...CAUSES, 'border', 'accent', 'live', 'backtest', 'scenario'])
      expect([name, contrast(token(name), token('bg')) >= 3]).toEqual([name, true])
  })

  it('give text at least 4.5 : 1 on everything text stands on', () => {
    for (const ground of ['bg', 'panel', 'selected', 'warning-tint', 'critical-tint'])
      for (const name of ['ink', ...(ground.endsWith('tint') ? [] : ['muted'])])
        expect([name, ground, contrast(token(name), token(ground)) >= 4.5]).toEqual([name, ground, true])
    expect(contrast(token('on-accent'), token('accent'))).toBeGreaterThanOrEqual(4.5)
  })
})
