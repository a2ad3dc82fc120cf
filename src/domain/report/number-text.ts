const MINUS = '\u2212'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Returns money with a true minus, thousands separated, two decimals unless said, and a sign on everything but zero. */
export function money(value: number | null, decimals = 2): string {
  return signed(value, decimals)
}

/** Returns basis points with one decimal and a sign. */
export function bps(value: number | null): string {
  return signed(value, 1)
}

/** Returns an unsigned number with fixed decimals, thousands separated; a missing value is a dash. */
export function plain(value: number | null, decimals: number): string {
  if (value === null) return '–'
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = separateThousands(whole)
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`
  return value < 0 && /[1-9]/.test(digits) ? `${MINUS}${digits}` : digits
}

/** Returns a share as per cent with one decimal; a missing value is a dash. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${plain(share * 100, 1)} %`
}

/** Returns a whole number, thousands separated. */
export function countText(count: number): string {
  return plain(count, 0)
}

/** Returns `1 day`, `2 days`, `1,200 days`. */
export function counted(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Returns text that begins with a capital. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Returns a quantity to twelve significant digits, without rounding dust, with a true minus. */
export function quantity(value: number): string {
  return String(Number(value.toPrecision(12))).replace('-', MINUS)
}

/** Returns a sentence with true minus signs before its numbers. */
export function withTrueMinus(sentence: string): string {
  return sentence.replace(/(^|[\s(])-(?=\d)/g, `$1${MINUS}`)
}

/** Returns `11 Mar 2026` for 2026-03-11; anything that is no day as it is. */
export function dayText(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const name = MONTHS[Number(month) - 1]
  return name === undefined ? day : `${Number(date)} ${name} ${year}`
}

/**
 * Returns how many decimals a column of money needs: two, and more where its largest amount is below 10, so that it shows
 * four digits (a P&L in BTC would read as 0.00); at most eight.
 */
export function moneyDecimals(largest: number): number {
  if (!(largest > 0)) return 2
  return Math.min(8, Math.max(2, 3 - Math.floor(Math.log10(largest))))
}

/** Separates thousands, from the right. */
function separateThousands(digits: string): string {
  const head = digits.length % 3
  const groups = digits.slice(head).match(/\d{3}/g) ?? []
  return [digits.slice(0, head), ...groups].filter((group) => group !== '').join(',')
}

function signed(value: number | null, decimals: number): string {
  const text = plain(value, decimals)
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}
