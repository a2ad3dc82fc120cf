const MINUS = '\u2212'

/** Returns money with two decimals, thousands separated, a true minus, and a sign on everything but zero. */
export function money(value: number | null): string {
  return signed(value, 2)
}

/** Returns basis points with one decimal and a sign. */
export function bps(value: number | null): string {
  return signed(value, 1)
}

/** Returns an unsigned number with fixed decimals, thousands separated; a missing value is a dash. */
export function plain(value: number | null, decimals: number): string {
  if (value === null) return '–'
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`
  return value < 0 && /[1-9]/.test(digits) ? `${MINUS}${digits}` : digits
}

/** Returns a share as per cent with one decimal; a missing value is a dash. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${plain(share * 100, 1)} %`
}

function signed(value: number | null, decimals: number): string {
  const text = plain(value, decimals)
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}
