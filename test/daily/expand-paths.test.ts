import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { expandPaths, matchesName } from '#adapters/files/expand-paths.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { writeFile } from './daily-project.ts'

/** The definition, word by word: a star is nothing, or one character and the star again. */
function matchesByWord(name: string, pattern: string): boolean {
  const [first, rest] = [pattern[0], pattern.slice(1)]
  if (first === undefined) return name === ''
  if (first === '*') return matchesByWord(name, rest) || (name !== '' && matchesByWord(name.slice(1), pattern))
  return name !== '' && (first === '?' || first === name[0]) && matchesByWord(name.slice(1), rest)
}

describe('files named by patterns', () => {
  it('are found in any depth, sorted, each once, hidden and unfinished ones left out', async () => {
    const folder = temporaryFolder()
    const names = ['b.csv', 'a.csv', '.a.csv.12.tmp', 'c.txt', 'x/d.csv', 'x/y/e.csv', 'x/.hidden/f.csv']
    for (const name of names) writeFile(join(folder, name), name)
    const found = async (...patterns: string[]) =>
      (await expandPaths(folder, patterns)).map((path) => relative(folder, path).replaceAll('\\', '/'))
    expect(await found('*.csv')).toEqual(['a.csv', 'b.csv'])
    expect(await found('**/*.csv')).toEqual(['a.csv', 'b.csv', 'x/d.csv', 'x/y/e.csv'])
    expect(await found('x/*/?.csv')).toEqual(['x/y/e.csv'])
    expect(await found('x')).toEqual(['x/d.csv'])
    expect(await found('b.csv', '*.csv')).toEqual(['b.csv', 'a.csv'])
    expect(await found('none-*.csv', 'no-folder/*.csv')).toEqual([])
    // A plain name is returned although there is no such file: opening it says so.
    expect(await found('missing.csv')).toEqual(['missing.csv'])
  })

  it('fit as the definition says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 })
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 })
    fc.assert(
      fc.property(letters, patterns, (name, pattern) => {
        expect(matchesName(name, pattern)).toBe(matchesByWord(name, pattern))
      }),
    )
  })

  it('match in bounded time, however many stars a pattern has', () => {
    expect(matchesName('a'.repeat(200), `${'*a'.repeat(60)}b`)).toBe(false)
  })
})
