/** A decimal mark; the other one separates thousands. */
export type DecimalMark = '.' | ','

const PLAIN = /^[-+.\de]+$/i
const GROUPED = /^[+-]?\d{1,3}$/
const PLAIN_DECIMAL = /^-?\d+(\.\d+|)$/
const EMPTY = new Set(['', 'null', 'none', 'n/a', 'na', '-', '--'])
const LONGEST_EMPTY = 4

/** Says whether a cell means "no value": empty, null, none, n/a, or a dash. `NaN` is not one: it is a bad number. */
export function isEmptyCell(text: string): boolean {
  const bare = text.trim()
  return bare.length <= LONGEST_EMPTY && EMPTY.has(bare.toLowerCase())
}

/**
 * Returns the number a cell writes, or null when it writes none. Thousands separated by the other mark, a space or an
 * apostrophe are read when grouped by three; `(12.5)` is -12.5; a leading currency sign is dropped. NaN and infinities
 * are not numbers.
 */
export function parseNumber(text: string, decimal: DecimalMark): number | null {
  if (decimal === '.' && PLAIN_DECIMAL.test(text)) return finiteOf(text)
  const bare = text.trim().replace(/^([+-]?)[$€£]/, '$1')
  const bracketed = bare.startsWith('(') && bare.endsWith(')')
  const [whole = '', ...fractions] = (bracketed ? bare.slice(1, -1) : bare).split(decimal)
  const ungrouped = ungroup(whole, decimal)
  if (ungrouped === null || fractions.length > 1) return null
  const plain = [ungrouped, ...fractions].join('.')
  if (!PLAIN.test(plain) || !/\d/.test(plain)) return null
  const value = finiteOf(plain)
  return bracketed && value !== null ? -value : value
}

function finiteOf(text: string): number | null {
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

/** Takes thousands separators out of the part before the decimal mark; null unless all are one mark, each before three digits. */
function ungroup(whole: string, decimal: DecimalMark): string | null {
  const mark = /[.,' \u00a0\u202f]/.exec(whole)?.[0]
  if (mark === undefined) return whole
  const [first = '', ...groups] = whole.split(mark)
  if (mark === decimal || !GROUPED.test(first) || !groups.every((group) => /^\d{3}$/.test(group))) return null
  return first + groups.join('')
}

/** What a number-like cell proves of the file's decimal mark; `either` for 1,234 or 1.234, null when it says nothing. */
export function decimalMarkOf(text: string): DecimalMark | 'either-comma' | 'either-dot' | null {
  const bare = text.trim().replace(/^[+-]?[$€£]?/, '')
  if (!/^\d[\d.,]*$/.test(bare) || !/[.,]/.test(bare)) return null
  const lastDot = bare.lastIndexOf('.')
  const lastComma = bare.lastIndexOf(',')
  if (lastDot >= 0 && lastComma >= 0) return lastDot > lastComma ? '.' : ','
  const mark = lastDot >= 0 ? '.' : ','
  const groups = bare.split(mark)
  if (groups.length > 2) return mark === '.' ? ',' : '.'
  if (/^[1-9]\d{0,2}$/.test(groups[0] ?? '') && groups[1]?.length === 3)
    return mark === '.' ? 'either-dot' : 'either-comma'
  return mark
}
